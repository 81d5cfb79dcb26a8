import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Verification } from "../../src/resources/verification.ts";
import type { Call } from "../../src/verification/call.ts";
import { PRESETS } from "../../src/verification/presets.ts";
import { examine, signSample } from "../../src/verification/verification.ts";
import { EACH, EXAMPLES, penOf, unsigned, type Example } from "./examples.ts";

const NOW = new Date("2026-03-01T12:00:00.700Z");
const after = (seconds: number) => new Date(NOW.getTime() + seconds * 1000);

const signed = (example: Example, call = unsigned(example), how = example.how) =>
  signSample(how, call, penOf(example, NOW));
const verified = (how: Verification, call: Call, now = NOW) => examine(how, call, now).verified;
const withBytes = (call: Call, bytes: Uint8Array): Call => ({ ...call, bytes });

const signing = EACH.filter(([, { covered }]) => covered === undefined);
const partly = EACH.filter(([, { covered }]) => typeof covered === "string");
const passwords = EACH.filter(([, { covered }]) => covered === null);

describe("every preset", () => {
  it.each(EACH)("%s has fields that the API takes, and a page of its provider", (name, { how }) => {
    expect(Verification.parse(how)).toEqual(how);
    expect(PRESETS[name].documentation).toMatch(/^https:\/\//);
  });

  it.each(EACH)("%s takes what it signs, whatever the body, URL and id", (_name, example) => {
    const urls = fc.webUrl({ withQueryParameters: true });
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), urls, (fields, url) => {
        const call = unsigned({ body: Object.assign(fields, example.body) }, url);
        expect(examine(example.how, signed(example, call), NOW)).toMatchObject({
          verified: true,
          detail: null,
        });
      }),
      { numRuns: 50 },
    );
  });

  it.each(EACH)(
    "%s refuses what another secret signed, and says so without telling the right one",
    (_name, example) => {
      const { verified: right, detail } = examine(example.other, signed(example), NOW);
      expect(right).toBe(false);
      expect(detail).toMatch(/is of another|is not what the source expects/);
      const expected = signed(example, unsigned(example), example.other);
      const { type: _, ...fields } = example.other;
      for (const value of Object.values(fields)) expect(detail).not.toContain(value);
      for (const [, value] of expected.headerLines) expect(detail).not.toContain(value);
    },
  );

  it.each(EACH)("%s refuses a call without a proof, and says what is missing", (_name, example) => {
    const { verified: right, detail } = examine(example.how, unsigned(example), NOW);
    expect(right).toBe(false);
    expect(detail).toMatch(/missing|is there|are there|has no/);
  });

  it.each(EACH)("%s is refused, and nothing thrown, for hostile headers and bodies", (_name, example) => {
    const names = signed(example).headerLines.map(([name]) => name);
    const lines = fc.tuple(fc.constantFrom(...names), fc.string({ unit: "binary" }));
    fc.assert(
      fc.property(fc.array(lines), fc.uint8Array(), (headerLines, bytes) => {
        const call = { ...unsigned(example), headerLines, bytes };
        expect(verified(example.how, call)).toBe(false);
      }),
      { numRuns: 50 },
    );
  });
});

describe("a preset that signs the body", () => {
  it.each(signing)("%s refuses it with any one bit changed", (_name, example) => {
    const call = signed(example);
    fc.assert(
      fc.property(fc.nat(call.bytes.length * 8 - 1), (bit) => {
        const bytes = Buffer.from(call.bytes);
        bytes[bit >> 3]! ^= 1 << (bit & 7);
        expect(verified(example.how, withBytes(call, bytes))).toBe(false);
      }),
      { numRuns: 100 },
    );
  });

  it.each(signing)("%s refuses it cut short, or longer", (_name, example) => {
    const call = signed(example);
    const longer = Buffer.concat([call.bytes, Buffer.from(" ")]);
    for (const bytes of [call.bytes.subarray(0, -1), longer]) {
      expect(verified(example.how, withBytes(call, bytes))).toBe(false);
    }
  });
});

it.each(partly)("%s, which signs only a part of the body, refuses that part changed", (_name, example) => {
  const call = signed(example);
  const text = Buffer.from(call.bytes).toString();
  const changed = text.replace(new RegExp(`"${example.covered}":"(.)`), `"${example.covered}":"x$1`);
  expect(changed).not.toBe(text);
  expect(verified(example.how, withBytes(call, Buffer.from(changed)))).toBe(false);
});

it.each(passwords)("%s, which sends a password, refuses it changed", (_name, example) => {
  const call = signed(example);
  const changed = call.headerLines.map(([name, value]): [string, string] => [name, `${value}x`]);
  expect(verified(example.how, { ...call, headerLines: changed })).toBe(false);
});

describe("what a signature of twilio does not cover", () => {
  const { how } = EXAMPLES.twilio;
  const called = signed(EXAMPLES.twilio, { ...unsigned(EXAMPLES.twilio), bytes: Buffer.alloc(0) });

  it("is refused as a body of a call that had none, whatever type it is said to be", () => {
    expect(verified(how, called)).toBe(true);
    const others = called.headerLines.filter(([name]) => name !== "content-type");
    for (const type of ["application/json", "multipart/form-data; boundary=x", "text/plain", null]) {
      const headerLines: Call["headerLines"] = type === null ? others : [...others, ["content-type", type]];
      const { verified: right, detail } = examine(
        how,
        { ...called, headerLines, bytes: Buffer.from("{}") },
        NOW,
      );
      expect([right, detail]).toEqual([false, expect.stringContaining("bodySHA256")]);
    }
  });
});

it("mailgun refuses a timestamp that took digits from the token, for both are signed as one text", () => {
  const { how } = EXAMPLES.mailgun;
  const proofOf = (call: Call) =>
    (JSON.parse(Buffer.from(call.bytes).toString()) as { signature: Record<string, string> }).signature;
  const shared = (timestamp: string, token: string, call: Call) => {
    const signature = { ...proofOf(call), timestamp, token };
    return verified(how, withBytes(call, Buffer.from(JSON.stringify({ signature }))));
  };
  const call = signSample(how, unsigned(EXAMPLES.mailgun), { now: NOW, id: "1".repeat(50) });
  const { timestamp = "", token = "" } = proofOf(call);
  expect(shared(timestamp, token, call)).toBe(true);
  expect(shared(timestamp + token.slice(0, 1), token.slice(1), call)).toBe(false);
  expect(shared(timestamp.slice(0, -1), timestamp.slice(-1) + token, call)).toBe(false);
});

describe("the time of a call", () => {
  const TOLERANCES = [
    ["stripe", 300, null],
    ["slack", 300, null],
    ["zoom", 300, null],
    ["hubspot", 300, null],
    ["paddle", 5, null],
    ["standard_webhooks", 300, 300],
    ["svix", 300, 300],
    ["linear", 60, 60],
    ["mailgun", 86_400, 300],
    ["paypal", 3 * 86_400 + 3600, null],
  ] as const;

  it.each(TOLERANCES)("of %s may be %s s ago, and %s s ahead", (name, past, ahead) => {
    const example = EXAMPLES[name];
    const call = signed(example);
    const written = name === "hubspot" || name === "linear" ? NOW : new Date(Math.floor(+NOW / 1000) * 1000);
    const atAge = (seconds: number) =>
      examine(example.how, call, new Date(written.getTime() + seconds * 1000));
    expect(atAge(past)).toMatchObject({ verified: true });
    expect(atAge(past + 1)).toMatchObject({ verified: false });
    expect(atAge(past + 100).detail).toContain(`the timestamp is ${past + 100} s old, ${past} s are allowed`);
    expect(atAge(-(ahead ?? 86_400))).toMatchObject({ verified: true });
    if (ahead) expect(atAge(-ahead - 1).detail).toContain(`is ${ahead + 1} s ahead, ${ahead} s are allowed`);
  });

  it.each(EACH.filter(([name]) => !TOLERANCES.some(([it]) => it === name)))(
    "of %s does not count, for the provider documents none",
    (_name, example) => {
      expect(verified(example.how, signed(example), after(86_400))).toBe(true);
    },
  );
});

it.each(["2026-03-01 12:00:00Z", "2026-03-01T12:00:00+09:00", "2026-13-01T12:00:00Z", "1772366400"])(
  "paypal refuses the time %j, which is none in UTC",
  (time) => {
    const call = signed(EXAMPLES.paypal);
    const headerLines = call.headerLines.map(([name, value]): [string, string] => [
      name,
      name === "paypal-transmission-time" ? time : value,
    ]);
    const { verified: right, detail } = examine(EXAMPLES.paypal.how, { ...call, headerLines }, NOW);
    expect([right, detail]).toEqual([false, expect.stringContaining("ISO 8601")]);
  },
);

describe("a secret that was rotated", () => {
  const rotating = EACH.filter(([, { how }]) => "secret" in how && how.type !== "hmac");

  it.each(rotating)("%s takes the new one and the one before, no other", (_name, example) => {
    const { how, other } = example as { how: { secret: string }; other: { secret: string } };
    const both = Verification.parse({ ...other, previous_secret: how.secret });
    expect(verified(both, signed(example))).toBe(true);
    expect(verified(both, signed(example, unsigned(example), example.other))).toBe(true);
    const neither = Verification.parse({ ...other, previous_secret: other.secret });
    expect(verified(neither, signed(example))).toBe(false);
  });

  it.each([
    ["stripe", "stripe-signature", ",v1=", ","],
    ["paddle", "paddle-signature", ";h1=", ";"],
    ["pagerduty", "x-pagerduty-signature", "v1=", ", "],
    ["standard_webhooks", "webhook-signature", "v1,", " "],
    ["svix", "svix-signature", "v1,", " "],
  ] as const)("of %s may have signed beside another one, in %s", (name, header, prefix, separator) => {
    const example = EXAMPLES[name];
    const call = signed(example);
    const also = (value: string) =>
      call.headerLines.map(([line, given]): [string, string] =>
        line === header
          ? [line, `${given}${separator}${prefix.replace(separator, "")}${value}`]
          : [line, given],
      );
    const wrong = "0".repeat(64);
    expect(verified(example.how, { ...call, headerLines: also(wrong) })).toBe(true);
    const [, own = ""] = call.headerLines.find(([line]) => line === header) ?? [];
    const signature = own.split(prefix.replace(separator, ""))[1] ?? "";
    const replaced = also(signature).map(([line, value]): [string, string] =>
      line === header ? [line, value.replace(signature, wrong)] : [line, value],
    );
    expect(verified(example.how, { ...call, headerLines: replaced })).toBe(true);
  });

  it("of docusign signs in a header of its own", () => {
    const example = EXAMPLES.docusign;
    const call = signed(example);
    const second = call.headerLines.map(([name, value]): [string, string] => [
      name.replace(/1$/, "2"),
      value,
    ]);
    const headerLines: Call["headerLines"] = [["x-docusign-signature-1", "another"], ...second];
    expect(verified(example.how, { ...call, headerLines })).toBe(true);
  });
});
