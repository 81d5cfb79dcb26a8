import { crc32 } from "node:zlib";
import type { VerificationOf, VerificationType } from "../resources/verification.ts";
import { adyen } from "./adyen.ts";
import { jsonFields, withJson, type Call } from "./call.ts";
import {
  discordHandshake,
  dropboxHandshake,
  intercomHandshake,
  metaHandshake,
  slackHandshake,
  woocommerceHandshake,
  xHandshake,
  zoomHandshake,
} from "./handshakes.ts";
import { linearProof, mailgunProof } from "./in-body.ts";
import { inEither, inHeaders, inNumberedHeaders, inPairs, type Proof } from "./proof.ts";
import type { Rule } from "./rule.ts";
import {
  asWebhookSecret,
  asymmetric,
  certificateKeys,
  ed25519Key,
  hmac,
  secretsOf,
  spkiKey,
  type Message,
} from "./scheme.ts";
import { basicAuth, credential, signature, type Freshness } from "./shapes.ts";
import { twilio } from "./twilio.ts";

/** What has a rule of its own. `hmac`, `basic_auth` and `api_key` say theirs in their fields. */
export type PresetName = Exclude<VerificationType, "hmac" | "basic_auth" | "api_key">;

const sha256Hex = hmac("sha256", "hex");
const sha256Base64 = hmac("sha256", "base64");
const FIVE_MINUTES: Freshness = { unit: "s", past: 300 };

/** Seconds for which PayPal sends a webhook again, up to 25 times, that was not answered with a 2xx: three days. */
const PAYPAL_RETRIES = 3 * 86_400;

/** The first byte of a webhook of X, and of no token in its handshake. */
const OPENING_BRACE = 0x7b;

const body = (call: Call): Message[] => [[call.bytes]];
const timeThenBody =
  (before: string, between: string) =>
  (call: Call, { timestamp = "" }: Proof): Message[] => [[`${before}${timestamp}${between}`, call.bytes]];
const webhookMessage = (call: Call, { id = "", timestamp = "" }: Proof): Message[] => [
  [`${id}.${timestamp}.`, call.bytes],
];
const webhookHeaders = (brand: string) =>
  inHeaders({
    signature: `${brand}-signature`,
    prefix: "v1,",
    separator: " ",
    timestamp: `${brand}-timestamp`,
    id: `${brand}-id`,
  });

/** HubSpot's page has these characters decoded in the URL, its library takes all as they came. */
const HUBSPOT_DECODED = /%(3A|2F|3F|40|21|24|27|28|29|2A|2C|3B)/gi;

/**
 * Every provider's rule. Tolerances are those that the providers' own libraries or pages give; Zoom gives none, and gets
 * Slack's, after which its scheme is made; Mailgun asks for a wide one, for it comes late; PayPal gets the time for which it
 * tries, and an hour.
 */
export const PRESETS: { [Name in PresetName]: Rule<VerificationOf<Name>> } = {
  standard_webhooks: signature({
    documentation:
      "https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md",
    place: webhookHeaders("webhook"),
    message: webhookMessage,
    scheme: hmac("sha256", "base64", asWebhookSecret),
    freshness: { ...FIVE_MINUTES, ahead: 300 },
  }),
  svix: signature({
    documentation: "https://docs.svix.com/receiving/verifying-payloads/how-manual",
    place: inEither(webhookHeaders("svix"), webhookHeaders("webhook")),
    message: webhookMessage,
    scheme: hmac("sha256", "base64", asWebhookSecret),
    freshness: { ...FIVE_MINUTES, ahead: 300 },
  }),
  stripe: signature({
    documentation: "https://docs.stripe.com/webhooks/signature",
    place: inPairs({ header: "stripe-signature", separator: ",", timestamp: "t", signature: "v1" }),
    message: timeThenBody("", "."),
    scheme: sha256Hex,
    freshness: FIVE_MINUTES,
  }),
  github: signature({
    documentation: "https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries",
    place: inHeaders({ signature: "x-hub-signature-256", prefix: "sha256=" }),
    message: body,
    scheme: sha256Hex,
  }),
  gitlab: credential({
    documentation: "https://docs.gitlab.com/user/project/integrations/webhooks/",
    place: () => ({ header: "x-gitlab-token" }),
    expected: secretsOf,
  }),
  bitbucket: signature({
    documentation: "https://support.atlassian.com/bitbucket-cloud/docs/manage-webhooks/",
    place: inHeaders({ signature: "x-hub-signature", prefix: "sha256=" }),
    message: body,
    scheme: sha256Hex,
  }),
  shopify: signature({
    documentation: "https://shopify.dev/docs/apps/build/webhooks/subscribe/https",
    place: inHeaders({ signature: "x-shopify-hmac-sha256" }),
    message: body,
    scheme: sha256Base64,
  }),
  slack: signature({
    documentation: "https://docs.slack.dev/authentication/verifying-requests-from-slack",
    place: inHeaders({
      signature: "x-slack-signature",
      prefix: "v0=",
      timestamp: "x-slack-request-timestamp",
    }),
    message: timeThenBody("v0:", ":"),
    scheme: sha256Hex,
    freshness: FIVE_MINUTES,
    handshake: slackHandshake,
  }),
  twilio,
  sendgrid: signature({
    documentation:
      "https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/getting-started-event-webhook-security-features",
    place: inHeaders({
      signature: "x-twilio-email-event-webhook-signature",
      timestamp: "x-twilio-email-event-webhook-timestamp",
    }),
    message: timeThenBody("", ""),
    scheme: asymmetric("sha256", "base64", ({ public_key }) => [spkiKey(public_key)]),
  }),
  zoom: signature({
    documentation: "https://developers.zoom.us/docs/api/webhooks/#verify-with-zooms-header",
    place: inHeaders({ signature: "x-zm-signature", prefix: "v0=", timestamp: "x-zm-request-timestamp" }),
    message: timeThenBody("v0:", ":"),
    scheme: sha256Hex,
    freshness: FIVE_MINUTES,
    handshake: zoomHandshake,
  }),
  paddle: signature({
    documentation: "https://developer.paddle.com/webhooks/signature-verification",
    place: inPairs({ header: "paddle-signature", separator: ";", timestamp: "ts", signature: "h1" }),
    message: timeThenBody("", ":"),
    scheme: sha256Hex,
    freshness: { unit: "s", past: 5, exact: true },
  }),
  square: signature({
    documentation: "https://developer.squareup.com/docs/webhooks/step3validate",
    place: inHeaders({ signature: "x-square-hmacsha256-signature" }),
    message: (call) => [[call.url, call.bytes]],
    scheme: sha256Base64,
  }),
  hubspot: signature({
    documentation:
      "https://developers.hubspot.com/docs/apps/developer-platform/build-apps/authentication/request-validation",
    place: inHeaders({
      signature: "x-hubspot-signature-v3",
      timestamp: "x-hubspot-request-timestamp",
    }),
    message: ({ method, url, bytes }, { timestamp = "" }) =>
      [url, url.replace(HUBSPOT_DECODED, decodeURIComponent)].map((it) => [method, it, bytes, timestamp]),
    scheme: sha256Base64,
    freshness: { unit: "ms", past: 300 },
  }),
  linear: signature({
    documentation: "https://linear.app/developers/webhooks#securing-webhooks",
    place: linearProof,
    message: body,
    scheme: sha256Hex,
    freshness: { unit: "ms", past: 60, ahead: 60 },
    prepare: (call, { now }) => withJson(call, { ...jsonFields(call), webhookTimestamp: now.getTime() }),
  }),
  intercom: signature({
    documentation: "https://developers.intercom.com/docs/webhooks/setting-up-webhooks#signed-notifications",
    place: inHeaders({ signature: "x-hub-signature", prefix: "sha1=" }),
    message: body,
    scheme: hmac("sha1", "hex"),
    handshake: intercomHandshake,
  }),
  woocommerce: signature({
    documentation: "https://developer.woocommerce.com/docs/best-practices/urls-and-routing/webhooks/",
    place: inHeaders({ signature: "x-wc-webhook-signature" }),
    message: body,
    scheme: sha256Base64,
    handshake: woocommerceHandshake,
  }),
  // Its "intent to receive" is a webhook without events, rightly or wrongly signed, that is answered like any.
  xero: signature({
    documentation: "https://developer.xero.com/documentation/guides/webhooks/configuring-your-server/",
    place: inHeaders({ signature: "x-xero-signature" }),
    message: body,
    scheme: sha256Base64,
    acknowledgement: { status: 200, contentType: null, body: "" },
  }),
  typeform: signature({
    documentation: "https://www.typeform.com/developers/webhooks/secure-your-webhooks/",
    place: inHeaders({ signature: "typeform-signature", prefix: "sha256=" }),
    message: body,
    scheme: sha256Base64,
  }),
  discord: signature({
    documentation: "https://docs.discord.com/developers/interactions/overview",
    place: inHeaders({ signature: "x-signature-ed25519", timestamp: "x-signature-timestamp" }),
    message: timeThenBody("", ""),
    scheme: asymmetric(null, "hex", ({ public_key }) => [ed25519Key(public_key)]),
    handshake: discordHandshake,
  }),
  // The signature covers nothing of the event: whoever has seen one can put another body beside it, for a day. Nothing
  // parts the timestamp from the token either, but with more digits, or with fewer, it is out of that day.
  mailgun: signature({
    documentation: "https://documentation.mailgun.com/docs/mailgun/user-manual/webhooks/securing-webhooks",
    place: mailgunProof,
    message: (_call, { timestamp = "", id = "" }) => [[timestamp, id]],
    scheme: sha256Hex,
    freshness: { unit: "s", past: 86_400, ahead: 300 },
  }),
  postmark: basicAuth("https://postmarkapp.com/developer/webhooks/webhooks-overview#protecting-your-webhook"),
  // The signature covers a checksum of the body, to which a forger can bring any other body: one genuine webhook is good
  // for as many forgeries, until it is too old.
  paypal: signature({
    documentation: "https://developer.paypal.com/api/rest/webhooks/rest/#link-selfverificationmethod",
    place: inHeaders({
      signature: "paypal-transmission-sig",
      timestamp: "paypal-transmission-time",
      id: "paypal-transmission-id",
    }),
    message: ({ bytes }, { id, timestamp }, { webhook_id }) => [
      [`${id}|${timestamp}|${webhook_id}|${crc32(bytes)}`],
    ],
    scheme: asymmetric("sha256", "base64", ({ certificate }) => certificateKeys(certificate)),
    freshness: { unit: "iso", past: PAYPAL_RETRIES + 3600 },
  }),
  adyen,
  docusign: signature({
    documentation: "https://developers.docusign.com/platform/webhooks/connect/validate/",
    place: inNumberedHeaders("x-docusign-signature-"),
    message: body,
    scheme: sha256Base64,
  }),
  sentry: signature({
    documentation: "https://docs.sentry.io/integrations/integration-platform/webhooks/",
    place: inHeaders({ signature: "sentry-hook-signature" }),
    message: body,
    scheme: sha256Hex,
  }),
  pagerduty: signature({
    documentation: "https://developer.pagerduty.com/docs/verifying-webhook-signatures",
    place: inHeaders({ signature: "x-pagerduty-signature", prefix: "v1=", separator: "," }),
    message: body,
    scheme: sha256Hex,
  }),
  meta: {
    ...signature<VerificationOf<"meta">>({
      documentation: "https://developers.facebook.com/docs/graph-api/webhooks/getting-started",
      place: inHeaders({ signature: "x-hub-signature-256", prefix: "sha256=" }),
      message: body,
      scheme: sha256Hex,
      handshake: metaHandshake,
    }),
    credential: () => ({ query: "hub.verify_token" }),
  },
  x: signature({
    documentation: "https://docs.x.com/x-api/webhooks/quickstart",
    place: inHeaders({ signature: "x-twitter-webhooks-signature", prefix: "sha256=" }),
    message: body,
    scheme: sha256Base64,
    also: ({ bytes }) => (bytes[0] === OPENING_BRACE ? null : "the body is no JSON object"),
    handshake: xHandshake,
  }),
  dropbox: signature({
    documentation: "https://www.dropbox.com/developers/reference/webhooks",
    place: inHeaders({ signature: "x-dropbox-signature" }),
    message: body,
    scheme: sha256Hex,
    handshake: dropboxHandshake,
  }),
};
