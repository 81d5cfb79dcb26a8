import { z } from "zod";
import { Verification } from "./verification.ts";
import { base, Description, Method, Name, Timestamp } from "./wire.ts";

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

/** How many requests a source takes in a period, by each ingress process; those beyond it get 429 and are not stored. */
export const RequestRateLimit = z.strictObject({
  limit: z.int().min(1).max(1_000_000),
  period: z.enum(["second", "minute", "hour"]),
});
export type RequestRateLimit = z.output<typeof RequestRateLimit>;

const settings = {
  name: Name,
  description: Description,
  enabled: z.boolean(),
  allowed_http_methods: z.array(Method).min(1).max(7),
  verification: Verification,
  custom_response: CustomResponse.nullable(),
  rate_limit: RequestRateLimit.nullable(),
};

/** A public ingress URL, and how what comes there is checked and answered. */
export const Source = z
  .object({
    ...base("source"),
    ...settings,
    url: z.string(),
    token: z.string(),
    disabled_at: Timestamp.nullable(),
  })
  .meta({ id: "Source" });
export type Source = z.output<typeof Source>;

/** What POST takes, with the defaults. */
export const SourceInput = z.strictObject({
  ...settings,
  description: settings.description.default(null),
  enabled: settings.enabled.default(true),
  allowed_http_methods: settings.allowed_http_methods.default(["POST", "PUT", "PATCH", "DELETE"]),
  verification: settings.verification.default({ type: "none" }),
  custom_response: settings.custom_response.default(null),
  rate_limit: settings.rate_limit.default(null),
});
export type SourceInput = z.output<typeof SourceInput>;

/** What PATCH takes: a field that is left out stays, and a masked secret too. */
export const SourcePatch = z.strictObject(settings).partial();
export type SourcePatch = z.output<typeof SourcePatch>;

/** What PUT takes, and a connection inline: a source of that name keeps what is left out. */
export const SourceUpsert = SourcePatch.required({ name: true });
