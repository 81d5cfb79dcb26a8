import { sign as signGitHub } from "@octokit/webhooks-methods";
import { Signature as HubSpotSignature } from "@hubspot/api-client";
import { Webhook as StandardWebhook } from "standardwebhooks";
import Stripe from "stripe";
import { Webhook as SvixWebhook } from "svix";
import twilio from "twilio";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Verification } from "../../src/resources/verification.ts";
import type { Call } from "../../src/verification/call.ts";
import { examine, signSample } from "../../src/verification/verification.ts";
import { EXAMPLES, penOf, unsigned, type Example } from "./examples.ts";
import { ORACLES } from "./oracles.ts";

type Name = keyof typeof ORACLES;
const NOW = new Date("2026-03-01T12:00:00.700Z");
const RUNS = { numRuns: 60 };

const EACH = Object.entries(ORACLES).map(([name, oracle]) => {
  const ask = oracle as (call: Call, how: Verification) => boolean | Promise<boolean>;
  const theirs = async (call: Call, how: Verification) => {
    try {
      return await ask(call, how);
    } catch {
      return false;
    }
  };
  return [name as Name, EXAMPLES[name as Name], theirs] as const;
});

const ours = (how: Verification, call: Call) => examine(how, call, new Date()).verified;
const bodies = fc.dictionary(fc.string({ unit: "grapheme" }), fc.jsonValue());
const urls = fc.webUrl({ withQueryParameters: true });

const flipped = (bytes: Uint8Array, bit: number): Buffer => {
  const changed = Buffer.from(bytes);
  const at = bit % (changed.length * 8);
  changed[at >> 3]! ^= 1 << (at & 7);
  return changed;
};

beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"], now: NOW }));
afterEach(() => void vi.useRealTimers());

describe("with the provider's own library", () => {
  it.each(EACH)("%s: what we sign, it takes, and so do we", async (_name, example, theirs) => {
    await fc.assert(
      fc.asyncProperty(bodies, urls, async (fields, url) => {
        const call = unsigned({ body: Object.assign(fields, example.body) }, url);
        const signed = signSample(example.how, call, penOf(example, NOW));
        expect([await theirs(signed, example.how), ours(example.how, signed)]).toEqual([true, true]);
        expect([await theirs(signed, example.other), ours(example.other, signed)]).toEqual([false, false]);
      }),
      RUNS,
    );
  });

  it.each(EACH)("%s: a body with one bit changed is judged alike", async (_name, example, theirs) => {
    const signed = signSample(example.how, unsigned(example), penOf(example, NOW));
    await fc.assert(
      fc.asyncProperty(fc.nat(), async (bit) => {
        const call = { ...signed, bytes: flipped(signed.bytes, bit) };
        expect(ours(example.how, call)).toBe(await theirs(call, example.how));
      }),
      RUNS,
    );
  });

  it.each(EACH)(
    "%s: a header with one bit changed passes here only if it passes there",
    async (_name, example, theirs) => {
      const signed = signSample(example.how, unsigned(example), penOf(example, NOW));
      await fc.assert(
        fc.asyncProperty(fc.nat(signed.headerLines.length - 1), fc.nat(), async (at, bit) => {
          const headerLines = signed.headerLines.map(([name, value], index): [string, string] => [
            name,
            index === at ? flipped(Buffer.from(value, "latin1"), bit).toString("latin1") : value,
          ]);
          const call = { ...signed, headerLines };
          if (ours(example.how, call)) expect(await theirs(call, example.how)).toBe(true);
        }),
        RUNS,
      );
    },
  );

  it.each(EACH)(
    "%s: a call of any age, to the millisecond, is judged alike",
    async (_name, example, theirs) => {
      const signed = signSample(example.how, unsigned(example), penOf(example, NOW));
      const limits = [0, 5, 6, 60, 61, 300, 301].flatMap((seconds) => [seconds * 1000, -seconds * 1000]);
      const ages = fc.oneof(
        fc.integer({ min: -400_000, max: 400_000 }),
        fc.tuple(fc.constantFrom(...limits), fc.integer({ min: -1000, max: 1000 })).map(([a, b]) => a + b),
      );
      await fc.assert(
        fc.asyncProperty(ages, async (age) => {
          vi.setSystemTime(NOW.getTime() + age);
          expect(ours(example.how, signed)).toBe(await theirs(signed, example.how));
        }),
        { numRuns: 150 },
      );
    },
  );
});

describe("an odd call is judged as the provider's own library does", () => {
  it("stripe: of two timestamps the last counts", () => {
    const { how } = EXAMPLES.stripe;
    const signed = signSample(how, unsigned(EXAMPLES.stripe), penOf({}, NOW));
    const withTimes = (before: string, after: string): Call => ({
      ...signed,
      headerLines: signed.headerLines.map(([name, value]) => [
        name,
        name === "stripe-signature" ? before + value + after : value,
      ]),
    });
    const calls = [withTimes("t=1,", ""), withTimes("", ",t=1"), withTimes("v0=x,", ",v2=y")];
    expect(calls.map((call) => ours(how, call))).toEqual([true, false, true]);
    expect(calls.map((call) => ORACLES.stripe(call, how))).toEqual([true, false, true]);
  });

  it("adyen: every notification of a call must be right", () => {
    const { how } = EXAMPLES.adyen;
    const item = (pspReference: string) => ({
      NotificationRequestItem: { pspReference, amount: { value: 1, currency: "EUR" }, success: "true" },
    });
    const body = { notificationItems: [item("1"), item("2")] };
    const signed = signSample(how, unsigned({ body }), penOf({}, NOW));
    const altered = Buffer.from(signed.bytes).toString().replace('"pspReference":"2"', '"pspReference":"3"');
    const calls = [signed, { ...signed, bytes: Buffer.from(altered) }];
    expect(calls.map((call) => ours(how, call))).toEqual([true, false]);
    expect(calls.map((call) => ORACLES.adyen(call, how))).toEqual([true, false]);
  });
});

describe("what the provider's own library signs, we take", () => {
  const seconds = Math.floor(NOW.getTime() / 1000);
  const { stripe, github, svix, standard_webhooks, hubspot, twilio: sms } = EXAMPLES;
  const taken = (
    example: Example,
    make: (call: Call, text: string) => Promise<Call["headerLines"]> | Call["headerLines"],
  ) =>
    fc.assert(
      fc.asyncProperty(fc.json(), urls, async (text, url) => {
        const call: Call = { method: "POST", url, headerLines: [], bytes: Buffer.from(text) };
        expect(ours(example.how, { ...call, headerLines: await make(call, text) })).toBe(true);
      }),
      RUNS,
    );

  it("stripe, under test headers", () =>
    taken(stripe, (_call, payload) => {
      const { secret } = stripe.how;
      const { webhooks } = new Stripe("sk_test_none");
      return [
        ["stripe-signature", webhooks.generateTestHeaderString({ payload, secret, timestamp: seconds })],
      ];
    }));

  it("github, of octokit", () =>
    taken(github, async (_call, text) => [
      ["x-hub-signature-256", await signGitHub(github.how.secret, text)],
    ]));

  it("svix, under its old names and under the standard's", async () => {
    for (const brand of ["svix", "webhook"]) {
      await taken(svix, (_call, text) => [
        [`${brand}-id`, "msg_1"],
        [`${brand}-timestamp`, String(seconds)],
        [`${brand}-signature`, new SvixWebhook(svix.how.secret).sign("msg_1", NOW, text)],
      ]);
    }
  });

  it("standard_webhooks, of the reference library", () =>
    taken(standard_webhooks, (_call, text) => [
      ["webhook-id", "msg_1"],
      ["webhook-timestamp", String(seconds)],
      ["webhook-signature", new StandardWebhook(standard_webhooks.how.secret).sign("msg_1", NOW, text)],
    ]));

  it("hubspot, version 3", () =>
    taken(hubspot, ({ method, url }, requestBody) => {
      const timestamp = NOW.getTime();
      const options = { clientSecret: hubspot.how.secret, requestBody, url, timestamp };
      return [
        ["x-hubspot-signature-v3", HubSpotSignature.getSignature(method, "v3", options as never)],
        ["x-hubspot-request-timestamp", String(timestamp)],
      ];
    }));

  it("twilio, over the fields of a form, repeated ones too, whatever port the URL is given", async () => {
    const form = [
      ["content-type", "application/x-www-form-urlencoded; charset=UTF-8"],
    ] as Call["headerLines"];
    const fields = fc.dictionary(fc.string({ minLength: 1 }), fc.array(fc.string(), { minLength: 1 }));
    const ports = fc.constantFrom("", ":443", ":8443");
    await fc.assert(
      fc.asyncProperty(fields, ports, async (params, port) => {
        const pairs = Object.entries(params).flatMap(([name, values]) =>
          values.map((it): [string, string] => [name, it]),
        );
        const bytes = Buffer.from(new URLSearchParams(pairs).toString());
        const at = (host: string) => `https://${host}/in/token/it's?q=a+b&r=it's`;
        const signature = twilio.getExpectedTwilioSignature(sms.how.secret, at(`a.example${port}`), params);
        const headerLines: Call["headerLines"] = [...form, ["x-twilio-signature", signature]];
        const call = {
          method: "POST",
          url: at(`a.example${port === ":443" ? "" : port}`),
          headerLines,
          bytes,
        };
        expect([ours(sms.how, call), ORACLES.twilio(call, sms.how)]).toEqual([true, true]);
      }),
      RUNS,
    );
  });
});
