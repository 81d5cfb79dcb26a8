import type { Socket } from "node:net";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { HttpClient } from "../../src/delivery/client.ts";
import { startReceiver, type Receiver } from "../support/receiver.ts";
import { createLocalClient, fixture, request } from "./examples.ts";
import { startRawServer } from "./raw-server.ts";

const MIB = 1024 * 1024;
const OK = "HTTP/1.1 200 OK\r\n";
type Result = Awaited<ReturnType<HttpClient["send"]>>;
const TIMED_OUT: Partial<Result> = { error_code: "TIMEOUT", response_status: null };
const FINE = { error_code: null, response_status: 200 };
/** Milliseconds: who is waited for in vain is not waited for long. */
const patienceFor = ({ error_code }: Partial<Result>) => (error_code === "TIMEOUT" ? 600 : 10_000);

let client: HttpClient;
let healthy: Receiver;
beforeAll(async () => {
  client = createLocalClient({ maxConnectionsPerDestination: 2, ca: fixture("ca.pem") });
  healthy = await startReceiver();
});
afterAll(async () => {
  await client[Symbol.asyncDispose]();
  await healthy[Symbol.asyncDispose]();
});

/** Says a text whenever it is called. */
const says = (text: string | Buffer) => (socket: Socket) =>
  void socket.on("data", () => void socket.write(text));
/** Says a text a byte at a time, beginning anew at its end. */
const drips = (text: string) => (socket: Socket) => {
  let at = 0;
  const dripping = setInterval(() => socket.write(text[at++ % text.length]!), 20);
  socket.on("close", () => clearInterval(dripping));
};
/** Says a head, and then chunks of `x` for as long as anyone listens. */
const floods = (socket: Socket) => {
  const chunk = `10000\r\n${"x".repeat(65_536)}\r\n`;
  const pour = () => {
    while (!socket.destroyed && socket.write(chunk));
  };
  socket.once("data", () => {
    socket.write(`${OK}transfer-encoding: chunked\r\n\r\n`);
    socket.on("drain", pour);
    pour();
  });
};
const end = (socket: Socket) => void socket.end();
const reset = (socket: Socket) => void socket.resetAndDestroy();
const both = (first: (socket: Socket) => void, then: (socket: Socket) => void) => (socket: Socket) => {
  first(socket);
  socket.once("data", () => setImmediate(then, socket));
};
const bomb = gzipSync(gzipSync(Buffer.alloc(200 * MIB)));
const packed = (bytes: Buffer) =>
  Buffer.concat([
    Buffer.from(`${OK}content-encoding: gzip, gzip\r\ncontent-length: ${bytes.length}\r\n\r\n`),
    bytes,
  ]);

/** What a destination does with its connection, and what an attempt makes of it. */
const ZOO: [habit: string, converse: (socket: Socket) => void, outcome: Partial<Result>][] = [
  ["accepts and says nothing", () => {}, TIMED_OUT],
  [
    "sends its head a byte at a time",
    drips("HTTP/1.1 200 OK\r\nx: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"),
    TIMED_OUT,
  ],
  ["sends informational answers for ever", drips("HTTP/1.1 102 Processing\r\n\r\n"), TIMED_OUT],
  [
    "sends its body a byte at a time",
    both(says(`${OK}content-length: 1000\r\n\r\n`), drips("x")),
    { error_code: "TIMEOUT", response_status: 200 },
  ],
  ["sends a body without an end", floods, { ...FINE, response_body_truncated: true }],
  [
    "says less than it announced",
    both(says(`${OK}content-length: 9\r\n\r\nx`), end),
    { error_code: "CONNECTION_RESET" },
  ],
  ["says more than it announced", says(`${OK}content-length: 1\r\n\r\nxyz`), { ...FINE, response_body: "x" }],
  [
    "says a second answer unasked",
    says(`${OK}content-length: 0\r\n\r\n${OK}content-length: 0\r\n\r\n`),
    FINE,
  ],
  ["closes at once", end, { error_code: "CONNECTION_RESET", response_status: null }],
  [
    "closes when it was asked",
    both(() => {}, end),
    { error_code: "CONNECTION_RESET", response_status: null },
  ],
  ["resets at once", reset, { error_code: "CONNECTION_RESET", response_status: null }],
  [
    "resets when it was asked",
    both(() => {}, reset),
    { error_code: "CONNECTION_RESET", response_status: null },
  ],
  [
    "speaks the protocol of another port",
    says("220 mail.example ESMTP\r\n"),
    { error_code: "PROTOCOL_ERROR" },
  ],
  ["speaks HTTP/2 unasked", says(Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0])), { error_code: "PROTOCOL_ERROR" }],
  ["has a head without an end", says(`${OK}x: ${"a".repeat(MIB)}`), { error_code: "PROTOCOL_ERROR" }],
  ["answers with a bomb in a bomb", says(packed(bomb)), { ...FINE, response_body_truncated: true }],
  [
    "asks to come again in a million years",
    says("HTTP/1.1 429 No\r\nretry-after: 31556952000000\r\ncontent-length: 0\r\n\r\n"),
    { error_code: "BAD_RESPONSE", retry_after: "31556952000000" },
  ],
  [
    "asks to come again at no time at all",
    says("HTTP/1.1 503 No\r\nretry-after: soon\r\ncontent-length: 0\r\n\r\n"),
    { error_code: "BAD_RESPONSE", retry_after: "soon" },
  ],
  [
    "names a status of four digits",
    says("HTTP/1.1 2000 OK\r\ncontent-length: 0\r\n\r\n"),
    { error_code: "PROTOCOL_ERROR" },
  ],
];

test.each(ZOO)(
  "a destination that %s: told as it is, and a healthy one is served beside it",
  async (_habit, converse, outcome) => {
    await using beast = await startRawServer(converse);
    // As many as there may be connections, and more.
    const attempts = [1, 2, 3].map(() =>
      client.send(request(beast.url), { destinationId: "des_1", timeoutMs: patienceFor(outcome) }),
    );
    expect(
      await client.send(request(healthy.url), { destinationId: "des_1", timeoutMs: 10_000 }),
    ).toMatchObject(FINE);
    const [first] = await Promise.all(attempts);
    expect(first).toMatchObject(outcome);
  },
);

test.each([
  ["has expired", "expired"],
  ["is another host's", "other-host"],
])("a destination whose certificate %s: TLS_ERROR, and nothing is sent to it", async (_what, name) => {
  const tls = { key: fixture(`${name}.key.pem`), cert: fixture(`${name}.cert.pem`) };
  await using receiver = await startReceiver({ tls });
  const sent = request(`https://localhost:${receiver.port}/`);
  expect(await client.send(sent, { destinationId: "des_1", timeoutMs: 10_000 })).toMatchObject({
    error_code: "TLS_ERROR",
    response_status: null,
  });
  expect(receiver.requests).toEqual([]);
});
