import { createHmac, createSign } from "node:crypto";
import { crc32 } from "node:zlib";
import { expect, it } from "vitest";
import type { Verification } from "../../src/resources/verification.ts";
import { examine } from "../../src/verification/verification.ts";
import { EXAMPLES } from "./examples.ts";

type Headers = Record<string, string>;
type Sent = { headers: Headers; body: string; url?: string };

const verified = (how: Verification, { headers, body, url = "https://h.example/in/t" }: Sent, now: Date) => {
  const call = { method: "POST", url, headerLines: Object.entries(headers), bytes: Buffer.from(body) };
  return examine(how, call, now).verified;
};

const FORM = { "content-type": "application/x-www-form-urlencoded" };

/** Calls with their signatures as providers' pages, or the tests of their own libraries, print them. */
const PRINTED: [where: string, how: Verification, sent: Sent, at: string][] = [
  [
    "https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries#testing-the-webhook-payload-validation",
    { type: "github", secret: "It's a Secret to Everybody" },
    {
      headers: {
        "x-hub-signature-256": "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17",
      },
      body: "Hello, World!",
    },
    "2026-03-01T12:00:00Z",
  ],
  [
    "https://support.atlassian.com/bitbucket-cloud/docs/manage-webhooks/#Examples",
    { type: "bitbucket", secret: "It's a Secret to Everybody" },
    {
      headers: {
        "x-hub-signature": "sha256=a4771c39fbe90f317c7824e83ddef3caae9cb3d976c214ace1f2937e133263c9",
      },
      body: "Hello World!",
    },
    "2026-03-01T12:00:00Z",
  ],
  [
    "https://docs.slack.dev/authentication/verifying-requests-from-slack",
    { type: "slack", secret: "8f742231b10e8888abcd99yyyzzz85a5" },
    {
      headers: {
        ...FORM,
        "x-slack-request-timestamp": "1531420618",
        "x-slack-signature": "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503",
      },
      body:
        "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V" +
        "&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=" +
        "&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN" +
        "&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c",
    },
    "2018-07-12T18:37:00Z",
  ],
  [
    "https://www.twilio.com/docs/usage/security#explore-the-algorithm-yourself",
    { type: "twilio", secret: "12345" },
    {
      url: "https://mycompany.com/myapp.php?foo=1&bar=2",
      headers: { ...FORM, "x-twilio-signature": "0/KCTR6DLpKmkAf8muzZqo1nDgQ=" },
      body: "Digits=1234&To=%2B18005551212&From=%2B12349013030&Caller=%2B12349013030&CallSid=CA1234567890ABCDE",
    },
    "2026-03-01T12:00:00Z",
  ],
  [
    "https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md",
    { type: "standard_webhooks", secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw" },
    {
      headers: {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
      },
      body: '{"test": 2432232314}',
    },
    "2021-02-25T15:02:15Z",
  ],
  [
    "https://docs.adyen.com/development-resources/webhooks/secure-webhooks/verify-hmac-signatures",
    { type: "adyen", secret: "44782DEF547AAA06C910C43932B1EB0C71FC68D9D0C057550C48EC2ACF6BA056" },
    {
      headers: {},
      body: `{"live":"false","notificationItems":[{"NotificationRequestItem":{
        "additionalData":{"hmacSignature":"coqCmt/IZ4E3CzPvMY8zTjQVL5hYJUiBRg8UU+iCWo0="},
        "amount":{"value":1130,"currency":"EUR"},"pspReference":"7914073381342284","eventCode":"AUTHORISATION",
        "eventDate":"2019-05-06T17:15:34.121+02:00","merchantAccountCode":"TestMerchant","operations":["CANCEL"],
        "merchantReference":"TestPayment-1407325143704","paymentMethod":"visa","success":"true"}}]}`,
    },
    "2026-03-01T12:00:00Z",
  ],
  [
    "https://github.com/sendgrid/sendgrid-nodejs/blob/main/packages/eventwebhook/src/eventwebhook.spec.js",
    {
      type: "sendgrid",
      public_key:
        "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE83T4O/n84iotIvIW4mdBgQ/7dAfSmpqIM8kF9mN1flpVKS3GRqe62gw+2fNNRaINXvVpiglSI8eNEc6wEA3F+g==",
    },
    {
      headers: {
        "x-twilio-email-event-webhook-signature":
          "MEUCIGHQVtGj+Y3LkG9fLcxf3qfI10QysgDWmMOVmxG0u6ZUAiEAyBiXDWzM+uOe5W0JuG+luQAbPIqHh89M15TluLtEZtM=",
        "x-twilio-email-event-webhook-timestamp": "1600112502",
      },
      body:
        '[{"email":"hello@world.com","event":"dropped","reason":"Bounced Address",' +
        '"sg_event_id":"ZHJvcC0xMDk5NDkxOS1MUnpYbF9OSFN0T0doUTRrb2ZTbV9BLTA",' +
        '"sg_message_id":"LRzXl_NHStOGhQ4kofSm_A.filterdrecv-p3mdw1-756b745b58-kmzbl-18-5F5FC76C-9.0",' +
        '"smtp-id":"<LRzXl_NHStOGhQ4kofSm_A@ismtpd0039p1iad1.sendgrid.net>","timestamp":1600112492}]\r\n',
    },
    "2020-09-14T19:42:00Z",
  ],
];

it.each(PRINTED)("the example at %s is verified, and not when cut short", (_where, how, sent, at) => {
  expect(verified(how, sent, new Date(at))).toBe(true);
  expect(verified(how, { ...sent, body: sent.body.slice(0, -1) }, new Date(at))).toBe(false);
});

const KEY = "the provider's secret";
const BODY = '{ "event": {"id":1, "text": "Grüße"} }';
const SECONDS = "1772366400";
const NOW = new Date("2026-03-01T12:00:00Z");
const hmac = (message: string, algorithm = "sha256") => createHmac(algorithm, KEY).update(message);
const hex = (message = BODY) => hmac(message).digest("hex");
const base64 = (message = BODY) => hmac(message).digest("base64");

/** The header of each other provider, as the example code on its page makes it. */
const WRITTEN: [
  name:
    | "zoom"
    | "intercom"
    | "shopify"
    | "woocommerce"
    | "xero"
    | "typeform"
    | "docusign"
    | "sentry"
    | "pagerduty"
    | "x"
    | "dropbox"
    | "gitlab",
  headers: Headers,
][] = [
  // https://developers.zoom.us/docs/api/webhooks/#verify-with-zooms-header
  ["zoom", { "x-zm-request-timestamp": SECONDS, "x-zm-signature": `v0=${hex(`v0:${SECONDS}:${BODY}`)}` }],
  // https://developers.intercom.com/docs/webhooks/setting-up-webhooks#signed-notifications
  ["intercom", { "x-hub-signature": `sha1=${hmac(BODY, "sha1").digest("hex")}` }],
  // https://shopify.dev/docs/apps/build/webhooks/subscribe/https#step-2-validate-the-origin-of-your-webhook
  ["shopify", { "x-shopify-hmac-sha256": base64() }],
  // https://github.com/woocommerce/woocommerce/blob/trunk/plugins/woocommerce/includes/class-wc-webhook.php
  ["woocommerce", { "x-wc-webhook-signature": base64() }],
  // https://developer.xero.com/documentation/guides/webhooks/configuring-your-server/
  ["xero", { "x-xero-signature": base64() }],
  // https://www.typeform.com/developers/webhooks/secure-your-webhooks/
  ["typeform", { "typeform-signature": `sha256=${base64()}` }],
  // https://developers.docusign.com/platform/webhooks/connect/validate/
  ["docusign", { "x-docusign-signature-1": base64() }],
  // https://docs.sentry.io/integrations/integration-platform/webhooks/
  ["sentry", { "sentry-hook-signature": hex() }],
  // https://developer.pagerduty.com/docs/verifying-webhook-signatures
  ["pagerduty", { "x-pagerduty-signature": `v1=${hex()},v1=${hex("other")}` }],
  // https://docs.x.com/x-api/webhooks/quickstart
  ["x", { "x-twitter-webhooks-signature": `sha256=${base64()}` }],
  // https://www.dropbox.com/developers/reference/webhooks#notifications
  ["dropbox", { "x-dropbox-signature": hex() }],
  // https://docs.gitlab.com/user/project/integrations/webhooks/#create-a-webhook
  ["gitlab", { "x-gitlab-token": KEY }],
];

it.each(WRITTEN)("%s is verified as the code on the provider's page signs", (type, headers) => {
  expect(verified({ type, secret: KEY }, { headers, body: BODY }, NOW)).toBe(true);
});

it("meta is verified as the page on validating payloads says, over the escaped text that it sends", () => {
  // https://developers.facebook.com/docs/graph-api/webhooks/getting-started#validate-payloads
  const body = '{"text":"\\u00e4\\u00f6 \\/"}';
  const how: Verification = { type: "meta", secret: KEY, verify_token: "v" };
  expect(verified(how, { headers: { "x-hub-signature-256": `sha256=${hex(body)}` }, body }, NOW)).toBe(true);
});

it("mailgun is verified as JSON, as a form, and by the account that owns the subaccount", () => {
  // https://documentation.mailgun.com/docs/mailgun/user-manual/webhooks/securing-webhooks
  const how: Verification = { type: "mailgun", secret: KEY };
  const signature = {
    token: "e0b5477167110d68",
    timestamp: SECONDS,
    signature: hex(`${SECONDS}e0b5477167110d68`),
  };
  const json = (it: object) => ({ headers: {}, body: JSON.stringify({ signature: it }) });
  expect(verified(how, json(signature), NOW)).toBe(true);
  const parent = {
    ...signature,
    signature: hex("of the subaccount"),
    "parent-signature": signature.signature,
  };
  expect(verified(how, json(parent), NOW)).toBe(true);
  const form = new URLSearchParams({ recipient: "a@b.example", ...signature }).toString();
  expect(verified(how, { headers: FORM, body: form }, NOW)).toBe(true);
});

it("postmark is verified by the user and password of its URL", () => {
  // https://postmarkapp.com/developer/webhooks/webhooks-overview#protecting-your-webhook
  const how: Verification = { type: "postmark", username: "u", password: "p" };
  expect(verified(how, { headers: { authorization: "Basic dTpw" }, body: BODY }, NOW)).toBe(true);
});

it("paypal is verified with the certificate that was given, also where that is the second of two", () => {
  // https://developer.paypal.com/api/rest/webhooks/rest/#link-selfverificationmethod
  const { how, privateKey = "" } = EXAMPLES.paypal;
  const [id, time] = ["69cd13f0-d67a-11e5-baa3-778b53f4ae55", "2016-02-18T20:01:35Z"];
  const at = new Date("2016-02-19T20:01:35Z");
  const message = `${id}|${time}|${how.webhook_id}|${crc32(BODY)}`;
  const headers = {
    "paypal-transmission-id": id,
    "paypal-transmission-time": time,
    "paypal-transmission-sig": createSign("RSA-SHA256").update(message).sign(privateKey, "base64"),
  };
  expect(verified(how, { headers, body: BODY }, at)).toBe(true);
  const twice = { ...how, certificate: `${how.certificate}\n${how.certificate}` };
  expect(verified(twice, { headers, body: BODY }, at)).toBe(true);
  const broken = { ...how, certificate: how.certificate.replace("MII", "AAA") };
  expect(verified(broken, { headers, body: BODY }, at)).toBe(false);
});

it("adyen's other webhooks are verified by their header", () => {
  // https://docs.adyen.com/development-resources/webhooks/secure-webhooks/verify-hmac-signatures
  const { how } = EXAMPLES.adyen;
  const headers = {
    hmacsignature: createHmac("sha256", Buffer.from(how.secret, "hex")).update(BODY).digest("base64"),
  };
  expect(verified(how, { headers, body: BODY }, NOW)).toBe(true);
  expect(verified(how, { headers, body: `${BODY} ` }, NOW)).toBe(false);
});

it("hubspot is verified with the listed characters of the URL decoded, as its page has it", () => {
  const url = "https://h.example/in/t?to=a%40b.example&q=%3Fx%20y";
  const message = `POSThttps://h.example/in/t?to=a@b.example&q=?x%20y${BODY}${SECONDS}000`;
  const headers = {
    "x-hubspot-request-timestamp": `${SECONDS}000`,
    "x-hubspot-signature-v3": base64(message),
  };
  expect(verified({ type: "hubspot", secret: KEY }, { headers, body: BODY, url }, NOW)).toBe(true);
});
