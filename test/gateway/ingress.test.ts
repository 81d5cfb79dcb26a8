import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { connect as connectSocket } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { List, Wire } from "../support/api.ts";
import { eventually } from "../support/eventually.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { startReceiver, type Receiver } from "../support/receiver.ts";
import { connect, settledEvent, submit } from "./scene.ts";
import { send } from "./send.ts";

type Request = Wire["request"];
let gateway: TestGateway;
let receiver: Receiver;
let source: Wire["source"];

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

beforeAll(async () => {
  receiver = await startReceiver();
  gateway = await startTestGateway();
  const made = await connect(gateway.api, receiver.url, { source: { allowed_http_methods: METHODS } });
  source = made.source;
});
afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
  await receiver[Symbol.asyncDispose]();
});

const read = (id: string) => gateway.api.ok<Request>("GET", `/requests/${id}`);
const rawBody = async (id: string) => {
  const { apiKey } = gateway.settings.team;
  const answer = await fetch(`${gateway.url}/v1/requests/${id}/raw_body`, {
    headers: { authorization: `Bearer ${apiKey}` },
  });
  return Buffer.from(await answer.arrayBuffer());
};
const countRequests = () => gateway.database.collection("requests").countDocuments();

test.each(METHODS)("%s is accepted where the source allows it, and stored as such", async (method) => {
  const answer = await send(source.url, { method });
  const id = String(answer.headers["x-request-id"]);
  expect(answer.status).toBe(200);
  if (method !== "HEAD") expect(answer.json()).toEqual({ ok: true, request_id: id });
  expect(await read(id)).toMatchObject({ id, method, status: "accepted", rejection_cause: null });
});

const BODIES: [what: string, body: Buffer][] = [
  ["nothing", Buffer.alloc(0)],
  ["every byte value", Buffer.from(Array.from({ length: 256 }, (_, i) => i))],
  ["1 MiB of random bytes", randomBytes(1024 * 1024)],
  ["invalid UTF-8", Buffer.from([0xc3, 0x28, 0xff, 0xfe, 0x00])],
  ["JSON with odd spacing and a byte order mark", Buffer.from('\ufeff{ "a" :1.0,\r\n"a":1e2 }\n')],
  ["JSON that breaks off", Buffer.from('{"type":"checkout')],
];
for (const [what, body] of BODIES) {
  test.each([false, true])(
    `a body of ${what}, chunked: %j, is kept and delivered byte for byte`,
    async (chunked) => {
      const headers: [string, string][] = [["content-type", "application/json"]];
      const id = await submit(source, { body, chunked, headers });
      expect(await read(id)).toMatchObject({ body_size: body.length, content_type: "application/json" });
      expect((await rawBody(id)).equals(body)).toBe(true);
      const event = await settledEvent(gateway.api, id);
      const delivered = receiver.requests.find((it) => it.header("webhook-id") === event.id);
      expect(delivered?.body.equals(body)).toBe(true);
    },
  );
}

test("every header line is kept, a repeated one as a list, values as sent", async () => {
  const headers: [string, string][] = [
    ["X-Once", "  spaced  "],
    ["X-Twice", "one, two"],
    ["x-between", "1"],
    ["x-TWICE", "three"],
    ["Cookie", "a=1"],
    ["cookie", "b=2"],
    ["content-type", "text/plain"],
    ["X-Empty", ""],
    ["x-latin", "caf\u00e9"],
  ];
  const id = await submit(source, { headers, body: "x" });
  const stored = await read(id);
  expect(stored.headers).toMatchObject({
    host: new URL(gateway.url).host,
    "content-length": "1",
    "x-once": "spaced",
    "x-twice": ["one, two", "three"],
    cookie: ["a=1", "b=2"],
    "x-empty": "",
    "x-latin": "caf\u00e9",
  });
});

test.each([
  ["", "", ""],
  ["/", "/", ""],
  ["?", "", ""],
  ["/a/b?x=1&x=2&y", "/a/b", "x=1&x=2&y"],
  ["?a=b?c", "", "a=b?c"],
  ["/%2e%2E/%2f/%zz/%00?q=%20+%ff", "/%2e%2E/%2f/%zz/%00", "q=%20+%ff"],
  ["/../../v1/sources", "/../../v1/sources", ""],
  ["/./a/.//b//", "/./a/.//b//", ""],
  ["//double//slash?//", "//double//slash", "//"],
  ["/;v=1,2'(x)!*|\\^[{}]\"<>`", "/;v=1,2'(x)!*|\\^[{}]\"<>`", ""],
])("the suffix %j is kept as received: path %j, query %j", async (suffix, path, query) => {
  const id = await submit(source, { suffix });
  expect(await read(id)).toMatchObject({ path, query, source_id: source.id });
});

test("a request says when and from where it came", async () => {
  const before = Date.now();
  const id = await submit(source, { body: "hello" });
  const stored = await read(id);
  expect(Date.parse(stored.received_at)).toBeGreaterThanOrEqual(before);
  expect(Date.parse(stored.received_at)).toBeLessThanOrEqual(Date.now());
  expect(stored).toMatchObject({ client_ip: expect.stringContaining("127.0.0.1") as string, verified: null });
});

test.each([
  [{ status: 202, content_type: "application/json", body: '{"challenge":"ok"}' }],
  [{ status: 302, content_type: "text/html", body: "<p>elsewhere</p>" }],
  [{ status: 500, content_type: "text/plain", body: "stored all the same" }],
])("the custom response %j is answered, and the request stored", async (custom_response) => {
  const made = await gateway.api.ok<Wire["source"]>("PUT", "/sources", { name: "custom", custom_response });
  const answer = await send(made.url, { body: "x" });
  expect(answer.status).toBe(custom_response.status);
  expect(answer.body.toString()).toBe(custom_response.body);
  expect(answer.headers["content-type"]).toBe(custom_response.content_type);
  expect(await read(String(answer.headers["x-request-id"]))).toMatchObject({ body_size: 1 });
});

test("a custom response taken away: the next request gets the usual answer", async () => {
  const made = await gateway.api.ok<Wire["source"]>("PUT", "/sources", {
    name: "custom",
    custom_response: { body: "own" },
  });
  expect((await send(made.url)).body.toString()).toBe("own");
  await gateway.api.ok("PATCH", `/sources/${made.id}`, { custom_response: null });
  expect((await send(made.url)).json()).toMatchObject({ ok: true });
});

test.each(["", "/", "/unknown", "/unknown/path?x=1", "/%00"])(
  "/in%s is 404 and stores nothing",
  async (path) => {
    const before = await countRequests();
    const answer = await send(`${gateway.url}/in`, { suffix: path });
    expect(answer.status).toBe(404);
    expect(answer.json()).toMatchObject({ status: 404, code: "NOT_FOUND" });
    expect(await countRequests()).toBe(before);
  },
);

test.each([
  ["content-length: 100", "only a part"],
  ["transfer-encoding: chunked", "5\r\nhello\r\n"],
])("a client that breaks off in the middle of its body (%s) leaves nothing", async (framing, part) => {
  const before = await countRequests();
  const { hostname, port, pathname } = new URL(source.url);
  const socket = connectSocket(Number(port), hostname);
  await once(socket, "connect");
  socket.write(`POST ${pathname} HTTP/1.1\r\nhost: x\r\n${framing}\r\n\r\n${part}`);
  const gone = () => metric('outcome="client_gone"');
  const goneBefore = await gone();
  socket.end();
  await eventually("the gateway has noticed", async () => (await gone()) > goneBefore);
  socket.destroy();
  expect(await countRequests()).toBe(before);
});

test("a hundred simultaneous requests are each stored once and delivered once", async () => {
  const made = await connect(gateway.api, receiver.url);
  const bodies = Array.from({ length: 100 }, (_, i) => `burst ${i}`);
  const ids = await Promise.all(bodies.map((body) => submit(made.source, { body })));
  expect(new Set(ids).size).toBe(bodies.length);
  await eventually("all are delivered", async () => {
    const path = `/events?connection_id=${made.id}&status=delivered&limit=250`;
    return (await gateway.api.ok<List<Wire["event"]>>("GET", path)).count === bodies.length;
  });
  const texts = receiver.requests.map((it) => it.body.toString()).filter((it) => it.startsWith("burst "));
  expect(texts.sort()).toEqual(bodies.sort());
});

async function metric(label: string): Promise<number> {
  const text = await (await fetch(`${gateway.url}/metrics`)).text();
  const line = text.split("\n").find((it) => it.includes(label));
  return Number(line?.split(" ").at(-1) ?? 0);
}
