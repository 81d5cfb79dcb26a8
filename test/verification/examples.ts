import { generateKeyPairSync, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Verification, VerificationOf } from "../../src/resources/verification.ts";
import type { Call } from "../../src/verification/call.ts";
import type { PresetName } from "../../src/verification/presets.ts";
import type { Pen } from "../../src/verification/rule.ts";

/** A source's verification, with what its provider alone knows, and a body that such a provider sends. */
export interface Example<How = Verification> {
  how: How;
  /** The same provider, of whom another source knows. */
  other: How;
  privateKey?: string;
  body: object;
  /** Where the proof covers only a part of the body, or none: a text in the body that it does cover, or null. */
  covered?: string | null;
}

const fixture = (name: string) => readFileSync(new URL(`fixtures/${name}`, import.meta.url), "utf8");
const ANY_BODY = { id: "evt_1", type: "payment.succeeded", amount: 100, note: "Grüße" };
const NOTIFICATION = {
  pspReference: "7914073381342284",
  merchantAccountCode: "TestMerchant",
  merchantReference: "TestPayment-1407325143704",
  amount: { value: 1130, currency: "EUR" },
  eventCode: "AUTHORISATION",
  success: "true",
};

const secretText = () => randomBytes(24).toString("hex");
const webhookSecret = () => `whsec_${randomBytes(24).toString("base64")}`;
const account = (type: "postmark") => ({ type, username: "jürgen", password: secretText() });
const discord = generateKeyPairSync("ed25519");
const sendgrid = generateKeyPairSync("ec", { namedCurve: "P-256" });
const pem = { type: "pkcs8", format: "pem" } as const;
const spki = (key: typeof sendgrid.publicKey) => key.export({ type: "spki", format: "der" });
const ed25519Hex = (key: typeof sendgrid.publicKey) => spki(key).subarray(-32).toString("hex");

type SharedName = {
  [Name in PresetName]: VerificationOf<Name> extends { secret: string } ? Name : never;
}[PresetName];

function shared<Name extends SharedName>(
  type: Name,
  {
    text = secretText,
    ...rest
  }: { text?: () => string; body?: object; covered?: string | null; extra?: object } = {},
): Example<VerificationOf<Name>> {
  const { extra = {}, body = ANY_BODY, ...covered } = rest;
  const make = () => ({ type, secret: text(), ...extra }) as unknown as VerificationOf<Name>;
  return { how: make(), other: make(), body, ...covered };
}

/** An example of each preset. */
export const EXAMPLES: { [Name in PresetName]: Example<VerificationOf<Name>> } = {
  standard_webhooks: shared("standard_webhooks", { text: webhookSecret }),
  svix: shared("svix", { text: webhookSecret }),
  stripe: shared("stripe"),
  github: shared("github"),
  gitlab: shared("gitlab", { covered: null }),
  bitbucket: shared("bitbucket"),
  shopify: shared("shopify"),
  slack: shared("slack"),
  twilio: shared("twilio"),
  sendgrid: {
    how: { type: "sendgrid", public_key: spki(sendgrid.publicKey).toString("base64") },
    other: {
      type: "sendgrid",
      public_key: spki(generateKeyPairSync("ec", { namedCurve: "P-256" }).publicKey).toString("base64"),
    },
    privateKey: sendgrid.privateKey.export(pem).toString(),
    body: [ANY_BODY],
  },
  zoom: shared("zoom"),
  paddle: shared("paddle"),
  square: shared("square"),
  hubspot: shared("hubspot"),
  linear: shared("linear"),
  intercom: shared("intercom"),
  woocommerce: shared("woocommerce"),
  xero: shared("xero"),
  typeform: shared("typeform"),
  discord: {
    how: { type: "discord", public_key: ed25519Hex(discord.publicKey) },
    other: { type: "discord", public_key: ed25519Hex(generateKeyPairSync("ed25519").publicKey) },
    privateKey: discord.privateKey.export(pem).toString(),
    body: { version: 1, type: 1, event: { type: "ENTITLEMENT_CREATE" } },
  },
  mailgun: shared("mailgun", { body: { "event-data": ANY_BODY }, covered: "token" }),
  postmark: { how: account("postmark"), other: account("postmark"), body: ANY_BODY, covered: null },
  paypal: {
    how: { type: "paypal", webhook_id: "1JE4291016473214C", certificate: fixture("paypal.cert.pem") },
    other: { type: "paypal", webhook_id: "2JE4291016473214C", certificate: fixture("paypal.cert.pem") },
    privateKey: fixture("paypal.key.pem"),
    body: ANY_BODY,
  },
  adyen: shared("adyen", {
    body: { live: "false", notificationItems: [{ NotificationRequestItem: NOTIFICATION }] },
    covered: "pspReference",
  }),
  docusign: shared("docusign"),
  sentry: shared("sentry"),
  pagerduty: shared("pagerduty"),
  meta: shared("meta", { extra: { verify_token: "verify me" } }),
  x: shared("x"),
  dropbox: shared("dropbox"),
};

/** Every preset's name beside its example. */
export const EACH = Object.entries(EXAMPLES) as [PresetName, Example][];

/** A call that nobody has signed yet. */
export function unsigned(
  { body }: Pick<Example, "body">,
  url = "https://hooks.example.com/in/token/extra?a=1",
): Call {
  const bytes = Buffer.from(JSON.stringify(body));
  return { method: "POST", url, headerLines: [["content-type", "application/json"]], bytes };
}

/** What a provider signs with. */
export function penOf({ privateKey }: Pick<Example, "privateKey">, now: Date): Pen {
  return { now, id: randomBytes(25).toString("hex"), ...(privateKey === undefined ? {} : { privateKey }) };
}
