import { z } from "zod";
import { HeaderName, MASK, Secret } from "./wire.ts";

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

const SecretLike = (pattern: RegExp, message: string) =>
  Secret(
    z
      .string()
      .max(4096)
      .refine((it) => it === MASK || pattern.test(it), message),
  );

/** Base64 of 16 bytes or more: a shorter key could be found by trying, with one webhook to try it on. */
const WebhookSecret = SecretLike(
  /^(whsec_)?[A-Za-z0-9+/]{22,}={0,2}$/,
  "must be whsec_ and base64 of 16 bytes or more",
);
const HexSecret = SecretLike(/^([0-9A-Fa-f]{2}){16,}$/, "must be hexadecimal, 32 digits or more");

/** SubjectPublicKeyInfo of P-256: its fixed head, then the 64 bytes of a point. */
const P256_KEY = /^MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE[A-Za-z0-9+/]{86}==$/;
const CERTIFICATES = /^\s*(-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----\s*)+$/;

const preset = <Type extends string, Fields extends z.core.$ZodLooseShape>(type: Type, fields: Fields) =>
  z.strictObject({ type: z.literal(type), ...fields });

/** A shared secret, beside it the one that was rotated away and is still valid. */
const shared = (what: string, text: z.ZodString = Secret()) => ({
  secret: text.describe(what),
  previous_secret: text.optional().describe("the secret before it, valid too while the provider rotates"),
});

const basicAuth = { username: z.string().min(1).max(255), password: Secret() };

/** One provider each, with what has to be known of it; src/verification/presets.ts has its rules. */
const PRESETS = [
  preset("standard_webhooks", shared("whsec_ and base64, as standardwebhooks.com specifies", WebhookSecret)),
  preset("svix", shared("the endpoint's signing secret, whsec_…", WebhookSecret)),
  preset("stripe", shared("the endpoint's signing secret, whsec_…")),
  preset("github", shared("the webhook's secret")),
  preset(
    "gitlab",
    shared("the webhook's secret token; a signing token, whsec_…, belongs into standard_webhooks"),
  ),
  preset("bitbucket", shared("the webhook's secret")),
  preset("shopify", shared("the app's client secret")),
  preset("slack", shared("the app's signing secret")),
  preset("twilio", shared("the account's auth token")),
  preset("sendgrid", {
    public_key: z
      .string()
      .regex(P256_KEY, "must be the base64 of an ECDSA P-256 key, as Mail Settings shows it")
      .describe("the verification key of the signed event webhook"),
  }),
  preset("zoom", shared("the app's secret token")),
  preset("paddle", shared("the notification destination's secret key, pdl_ntfset_…")),
  preset("square", shared("the subscription's signature key")),
  preset("hubspot", shared("the app's client secret")),
  preset("linear", shared("the webhook's signing secret")),
  preset("intercom", shared("the app's client secret")),
  preset("woocommerce", shared("the webhook's secret")),
  preset("xero", shared("the webhook's signing key")),
  preset("typeform", shared("the webhook's secret")),
  preset("discord", {
    public_key: z
      .string()
      .regex(/^[0-9A-Fa-f]{64}$/, "must be 64 hexadecimal digits")
      .describe("the application's public key"),
  }),
  preset("mailgun", shared("the HTTP webhook signing key")),
  preset("postmark", basicAuth),
  preset("paypal", {
    webhook_id: z.string().min(1).max(100).describe("the webhook's id, which its signature covers"),
    certificate: z
      .string()
      .max(65_536)
      .regex(CERTIFICATES, "must be one or more certificates in PEM")
      .describe(
        "what the header paypal-cert-url names, in PEM; when PayPal changes it, both, one after the other",
      ),
  }),
  preset("adyen", shared("the webhook's HMAC key", HexSecret)),
  preset("docusign", shared("the Connect key")),
  preset("sentry", shared("the integration's client secret")),
  preset("pagerduty", shared("the webhook subscription's secret")),
  preset("meta", {
    ...shared("the app secret: Facebook, Instagram and WhatsApp sign with it"),
    verify_token: Secret().describe("the verify token that was entered with the callback URL"),
  }),
  preset("x", shared("the app's consumer secret (API secret key)")),
  preset("dropbox", shared("the app secret")),
] as const;

/** How a source checks that a request comes from its provider. */
export const Verification = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("none") }),
  HmacVerification,
  z.strictObject({ type: z.literal("basic_auth"), ...basicAuth }),
  ApiKeyVerification,
  ...PRESETS,
]);
export type Verification = z.output<typeof Verification>;

/** Every way to verify, by its type. */
export type VerificationType = Exclude<Verification["type"], "none">;
/** What is known of a provider, for one type. */
export type VerificationOf<Type extends VerificationType> = Extract<Verification, { type: Type }>;
