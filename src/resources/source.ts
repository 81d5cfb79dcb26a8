import { z } from "zod";
import { base, Description, HeaderName, MASK, Method, Name, Secret, Timestamp } from "./wire.ts";

const HmacVerification = z.strictObject({
  type: z.literal("hmac"),
  algorithm: z.enum(["sha1", "sha256", "sha384", "sha512"]).default("sha256"),
  encoding: z.enum(["hex", "base64", "base64url"]).default("hex"),
  header: HeaderName,
  prefix: z
    .string()
    .max(64)
    .optional()
    .describe("Stands before the signature in the header, such as sha256="),
  secret: Secret(),
});

const ApiKeyVerification = z
  .strictObject({
    type: z.literal("api_key"),
    header: HeaderName.optional(),
    query: z.string().min(1).max(256).optional(),
    value: Secret(),
  })
  .refine((it) => (it.header === undefined) !== (it.query === undefined), {
    message: "name exactly one of header and query: the place where the key is sent",
    path: ["header"],
  });

/** Base64 that decodes to nothing would be a key that everybody knows. */
const WEBHOOK_SECRET = /^(whsec_)?[A-Za-z0-9+/]{4,}={0,2}$/;
const WebhookSecret = Secret(
  z
    .string()
    .max(4096)
    .refine((it) => it === MASK || WEBHOOK_SECRET.test(it), "must be whsec_ and base64"),
);

/** How a source checks that a request comes from its provider. */
export const Verification = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("none") }),
  HmacVerification,
  z.strictObject({ type: z.literal("basic_auth"), username: z.string().min(1).max(255), password: Secret() }),
  ApiKeyVerification,
  z.strictObject({
    type: z.literal("standard_webhooks"),
    secret: WebhookSecret.describe("whsec_ and base64, as standardwebhooks.com specifies"),
  }),
]);
export type Verification = z.output<typeof Verification>;

/** What a source answers to its provider in place of `{"ok":true,…}`. */
export const CustomResponse = z.strictObject({
  status: z.int().min(200).max(599).default(200),
  content_type: z
    .string()
    .max(255)
    .regex(/^[\w!#$&^.+-]+\/[\w!#$&^.+-]+(\s*;[\x20-\x7e]*)?$/, "must be a media type such as text/plain")
    .default("text/plain"),
  body: z.string().max(65_536).default(""),
});
export type CustomResponse = z.output<typeof CustomResponse>;

const settings = {
  name: Name,
  description: Description,
  enabled: z.boolean(),
  allowed_http_methods: z.array(Method).min(1).max(7),
  verification: Verification,
  custom_response: CustomResponse.nullable(),
};

/** A public ingress URL, and how what comes there is checked and answered. */
export const Source = z.object({
  ...base("source"),
  ...settings,
  url: z.string(),
  token: z.string(),
  disabled_at: Timestamp.nullable(),
});
export type Source = z.output<typeof Source>;

/** What POST takes, with the defaults. */
export const SourceInput = z.strictObject({
  ...settings,
  description: settings.description.default(null),
  enabled: settings.enabled.default(true),
  allowed_http_methods: settings.allowed_http_methods.default(["POST", "PUT", "PATCH", "DELETE"]),
  verification: settings.verification.default({ type: "none" }),
  custom_response: settings.custom_response.default(null),
});
export type SourceInput = z.output<typeof SourceInput>;

/** What PATCH takes: a field that is left out stays, and a masked secret too. */
export const SourcePatch = z.strictObject(settings).partial();
export type SourcePatch = z.output<typeof SourcePatch>;

/** What PUT takes, and a connection inline: a source of that name keeps what is left out. */
export const SourceUpsert = SourcePatch.required({ name: true });
