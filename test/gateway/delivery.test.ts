import { randomBytes } from "node:crypto";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Wire } from "../support/api.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { startReceiver, type ReceivedRequest, type Receiver } from "../support/receiver.ts";
import { attemptsOf, connect, settledEvent, submit, type Scene } from "./scene.ts";
import type { Sent } from "./send.ts";

let gateway: TestGateway;
let receiver: Receiver;

const MASK = "********";

beforeAll(async () => {
  receiver = await startReceiver();
  gateway = await startTestGateway();
});
beforeEach(() => {
  receiver.answer({});
  receiver.requests.length = 0;
});
afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
  await receiver[Symbol.asyncDispose]();
});

interface Delivered {
  connection: Wire["connection"];
  event: Wire["event"];
  attempt: Wire["attempt"];
  received: ReceivedRequest;
}

/** Sends one webhook through a new connection, and answers what became of it. */
async function deliver(sent: Sent, scene: Scene = {}, url = receiver.url): Promise<Delivered> {
  const connection = await connect(gateway.api, url, scene);
  const event = await settledEvent(gateway.api, await submit(connection.source, sent));
  const [attempt] = await attemptsOf(gateway.api, event.id);
  const [received] = receiver.requests;
  if (!attempt || !received) throw new Error(`nothing was delivered: ${JSON.stringify(event)}`);
  return { connection, event, attempt, received };
}

test("a delivery has the received bytes and headers, and the gateway's own headers", async () => {
  const body = randomBytes(5000);
  const headers: Sent["headers"] = [
    ["Content-Type", "application/octet-stream"],
    ["X-Provider", "one"],
    ["x-provider", "two"],
    ["Connection", "x-hop"],
    ["X-Hop", "drop me"],
    ["Proxy-Authorization", "drop me"],
    ["Webhook-Id", "the provider's"],
  ];
  const { connection, event, received } = await deliver({ body, headers }, { source: { name: "shöp 100%" } });
  expect(received.body.equals(body)).toBe(true);
  expect(received.method).toBe("POST");
  const expected: Record<string, string | null> = {
    host: new URL(receiver.url).host,
    "content-type": "application/octet-stream",
    "content-length": "5000",
    "x-provider": "one, two",
    "x-hop": null,
    "proxy-authorization": null,
    "webhook-id": event.id,
    "idempotency-key": event.id,
    "x-fasthook-event-id": event.id,
    "x-fasthook-request-id": event.request_id,
    "x-fasthook-attempt": "1",
    "x-fasthook-trigger": "initial",
    "x-fasthook-source": "sh%C3%B6p%20100%25",
  };
  const seen = Object.fromEntries(Object.keys(expected).map((name) => [name, received.header(name)]));
  expect(seen).toEqual(expected);
  const age = Date.now() / 1000 - Number(received.header("webhook-timestamp"));
  expect(age).toBeGreaterThanOrEqual(0);
  expect(age).toBeLessThan(60);
  expect(connection.destination.signing.secret).toMatch(/^whsec_/);
});

test("a delivery's signature verifies with standardwebhooks, and not for other bytes", async () => {
  const { connection, received } = await deliver({ body: '{"paid":true}' });
  const webhook = new Webhook(connection.destination.signing.secret);
  const headers = Object.fromEntries(received.headerLines);
  expect(webhook.verify(received.body, headers)).toEqual({ paid: true });
  expect(() => webhook.verify('{"paid":false}', headers)).toThrow(/signature/i);
});

test("an attempt is recorded with what was sent and what was answered", async () => {
  receiver.answer({
    status: 201,
    headers: { "x-answer": ["a", "b"], "content-type": "text/plain" },
    body: "thanks",
  });
  const { connection, event, attempt } = await deliver({ body: "{}", suffix: "/a?b=c" });
  expect(attempt).toMatchObject({
    event_id: event.id,
    destination_id: connection.destination_id,
    attempt_number: 1,
    trigger: "initial",
    actor: null,
    status: "delivered",
    method: "POST",
    url: `${receiver.url}/a?b=c`,
    response_status: 201,
    response_headers: { "x-answer": ["a", "b"], "content-type": "text/plain" },
    response_body: "thanks",
    response_body_truncated: false,
    error_code: null,
    error_message: null,
    remote_address: "127.0.0.1",
    bulk_operation_id: null,
  });
  expect(attempt.request_headers).toMatchObject({ "webhook-id": event.id, "x-fasthook-trigger": "initial" });
  expect(event).toMatchObject({
    status: "delivered",
    attempts_count: 1,
    response_status: 201,
    error_code: null,
    last_attempt_at: attempt.requested_at,
    next_attempt_at: null,
    replay_number: 0,
    retried_from: null,
  });
  expect(Date.parse(event.delivered_at!)).toBeGreaterThanOrEqual(Date.parse(attempt.requested_at));
});

test("an answer of more than 64 KiB is kept to there, flagged as cut, and delivered", async () => {
  receiver.answer({ body: "x".repeat(70_000) });
  const { event, attempt } = await deliver({});
  expect(event.status).toBe("delivered");
  expect(attempt).toMatchObject({ response_body: "x".repeat(65_536), response_body_truncated: true });
});

const FORWARDING: [destination: object, url: string, suffix: string, target: string][] = [
  [{}, "", "", "/"],
  [{}, "/hook", "/a%2Fb/c//?x=%20&y=+", "/hook/a%2Fb/c//?x=%20&y=+"],
  [{}, "/hook/", "/a", "/hook/a"],
  [{}, "/hook?key=1", "/a?x=1", "/hook/a?key=1&x=1"],
  [{ path_forwarding: false }, "/hook", "/a?x=1", "/hook?x=1"],
  [{ query_forwarding: false }, "/hook?key=1", "/a?x=1", "/hook/a?key=1"],
  [{ path_forwarding: false, query_forwarding: false }, "/hook", "/a?x=1", "/hook"],
];
test.each(FORWARDING)(
  "a destination with %j at %j called for %j gets %j",
  async (destination, url, suffix, target) => {
    const { received } = await deliver({ suffix }, { destination }, receiver.url + url);
    expect(received.target).toBe(target);
  },
);

test.each(["GET", "PUT", "PATCH", "DELETE"])("%s is forwarded as received, body and all", async (method) => {
  const source = { allowed_http_methods: [method] };
  const { received, attempt } = await deliver({ method, body: "payload" }, { source });
  expect([received.method, received.body.toString(), attempt.method]).toEqual([method, "payload", method]);
});

test("a destination's own method overrides the one received", async () => {
  const { received } = await deliver({ body: "x" }, { destination: { http_method: "PUT" } });
  expect([received.method, received.body.toString()]).toEqual(["PUT", "x"]);
});

test("a destination's own headers override those received, but not the gateway's", async () => {
  const headers = { "X-Own": "configured", "content-type": "text/x", "webhook-id": "forged" };
  const sent: Sent = {
    headers: [
      ["x-own", "received"],
      ["content-type", "text/y"],
    ],
    body: "x",
  };
  const { received, event } = await deliver(sent, { destination: { headers } });
  expect(received.header("x-own")).toBe("configured");
  expect(received.header("content-type")).toBe("text/x");
  expect(received.header("webhook-id")).toBe(event.id);
});

const AUTH: [auth: object, header: string, value: string][] = [
  [{ type: "bearer", token: "top-secret" }, "authorization", "Bearer top-secret"],
  [
    { type: "basic", username: "jürgen", password: "top-secret" },
    "authorization",
    `Basic ${Buffer.from("jürgen:top-secret").toString("base64")}`,
  ],
  [{ type: "api_key", header: "X-Key", value: "top-secret" }, "x-key", "top-secret"],
  [
    { type: "custom_headers", headers: { "X-One": "top-secret", "X-Two": "top-secret two" } },
    "x-two",
    "top-secret two",
  ],
];
test.each(AUTH)("the auth %j is sent, and masked in the attempt's record", async (auth, header, value) => {
  const sent: Sent = { headers: [["authorization", "the provider's"]] };
  const { received, attempt } = await deliver(sent, { destination: { auth } });
  expect(received.header(header)).toBe(value);
  expect(attempt.request_headers).toMatchObject({ [header]: MASK, authorization: MASK });
  expect(JSON.stringify(attempt)).not.toMatch(/top-secret|the provider's/);
});

test("an API key in the query is sent behind the rest, and masked in the attempt's URL", async () => {
  const auth = { type: "api_key", query: "key", value: "top-secret&secret" };
  const { received, attempt } = await deliver({ suffix: "?x=1" }, { destination: { auth } });
  expect(received.target).toBe("/?x=1&key=top-secret%26secret");
  expect(attempt.url).toBe(`${receiver.url}/?x=1&key=${MASK}`);
});

test("client credentials are exchanged for a token, which is sent and used again", async () => {
  await using issuer = await startReceiver({
    answer: {
      headers: { "content-type": "application/json" },
      body: '{"access_token":"granted","token_type":"Bearer","expires_in":3600}',
    },
  });
  const auth = {
    type: "oauth2_client_credentials",
    token_url: `${issuer.url}/token`,
    client_id: "me",
    client_secret: "top-secret",
    scope: "hooks",
  };
  const { connection, received, attempt } = await deliver({}, { destination: { auth } });
  expect(received.header("authorization")).toBe("Bearer granted");
  expect(attempt.request_headers.authorization).toBe(MASK);
  await settledEvent(gateway.api, await submit(connection.source));
  expect(receiver.requests.map((it) => it.header("authorization"))).toEqual([
    "Bearer granted",
    "Bearer granted",
  ]);
  expect(issuer.requests).toHaveLength(1);
  expect(new URLSearchParams(issuer.requests[0]?.body.toString()).get("grant_type")).toBe(
    "client_credentials",
  );
});

test("a masked credential sent back with another change goes on working", async () => {
  const auth = { type: "custom_headers", headers: { "x-one": "first", "x-two": "second" } };
  const { connection } = await deliver({}, { destination: { auth } });
  const path = `/destinations/${connection.destination_id}`;
  const read = await gateway.api.ok<Wire["destination"]>("GET", path);
  const headers = { "x-one": MASK, "x-two": "replaced" };
  await gateway.api.ok("PATCH", path, { auth: { ...read.auth, headers }, signing: read.signing });
  receiver.requests.length = 0;
  await settledEvent(gateway.api, await submit(connection.source, { body: "{}" }));
  const [received] = receiver.requests;
  expect([received?.header("x-one"), received?.header("x-two")]).toEqual(["first", "replaced"]);
  const webhook = new Webhook(connection.destination.signing.secret);
  expect(webhook.verify(received!.body, Object.fromEntries(received!.headerLines))).toEqual({});
});

test("a destination's secrets lie encrypted in the database, and nowhere else in it", async () => {
  const auth = { type: "bearer", token: "never-in-clear" };
  const { connection } = await deliver({}, { destination: { auth } });
  const { secret } = connection.destination.signing;
  for (const { name } of await gateway.database.listCollections().toArray()) {
    const documents = JSON.stringify(await gateway.database.collection(name).find().toArray());
    expect(documents).not.toContain("never-in-clear");
    expect(documents).not.toContain(secret.slice("whsec_".length));
    expect(documents).not.toContain(gateway.settings.team.apiKey);
  }
});

test("deliveries one after another use one connection again", async () => {
  await using fresh = await startReceiver();
  const connection = await connect(gateway.api, fresh.url);
  for (let i = 0; i < 5; i++) await settledEvent(gateway.api, await submit(connection.source));
  expect(fresh.requests).toHaveLength(5);
  expect(fresh.connections()).toBe(1);
});
