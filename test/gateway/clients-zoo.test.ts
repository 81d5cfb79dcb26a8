import { once } from "node:events";
import { connect as connectSocket, type Socket } from "node:net";
import { text } from "node:stream/consumers";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Wire } from "../support/api.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { startReceiver, type Receiver } from "../support/receiver.ts";
import { connect, routed, settledEvent, submit } from "./scene.ts";
import type { Sent } from "./send.ts";

const MIB = 1024 * 1024;
const DEEP = 10_000;
const JSON_TYPE: [string, string] = ["content-type", "application/json"];

let gateway: TestGateway;
let receiver: Receiver;
let source: Wire["source"];

beforeAll(async () => {
  receiver = await startReceiver();
  gateway = await startTestGateway({ maxBodyBytes: MIB });
  // Each body is read, for the filter and for the key.
  const rules = [
    { type: "filter", body: { never: { $exists: false } } },
    { type: "deduplicate", window: 1000, include_fields: ["body.id", "headers.x-number"] },
  ];
  ({ source } = await connect(gateway.api, receiver.url, { rules }));
});
afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
  await receiver[Symbol.asyncDispose]();
});

let number = 0;
/** A call that is no other's duplicate. */
const numbered = (sent: Sent): Sent => ({
  ...sent,
  headers: [["x-number", String(++number)], ...(sent.headers ?? [])],
});
const countRequests = () => gateway.database.collection("requests").countDocuments();

function dial(): Socket {
  const { hostname, port } = new URL(source.url);
  return connectSocket(Number(port), hostname).on("error", () => undefined);
}

/** The head of a call to the source, as far as it goes. */
const head = (...lines: string[]) =>
  [`POST ${new URL(source.url).pathname} HTTP/1.1`, "host: h", ...lines].join("\r\n");

/** Says these bytes, and answers all that comes back until the connection ends. */
async function say(bytes: string): Promise<string> {
  const socket = dial();
  socket.write(Buffer.from(bytes, "latin1"));
  return text(socket);
}

describe("taken as it is: a client that sends", () => {
  const deep = `${"[".repeat(DEEP)}{}${"]".repeat(DEEP)}`;
  const cases: [string, Sent][] = [
    ["invalid UTF-8 as JSON", { headers: [JSON_TYPE], body: Buffer.from([0x7b, 0xff, 0xfe, 0x7d]) }],
    ["JSON that breaks off", { headers: [JSON_TYPE], body: '{"a":[1,' }],
    ["JSON of 10,000 levels", { headers: [JSON_TYPE], body: deep }],
    [
      "objects of 10,000 levels",
      { headers: [JSON_TYPE], body: '{"id":'.repeat(DEEP) + "1" + "}".repeat(DEEP) },
    ],
    [
      "__proto__ as a key",
      { headers: [JSON_TYPE], body: '{"__proto__":{"never":1},"constructor":{"id":1}}' },
    ],
    ["the same key twice", { headers: [JSON_TYPE], body: '{"id":1,"id":2}' }],
    ["a number beyond all numbers", { headers: [JSON_TYPE], body: '{"id":1e999}' }],
    ["a byte order mark", { headers: [JSON_TYPE], body: '\ufeff{"id":1}' }],
    ["a mebibyte, the whole limit", { body: Buffer.alloc(MIB, "x") }],
    ["a mebibyte in chunks", { body: Buffer.alloc(MIB, "x"), chunked: true }],
    [
      "a gzip bomb",
      { headers: [JSON_TYPE, ["content-encoding", "gzip"]], body: gzipSync(Buffer.alloc(200 * MIB, " ")) },
    ],
    ["bytes that are not gzip as gzip", { headers: [["content-encoding", "gzip"]], body: "plain" }],
    ["a content type that is none", { headers: [["content-type", ";;=\u00e9;charset=\u00ff"]], body: "x" }],
    [
      "form fields with broken escapes",
      { headers: [["content-type", "application/x-www-form-urlencoded"]], body: "a=%zz&__proto__=1&=&&b" },
    ],
    ["nothing at all", {}],
  ];

  test.each(cases)("%s: delivered byte for byte", async (_title, sent) => {
    const id = await submit(source, numbered(sent));
    expect(await settledEvent(gateway.api, id)).toMatchObject({ status: "delivered" });
    const arrived = receiver.requests.find((it) => it.header("x-fasthook-request-id") === id);
    expect(arrived?.body.equals(Buffer.from(sent.body ?? ""))).toBe(true);
  });

  test("2,000 header lines: all kept, and all delivered", async () => {
    const headers = Array.from({ length: 2000 }, (_, i): [string, string] => [`x-${i}`, String(i)]);
    const id = await submit(source, numbered({ headers }));
    await settledEvent(gateway.api, id);
    const stored = await gateway.api.ok<Wire["request"]>("GET", `/requests/${id}`);
    expect(stored.headers).toMatchObject(Object.fromEntries(headers));
    const arrived = receiver.requests.find((it) => it.header("x-fasthook-request-id") === id);
    expect(headers.filter(([name, value]) => arrived?.header(name) !== value)).toEqual([]);
  });

  test("several calls at once on one connection: each answered, in their order", async () => {
    const one = (body: string) => `${head("content-length: 1", `x-number: ${body}-piped`)}\r\n\r\n${body}`;
    const last = `${head("connection: close", "content-length: 1", "x-number: c-piped")}\r\n\r\nc`;
    const answers = await say(one("a") + one("b") + last);
    const ids = [...answers.matchAll(/"request_id":"(req_\w+)"/g)].map(([, id]) => id!);
    expect(ids).toHaveLength(3);
    for (const [index, id] of ids.entries()) {
      const stored = await gateway.api.ok<Wire["request"]>("GET", `/requests/${id}`);
      expect(stored.headers["x-number"]).toBe(`${"abc"[index]}-piped`);
    }
  });
});

describe("refused, with nothing stored: a client that sends", () => {
  test.each<[string, number, string[], string]>([
    ["two lengths that differ", 400, ["content-length: 1", "content-length: 2"], "xx"],
    ["a length beside chunks", 400, ["content-length: 4", "transfer-encoding: chunked"], "0\r\n\r\n"],
    ["a negative length", 400, ["content-length: -1"], ""],
    ["a length that is no number", 400, ["content-length: 1e3"], "x"],
    ["a chunk whose size is no number", 400, ["transfer-encoding: chunked"], "zz\r\nx\r\n0\r\n\r\n"],
    ["an unknown transfer coding", 400, ["transfer-encoding: chunked, cow"], "x"],
    ["a header line without a colon", 400, ["no colon"], ""],
    ["a header name with a space", 400, ["x y: 1"], ""],
    ["a NUL in a header", 400, ["x: a\0b"], ""],
    ["headers over 64 KiB", 431, [`x: ${"a".repeat(70_000)}`], ""],
  ])("%s: %i", async (_title, status, lines, body) => {
    const before = await countRequests();
    expect(await say(`${head(...lines)}\r\n\r\n${body}`)).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(await countRequests()).toBe(before);
  });

  test("another protocol: its connection is ended", async () => {
    expect(await say("SSH-2.0-OpenSSH_9.2\r\n\r\n")).toMatch(/^HTTP\/1\.1 400 /);
  });
});

test("a client whose chunks never end: 413 when the limit is passed, told by its size, and cut off", async () => {
  const socket = dial();
  const chunk = `10000\r\n${"x".repeat(65_536)}\r\n`;
  let sent = 0;
  const fill = () => {
    while (!socket.destroyed && socket.write(chunk)) sent += 65_536;
  };
  socket.write(`${head("transfer-encoding: chunked")}\r\n\r\n`);
  socket.on("drain", fill);
  fill();
  let answer = "";
  socket.on("data", (bytes: Buffer) => (answer += bytes.toString()));
  await new Promise((closed) => socket.once("close", closed));
  expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  const [, id = ""] = /"request_id":"(req_\w+)"/.exec(answer) ?? [];
  const stored = await routed(gateway.api, id);
  expect(stored).toMatchObject({ status: "rejected", rejection_cause: "PAYLOAD_TOO_LARGE" });
  expect(stored.body_size).toBeGreaterThan(MIB);
  expect(sent).toBeGreaterThan(MIB);
});

test("a client that asks before it sends a body over the limit: 413 at once, and is not told to go on", async () => {
  const answer = await say(`${head(`content-length: ${MIB + 1}`, "expect: 100-continue")}\r\n\r\n`);
  expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  expect(answer).toContain('"code":"PAYLOAD_TOO_LARGE"');
});

test("two hundred clients that send their headers, or their bodies, a byte at a time: others are served", async () => {
  const loris = Array.from({ length: 200 }, (_, i) => {
    const part = i % 2 ? head() : `${head("content-length: 1000")}\r\n\r\n`;
    const socket = dial();
    socket.write(part);
    const trickle = setInterval(() => socket.write("x"), 100);
    socket.on("close", () => clearInterval(trickle));
    return socket;
  });
  await Promise.all(loris.map((socket) => once(socket, "connect")));
  const before = await countRequests();
  const ids = await Promise.all(Array.from({ length: 20 }, () => submit(source, numbered({ body: "x" }))));
  for (const id of ids) expect((await settledEvent(gateway.api, id)).status).toBe("delivered");
  expect(loris.filter((socket) => socket.destroyed)).toEqual([]);
  expect(await countRequests()).toBe(before + ids.length);
  loris.forEach((socket) => socket.destroy());
});

test("keys named __proto__ leave the objects of the process alone", async () => {
  const body = '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}';
  await settledEvent(gateway.api, await submit(source, numbered({ headers: [JSON_TYPE], body })));
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});
