import { z } from "zod";
import { base, Description, HeaderName, HeaderValue, MASK, Method, Name, Secret, Timestamp } from "./wire.ts";

const HttpUrl = z
  .string()
  .max(4096)
  .superRefine((text, context) => {
    const fault = httpUrlFault(text);
    if (fault) context.addIssue({ code: "custom", message: fault });
  })
  .meta({ format: "uri", examples: ["https://api.example.com/webhooks"] });

function httpUrlFault(text: string): string | null {
  if (!URL.canParse(text)) return "must be an absolute http or https URL";
  const url = new URL(text);
  if (url.protocol !== "http:" && url.protocol !== "https:") return "must be an http or https URL";
  if (url.username || url.password) return "must not contain credentials: use auth";
  if (url.hash) return "must not have a fragment";
  return null;
}

/** How a delivery authenticates itself at the destination. */
export const DestinationAuth = z
  .discriminatedUnion("type", [
    z.strictObject({ type: z.literal("none") }),
    z.strictObject({ type: z.literal("bearer"), token: Secret(HeaderValue.min(1).max(4096)) }),
    z.strictObject({
      type: z.literal("basic"),
      username: z
        .string()
        .max(255)
        .regex(/^[^:]*$/, "must not contain a colon"),
      // RFC 7617, section 2.
      password: Secret(
        z
          .string()
          .min(1)
          .max(4096)
          .regex(/^\P{Cc}*$/u, "must not contain control characters"),
      ),
    }),
    z
      .strictObject({
        type: z.literal("api_key"),
        header: HeaderName.optional(),
        query: z.string().min(1).max(256).optional(),
        value: Secret(HeaderValue.min(1)),
      })
      .refine((it) => (it.header === undefined) !== (it.query === undefined), {
        message: "name exactly one of header and query: the place where the key is sent",
        path: ["header"],
      }),
    z.strictObject({ type: z.literal("custom_headers"), headers: z.record(HeaderName, Secret(HeaderValue)) }),
    z.strictObject({
      type: z.literal("oauth2_client_credentials"),
      token_url: HttpUrl,
      client_id: z.string().min(1).max(1024),
      client_secret: Secret(),
      scope: z.string().max(2048).nullable().default(null),
    }),
  ])
  .meta({ id: "DestinationAuth" });
export type DestinationAuth = z.output<typeof DestinationAuth>;

/** `whsec_` and base64 of 24–64 bytes (https://www.standardwebhooks.com, "Signature scheme"). */
const SIGNING_SECRET = /^whsec_(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const isSigningSecret = (text: string) => {
  const bytes = Buffer.from(text.slice("whsec_".length), "base64").length;
  return SIGNING_SECRET.test(text) && bytes >= 24 && bytes <= 64;
};
const SigningSecret = Secret(
  z
    .string()
    .refine((it) => it === MASK || isSigningSecret(it), "must be whsec_ and base64 of 24 to 64 bytes"),
);

/** How a delivery is signed (https://www.standardwebhooks.com). */
export const Signing = z.strictObject({ type: z.literal("standard_webhooks"), secret: SigningSecret });
export type Signing = z.output<typeof Signing>;

/** At most `limit` attempts start in a period, or run at once where it is `concurrent`. */
export const RateLimit = z
  .strictObject({
    limit: z.int().min(1).max(1_000_000),
    period: z.enum(["second", "minute", "hour", "concurrent"]),
  })
  .meta({ id: "RateLimit" });
export type RateLimit = z.output<typeof RateLimit>;

const settings = {
  name: Name,
  description: Description,
  url: HttpUrl,
  http_method: Method.nullable(),
  path_forwarding: z
    .boolean()
    .describe("appends what followed the source's URL; a path with a segment . or .. is not sent"),
  query_forwarding: z.boolean(),
  headers: z.record(HeaderName, HeaderValue),
  auth: DestinationAuth,
  timeout_ms: z.int().min(100).max(120_000),
  rate_limit: RateLimit.nullable(),
  enabled: z.boolean(),
};

/** An outbound HTTP endpoint. */
export const Destination = z
  .object({
    ...base("destination"),
    ...settings,
    signing: Signing,
    disabled_at: Timestamp.nullable(),
  })
  .meta({ id: "Destination" });
export type Destination = z.output<typeof Destination>;

/** A signing secret that was rotated away, and is valid beside the present one until then. */
const EarlierSecret = z.object({ secret: Secret(), valid_until: Timestamp });

/** A destination as stored. */
export const DestinationRecord = Destination.extend({
  earlier_signing_secrets: z.array(EarlierSecret).optional(),
  /** What stands for the call that made the present signing secret, where that had an Idempotency-Key. */
  rotated_by: z.string().optional(),
});
export type DestinationRecord = z.output<typeof DestinationRecord>;

/** The secret with which deliveries are signed, and those with which they are signed too, for the time being. */
export const SigningSecrets = z.object({
  secret: z.string(),
  earlier: z.array(z.object({ secret: z.string(), valid_until: Timestamp })).optional(),
});

const HOUR = 3_600_000;
/** How a signing secret is rotated. */
export const SecretRotation = z.strictObject({
  overlap_ms: z
    .int()
    .min(0)
    .max(30 * 24 * HOUR)
    .default(24 * HOUR)
    .describe("for which the present secret stays valid beside the new one"),
});
export type SecretRotation = z.output<typeof SecretRotation>;

/** As given by a caller: a signing secret is made when none is given. */
const SigningInput = Signing.extend({ secret: SigningSecret.optional() });

/** What POST takes, with the defaults. */
export const DestinationInput = z.strictObject({
  ...settings,
  description: settings.description.default(null),
  http_method: settings.http_method.default(null),
  path_forwarding: settings.path_forwarding.default(true),
  query_forwarding: settings.query_forwarding.default(true),
  headers: settings.headers.default({}),
  auth: settings.auth.default({ type: "none" }),
  signing: SigningInput.optional(),
  timeout_ms: settings.timeout_ms.default(30_000),
  rate_limit: settings.rate_limit.default(null),
  enabled: settings.enabled.default(true),
});
export type DestinationInput = z.output<typeof DestinationInput>;

/** What PATCH takes: a field that is left out stays, and a masked secret too. */
export const DestinationPatch = z
  .strictObject({
    ...settings,
    auth: settings.auth.describe("its secrets must be sent anew where url or token_url gets another origin"),
    signing: SigningInput.describe("another secret needs a key with the scope admin"),
  })
  .partial();
export type DestinationPatch = z.output<typeof DestinationPatch>;

/** What PUT takes, and a connection inline: a destination of that name keeps what is left out. */
export const DestinationUpsert = DestinationPatch.required({ name: true });
