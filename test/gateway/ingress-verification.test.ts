import { createHmac, randomBytes } from "node:crypto";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Problem, Wire } from "../support/api.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { send, type Sent } from "./send.ts";

let gateway: TestGateway;
let names = 0;

const SECRET = "a secret with ümlauts";
const MASK = "********";
const BODY = Buffer.from('{"amount":100,"note":"\u00fc"}');

beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(async () => gateway[Symbol.asyncDispose]());

const verifying = (verification: object) =>
  gateway.api.ok<Wire["source"]>("POST", "/sources", { name: `verifying ${++names}`, verification });
const change = (source: Wire["source"], verification: object) =>
  gateway.api.ok<Wire["source"]>("PATCH", `/sources/${source.id}`, { verification });
const statusOf = async (source: Wire["source"], sent: Sent) => (await send(source.url, sent)).status;
const withHeader = (name: string, value: string, body = BODY): Sent => ({ headers: [[name, value]], body });

const ALGORITHMS = ["sha1", "sha256", "sha384", "sha512"] as const;
const ENCODINGS = ["hex", "base64", "base64url"] as const;
const hmacCases = ALGORITHMS.flatMap((algorithm) => ENCODINGS.map((encoding) => ({ algorithm, encoding })));

test.each(hmacCases)(
  "hmac $algorithm in $encoding: the right signature passes, others don't",
  async (how) => {
    const { algorithm, encoding } = how;
    const source = await verifying({
      type: "hmac",
      ...how,
      header: "X-Signature",
      prefix: "v=",
      secret: SECRET,
    });
    const sign = (secret: string, body: Buffer) =>
      `v=${createHmac(algorithm, secret).update(body).digest(encoding)}`;
    const right = sign(SECRET, BODY);
    const answer = await send(source.url, withHeader("x-signature", right));
    expect(answer.status).toBe(200);
    const { request_id } = answer.json<{ request_id: string }>();
    expect(await gateway.api.ok("GET", `/requests/${request_id}`)).toMatchObject({ verified: true });

    const wrong: Sent[] = [
      { body: BODY },
      withHeader("x-signature", ""),
      withHeader("x-signature", "v="),
      withHeader("x-signature", right.slice(2)),
      withHeader("x-signature", right.slice(0, -1)),
      withHeader("x-signature", sign("another secret", BODY)),
      withHeader("x-signature", right, Buffer.concat([BODY, Buffer.from(" ")])),
      withHeader("x-signatures", right),
    ];
    for (const sent of wrong) expect(await statusOf(source, sent)).toBe(401);
  },
);

test("hmac with nothing but header and secret is sha256 in hex, in either case, over the raw bytes", async () => {
  const source = await verifying({ type: "hmac", header: "x-sig", secret: SECRET });
  const body = randomBytes(1000);
  const hex = createHmac("sha256", SECRET).update(body).digest("hex");
  expect(await statusOf(source, withHeader("x-sig", hex, body))).toBe(200);
  expect(await statusOf(source, withHeader("x-sig", hex.toUpperCase(), body))).toBe(200);
  expect(await statusOf(source, withHeader("x-sig", hex, Buffer.from(body.toString("latin1"))))).toBe(401);
});

test("basic auth takes the right user and password alone", async () => {
  const source = await verifying({ type: "basic_auth", username: "jürgen", password: "a:b" });
  const basic = (text: string) => `Basic ${Buffer.from(text).toString("base64")}`;
  const status = (value: string) => statusOf(source, withHeader("authorization", value));
  expect(await status(basic("jürgen:a:b"))).toBe(200);
  expect(await status(basic("jürgen:a:b").replace("Basic", "bAsIc"))).toBe(200);
  for (const wrong of [basic("jürgen:a:c"), basic("other:a:b"), basic("jürgen"), "Basic", "Bearer x", ""]) {
    expect(await status(wrong)).toBe(401);
  }
});

test("an API key in a header passes in that header alone", async () => {
  const source = await verifying({ type: "api_key", header: "X-Api-Key", value: "open sesame" });
  expect(await statusOf(source, withHeader("x-api-key", "open sesame"))).toBe(200);
  for (const sent of [
    {},
    withHeader("x-api-key", "open"),
    withHeader("authorization", "open sesame"),
    { suffix: "?X-Api-Key=open%20sesame" },
  ]) {
    expect(await statusOf(source, sent)).toBe(401);
  }
});

test("an API key in the query passes there alone, percent-encoded or with plus", async () => {
  const source = await verifying({ type: "api_key", query: "token", value: "a b&c" });
  for (const suffix of ["?token=a%20b%26c", "?x=1&token=a+b%26c", "/path?token=a+b%26c"]) {
    expect(await statusOf(source, { suffix })).toBe(200);
  }
  for (const suffix of ["", "?token=", "?token=a", "?Token=a+b%26c", "/token=a+b%26c"]) {
    expect(await statusOf(source, { suffix })).toBe(401);
  }
});

const signed = (secret: string, at: Date, { body = BODY.toString(), id = "msg_1" } = {}): Sent => ({
  body,
  headers: [
    ["webhook-id", id],
    ["webhook-timestamp", String(Math.floor(at.getTime() / 1000))],
    ["webhook-signature", new Webhook(secret).sign(id, at, body)],
  ],
});
const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);
const webhookSecret = () => `whsec_${randomBytes(24).toString("base64")}`;

test("standard_webhooks: what the standardwebhooks package signs passes, with the prefix and without", async () => {
  const secret = webhookSecret();
  const source = await verifying({ type: "standard_webhooks", secret });
  const bare = await verifying({ type: "standard_webhooks", secret: secret.slice("whsec_".length) });
  for (const at of [minutesAgo(0), minutesAgo(4.5), minutesAgo(-4.5)]) {
    expect(await statusOf(source, signed(secret, at))).toBe(200);
    expect(await statusOf(bare, signed(secret, at))).toBe(200);
  }
});

test("standard_webhooks: one of several signatures is enough", async () => {
  const secret = webhookSecret();
  const source = await verifying({ type: "standard_webhooks", secret });
  const signatureOf = ({ headers }: Sent) => headers?.find(([name]) => name === "webhook-signature")?.[1];
  const now = new Date();
  const sent = signed(secret, now);
  const both = `v1a,nonsense ${signatureOf(signed(webhookSecret(), now))} ${signatureOf(sent)}`;
  const headers = sent.headers?.map(([name, value]): [string, string] =>
    name === "webhook-signature" ? [name, both] : [name, value],
  );
  expect(await statusOf(source, { ...sent, headers })).toBe(200);
});

test("standard_webhooks: stale, future, altered, incomplete or wrongly signed requests are refused", async () => {
  const secret = webhookSecret();
  const source = await verifying({ type: "standard_webhooks", secret });
  const good = signed(secret, new Date());
  const without = (name: string) => good.headers!.filter(([it]) => it !== name);
  const replaced = (name: string, value: string) => [...without(name), [name, value]] as Sent["headers"];
  const wrong: Sent[] = [
    signed(secret, minutesAgo(6)),
    signed(secret, minutesAgo(-6)),
    signed(webhookSecret(), new Date()),
    { ...good, body: `${BODY.toString()} ` },
    { ...good, headers: without("webhook-id") },
    { ...good, headers: without("webhook-timestamp") },
    { ...good, headers: without("webhook-signature") },
    { ...good, headers: replaced("webhook-id", "msg_2") },
    { ...good, headers: replaced("webhook-timestamp", String(Math.floor(Date.now() / 1000) - 1)) },
    { ...good, headers: replaced("webhook-timestamp", "yesterday") },
  ];
  for (const sent of wrong) expect(await statusOf(source, sent)).toBe(401);
});

test.each(["whsec_", "not base64!", "whsec_ä"])(
  "standard_webhooks with the secret %j, which makes no key, is 422",
  async (secret) => {
    const { status, body } = await gateway.api.call<Problem>("POST", "/sources", {
      name: "keyless",
      verification: { type: "standard_webhooks", secret },
    });
    expect([status, body.errors?.map((it) => it.path)]).toEqual([422, ["verification.secret"]]);
  },
);

test("a change of the verification takes effect with the API's answer", async () => {
  const source = await verifying({ type: "none" });
  for (let round = 0; round < 5; round++) {
    const value = `key ${round}`;
    await change(source, { type: "api_key", header: "x-key", value });
    expect(await statusOf(source, {})).toBe(401);
    expect(await statusOf(source, withHeader("x-key", value))).toBe(200);
    await change(source, { type: "none" });
    expect(await statusOf(source, {})).toBe(200);
  }
});

test("a masked secret sent back with other changes keeps the secret, in patch and upsert", async () => {
  const source = await verifying({ type: "hmac", header: "x-old", secret: SECRET });
  expect(source.verification).toMatchObject({ secret: MASK });
  const signature = createHmac("sha256", SECRET).update(BODY).digest("hex");

  const read = await gateway.api.ok<Wire["source"]>("GET", `/sources/${source.id}`);
  await change(source, { ...read.verification, header: "x-new" });
  expect(await statusOf(source, withHeader("x-new", signature))).toBe(200);
  expect(await statusOf(source, withHeader("x-old", signature))).toBe(401);

  const { name, verification } = await gateway.api.ok<Wire["source"]>("GET", `/sources/${source.id}`);
  await gateway.api.ok("PUT", "/sources", { name, verification });
  expect(await statusOf(source, withHeader("x-new", signature))).toBe(200);
  expect(
    await statusOf(source, withHeader("x-new", createHmac("sha256", MASK).update(BODY).digest("hex"))),
  ).toBe(401);
});

const PLAIN = Buffer.from("plain text of a secret").toString("base64");
const KINDS = [
  { type: "hmac", header: "x-s", secret: PLAIN },
  { type: "basic_auth", username: "u", password: PLAIN },
  { type: "api_key", header: "x-key", value: PLAIN },
  { type: "standard_webhooks", secret: PLAIN },
];
test.each(KINDS)(
  "the secret of $type is masked on every read, and lies encrypted in the database",
  async (kind) => {
    const made = await verifying(kind);
    const twin = await verifying(kind);
    const answers = [
      made,
      await gateway.api.ok("GET", `/sources/${made.id}`),
      await gateway.api.ok("GET", "/sources"),
      await gateway.api.ok("PUT", `/sources/${made.id}/disable`),
    ];
    for (const answer of answers) expect(JSON.stringify(answer)).not.toContain(PLAIN);
    expect(Object.values(made.verification)).toContain(MASK);

    const sources = gateway.database.collection<{ _id: string; verification: object }>("sources");
    const stored = await sources.find({ _id: { $in: [made.id, twin.id] } }).toArray();
    const [ours, theirs] = stored.map((it) => JSON.stringify(it.verification));
    expect(ours).toMatch(/"sealed:[0-9a-f]{8}:/);
    expect(ours).not.toContain(PLAIN);
    expect(ours).not.toBe(theirs);
  },
);
