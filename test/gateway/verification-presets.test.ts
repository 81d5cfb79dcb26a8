import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { signSample } from "../../src/verification/verification.ts";
import type { Problem, Wire } from "../support/api.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { EACH, EXAMPLES, penOf, unsigned, type Example } from "../verification/examples.ts";
import { send, type Answered, type Sent } from "./send.ts";

let gateway: TestGateway;

beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(async () => gateway[Symbol.asyncDispose]());

const SUFFIX = "/extra/path?a=1&b=%20x";
const MINUTES = 60_000;
const STALE_AFTER_MINUTES = [
  "stripe",
  "slack",
  "zoom",
  "hubspot",
  "paddle",
  "standard_webhooks",
  "svix",
  "linear",
];

const verifying = (verification: object) =>
  gateway.api.ok<Wire["source"]>("POST", "/sources", { name: randomUUID(), verification });

/** A call to a source as its provider signs it, over the source's URL with more behind it. */
function signed(source: Wire["source"], example: Example, at = new Date()): Sent {
  const call = signSample(example.how, unsigned(example, source.url + SUFFIX), penOf(example, at));
  return {
    suffix: call.url.slice(source.url.length),
    headers: call.headerLines,
    body: Buffer.from(call.bytes),
  };
}

const stored = (answer: Answered) =>
  gateway.api.ok<Wire["request"]>("GET", `/requests/${String(answer.headers["x-request-id"])}`);

async function refusal(source: Wire["source"], sent: Sent): Promise<string> {
  const answer = await send(source.url, sent);
  expect(answer.status).toBe(401);
  const request = await stored(answer);
  expect(request).toMatchObject({ rejection_cause: "VERIFICATION_FAILED", verified: false });
  return request.rejection_detail ?? "";
}

describe.each(EACH)("%s", (name, example) => {
  test("takes what the provider signed, and stores it as verified", async () => {
    const source = await verifying(example.how);
    const answer = await send(source.url, signed(source, example));
    expect(answer.status).toBe(200);
    expect(await stored(answer)).toMatchObject({
      verified: true,
      rejection_detail: null,
      path: "/extra/path",
    });
  });

  test("refuses another secret, another body, no proof and an old one, each with its detail", async () => {
    const source = await verifying(example.how);
    const right = signed(source, example);
    const another = await verifying(example.other);
    expect(await refusal(another, signed(another, example))).toMatch(
      /is of another|not what the source expects/,
    );
    expect(await refusal(source, { ...right, headers: [], body: "{}" })).toMatch(/missing|has no|are there/);
    if (example.covered === undefined) {
      expect(await refusal(source, { ...right, body: `${String(right.body)} ` })).toMatch(
        /another body|that of the body/,
      );
    }
    if (STALE_AFTER_MINUTES.includes(name)) {
      const at = new Date(Date.now() - 10 * MINUTES);
      expect(await refusal(source, signed(source, example, at))).toMatch(/the timestamp is 6\d\d s old/);
    }
  });

  test("shows its secrets masked, keeps them sealed, and takes a mask for what it had", async () => {
    const source = await verifying(example.how);
    const { type: _, ...fields } = example.how;
    const secrets = Object.entries(fields).filter(([field]) => /secret|password|verify_token/.test(field));
    for (const [field] of secrets) expect(source.verification).toHaveProperty(field, "********");
    const sources = gateway.database.collection<{ _id: string }>("sources");
    const document = JSON.stringify(await sources.findOne({ _id: source.id }));
    for (const [, value] of secrets) expect(document).not.toContain(value);

    const { verification } = source;
    await gateway.api.ok("PATCH", `/sources/${source.id}`, { verification, description: "changed" });
    expect((await send(source.url, signed(source, example))).status).toBe(200);
  });
});

test.each([
  ["sendgrid", { public_key: "MFkw" }, "public_key"],
  ["discord", { public_key: "abc" }, "public_key"],
  ["adyen", { secret: "not hex" }, "secret"],
  ["svix", { secret: "whsec_" }, "secret"],
  ["svix", { secret: `whsec_${Buffer.alloc(15).toString("base64")}` }, "secret"],
  ["standard_webhooks", { secret: "plain" }, "secret"],
  ["paypal", { webhook_id: "1", certificate: "no PEM" }, "certificate"],
  ["meta", { secret: "s" }, "verify_token"],
  ["postmark", { username: "u" }, "password"],
  ["stripe", { secret: "" }, "secret"],
  ["stripe", { secret: "s", tolerance: 1 }, "tolerance"],
])("%s with %j is 422, and names the field", async (type, fields, field) => {
  const body = { name: randomUUID(), verification: { type, ...fields } };
  const answer = await gateway.api.call<Problem>("POST", "/sources", body);
  expect(answer.status).toBe(422);
  expect(answer.body.errors?.map((it) => it.path)).toContain(`verification.${field}`);
});

test("a rotated secret is taken as long as it is given as the previous one", async () => {
  const { how, other } = EXAMPLES.stripe;
  const source = await verifying({ ...other, previous_secret: how.secret });
  expect(source.verification).toMatchObject({ secret: "********", previous_secret: "********" });
  const sent = signed(source, EXAMPLES.stripe);
  expect((await send(source.url, sent)).status).toBe(200);
  await gateway.api.ok("PATCH", `/sources/${source.id}`, { verification: other });
  expect((await send(source.url, sent)).status).toBe(401);
});
