import { z } from "zod";
import { base, Description, Id, MASK, Name, Secret, Timestamp } from "./wire.ts";

const LARGEST_CODE = 1024 * 1024;
const LARGEST_VALUE = 32_768;
const MOST_VARIABLES = 100;

const Code = z
  .string()
  .min(1)
  .refine((text) => Buffer.byteLength(text) <= LARGEST_CODE, "must be at most 1 MiB of UTF-8")
  .describe("JavaScript (ES2023) that calls addHandler once");

const EnvName = z
  .string()
  .max(128)
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "must be letters, digits and underscores, and not begin with a digit");
const EnvText = z.string().max(LARGEST_VALUE);
const fewEnough = (env: object) => Object.keys(env).length <= MOST_VARIABLES;
const TOO_MANY = `must have at most ${MOST_VARIABLES} variables`;

/** Variables as given and as shown: a text, or a value that is never shown again. */
export const Env = z
  .record(EnvName, z.union([EnvText, z.strictObject({ value: EnvText, secret: z.literal(true) })]))
  .refine(fewEnough, TOO_MANY)
  .meta({ examples: [{ REGION: "eu", API_TOKEN: { value: MASK, secret: true } }] });
export type Env = z.output<typeof Env>;

/** Variables as stored: all values are encrypted, those that are not `secret` are shown in clear all the same. */
export const StoredEnv = z.record(z.string(), z.object({ value: Secret(z.string()), secret: z.boolean() }));
export type StoredEnv = z.output<typeof StoredEnv>;

const settings = { name: Name, description: Description, code: Code, env: Env };
const version = z.int().min(1).describe("1, 2, …: a new one for each change of code or env");

/** Code that changes requests on their way to a destination. */
export const Transformation = z
  .object({ ...base("transformation"), ...settings, version })
  .meta({ id: "Transformation" });
export type Transformation = z.output<typeof Transformation>;

/** A transformation as stored. */
export const TransformationRecord = Transformation.extend({ env: StoredEnv });
export type TransformationRecord = z.output<typeof TransformationRecord>;

/** What makes a transformation. */
export const TransformationInput = z.strictObject({
  ...settings,
  description: settings.description.default(null),
  env: settings.env.default({}),
});
export type TransformationInput = z.output<typeof TransformationInput>;

/** Fields to be changed; `env` is replaced as a whole. */
export const TransformationPatch = z.strictObject(settings).partial();
export type TransformationPatch = z.output<typeof TransformationPatch>;

/** What PUT takes: a transformation of that name keeps what is left out. */
export const TransformationUpsert = TransformationPatch.required({ name: true });

/** What a transformation was, from one change of code or env to the next. */
export const TransformationVersion = z
  .object({
    transformation_id: Id("transformation"),
    version,
    code: Code,
    env: Env,
    created_at: Timestamp,
  })
  .meta({ id: "TransformationVersion" });
export type TransformationVersion = z.output<typeof TransformationVersion>;
