import { afterAll, beforeAll, expect, test } from "vitest";
import type { List, Wire } from "../support/api.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { startReceiver, type Receiver } from "../support/receiver.ts";
import { connect, routed, settledEvent, submit } from "./scene.ts";
import { send, type Sent } from "./send.ts";

type Request = Wire["request"];
let gateway: TestGateway;
let receiver: Receiver;

const MAX_BODY = 1000;
const OVER = Buffer.alloc(MAX_BODY + 1, "x");

beforeAll(async () => {
  receiver = await startReceiver();
  gateway = await startTestGateway({ maxBodyBytes: MAX_BODY });
});
afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
  await receiver[Symbol.asyncDispose]();
});

const connected = async (source: object) => (await connect(gateway.api, receiver.url, { source })).source;

/** Sends a call that is refused, and answers both sides: what the provider and what the operator sees. */
async function refused(source: Wire["source"], sent: Sent) {
  const answer = await send(source.url, sent);
  const id = String(answer.headers["x-request-id"]);
  const stored = await gateway.api.ok<Request>("GET", `/requests/${id}?include=data`);
  expect(stored).toMatchObject({
    id,
    status: "rejected",
    source_id: source.id,
    events_count: 0,
    routing: [],
  });
  return { answer, stored };
}

test("a disabled source: 403, stored with its cause and its bytes", async () => {
  const source = await connected({ enabled: false });
  const { answer, stored } = await refused(source, { body: "x", headers: [["x-a", "1"]], suffix: "/p?q=1" });
  expect([answer.status, answer.json()]).toMatchObject([
    403,
    { code: "SOURCE_DISABLED", request_id: stored.id, status: 403 },
  ]);
  expect(answer.headers["content-type"]).toBe("application/problem+json");
  expect(stored).toMatchObject({
    rejection_cause: "SOURCE_DISABLED",
    path: "/p",
    query: "q=1",
    body_size: 1,
    headers: { "x-a": "1" },
  });
});

test("a source that is disabled refuses from the API's answer on, and takes requests once enabled", async () => {
  const source = await connected({});
  for (let round = 0; round < 5; round++) {
    expect((await send(source.url)).status).toBe(200);
    await gateway.api.ok("PUT", `/sources/${source.id}/disable`);
    expect((await send(source.url)).status).toBe(403);
    await gateway.api.ok("PUT", `/sources/${source.id}/enable`);
  }
});

test("a method that is not allowed: 405 with Allow, stored with its cause", async () => {
  const source = await connected({ allowed_http_methods: ["POST", "PUT"] });
  const { answer, stored } = await refused(source, { method: "DELETE", body: "x" });
  expect([answer.status, answer.headers.allow]).toEqual([405, "POST, PUT"]);
  expect(answer.json()).toMatchObject({ code: "METHOD_NOT_ALLOWED" });
  expect(stored).toMatchObject({ rejection_cause: "METHOD_NOT_ALLOWED", method: "DELETE" });
});

test.each([
  [false, OVER.length],
  [true, OVER.length],
])(
  "a body over the limit, chunked: %j, is 413 and stored with headers and size only",
  async (chunked, size) => {
    const source = await connected({});
    const headers: [string, string][] = [["x-kept", "yes"]];
    const { answer, stored } = await refused(source, { body: OVER, chunked, headers });
    expect([answer.status, answer.json()]).toMatchObject([413, { code: "PAYLOAD_TOO_LARGE" }]);
    expect(stored).toMatchObject({
      rejection_cause: "PAYLOAD_TOO_LARGE",
      headers: { "x-kept": "yes" },
      body_size: size,
      data: { body: null },
    });
    const document = await gateway.database.collection("requests").findOne({ _id: stored.id as never });
    expect(document?.body).toBeNull();
  },
);

test("a body as long as the limit is accepted", async () => {
  const source = await connected({});
  for (const chunked of [true, false]) {
    const id = await submit(source, { body: OVER.subarray(1), chunked });
    expect(await routed(gateway.api, id)).toMatchObject({ status: "accepted", body_size: MAX_BODY });
  }
});

test("a failed verification: 401, stored with its cause and not verified", async () => {
  const verification = { type: "basic_auth", username: "u", password: "p" };
  const source = await connected({ verification });
  const { answer, stored } = await refused(source, { body: "x" });
  expect([answer.status, answer.json()]).toMatchObject([401, { code: "VERIFICATION_FAILED" }]);
  expect(answer.headers["www-authenticate"]).toMatch(/^Basic /);
  expect(stored).toMatchObject({ rejection_cause: "VERIFICATION_FAILED", verified: false, body_size: 1 });
});

test("refusals come in the documented order: disabled, method, size, verification", async () => {
  const verification = { type: "api_key", header: "x-key", value: "right" };
  const source = await connected({ enabled: false, allowed_http_methods: ["POST"], verification });
  const worst: Sent = { method: "PUT", body: OVER };
  const cause = async (sent: Sent) => (await refused(source, sent)).stored.rejection_cause;
  expect(await cause(worst)).toBe("SOURCE_DISABLED");
  await gateway.api.ok("PUT", `/sources/${source.id}/enable`);
  expect(await cause(worst)).toBe("METHOD_NOT_ALLOWED");
  expect(await cause({ body: OVER })).toBe("PAYLOAD_TOO_LARGE");
  expect(await cause({ body: "x" })).toBe("VERIFICATION_FAILED");
  await submit(source, { body: "x", headers: [["x-key", "right"]] });
});

test("a source without a connection: answered like an accepted request, kept whole as NO_CONNECTION", async () => {
  const source = await gateway.api.ok<Wire["source"]>("POST", "/sources", { name: "lonely" });
  const answer = await send(source.url, { body: '{"a":1}', suffix: "/p?q=1" });
  const { request_id } = answer.json<{ request_id: string }>();
  expect([answer.status, answer.json()]).toEqual([200, { ok: true, request_id }]);
  await routed(gateway.api, request_id);
  const stored = await gateway.api.ok<Request>("GET", `/requests/${request_id}?include=data`);
  expect(stored).toMatchObject({
    status: "rejected",
    rejection_cause: "NO_CONNECTION",
    events_count: 0,
    data: { body: { a: 1 }, path: "/p", query: "q=1" },
  });
});

test("a custom response is not given to a refused request, but to one without a connection", async () => {
  const custom_response = { status: 299, body: "custom" };
  const source = await gateway.api.ok<Wire["source"]>("POST", "/sources", { name: "own", custom_response });
  expect((await send(source.url)).status).toBe(299);
  await gateway.api.ok("PUT", `/sources/${source.id}/disable`);
  expect((await send(source.url)).status).toBe(403);
});

test("rejected requests are listed by status and by cause, and make no event", async () => {
  const source = await connected({ allowed_http_methods: ["POST"] });
  const { stored } = await refused(source, { method: "PUT" });
  const kept = await submit(source);
  await settledEvent(gateway.api, kept);
  const ids = async (query: string) => {
    const path = `/requests?source_id=${source.id}&${query}`;
    return (await gateway.api.ok<List<Request>>("GET", path)).models.map((it) => it.id);
  };
  expect(await ids("status=rejected")).toEqual([stored.id]);
  expect(await ids("status=Accepted")).toEqual([kept]);
  expect(await ids("status=accepted,REJECTED")).toEqual([kept, stored.id]);
  expect(await ids("cause=method_not_allowed")).toEqual([stored.id]);
  expect(await ids("cause=SOURCE_DISABLED,NO_CONNECTION")).toEqual([]);
  expect(receiver.requests.filter((it) => it.header("x-fasthook-request-id") === stored.id)).toEqual([]);
});
