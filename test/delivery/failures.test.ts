import type { Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createHttpClient, type HttpClient } from "../../src/delivery/client.ts";
import { startReceiver } from "../support/receiver.ts";
import { createLocalClient, fixture, request } from "./examples.ts";
import { startRawServer, startSayingServer } from "./raw-server.ts";

const options = { destinationId: "des_1", timeoutMs: 10_000 };
let client: HttpClient;
beforeAll(() => void (client = createLocalClient({ ca: fixture("ca.pem") })));
afterAll(() => client[Symbol.asyncDispose]());

/** What becomes of a request to a server that says this and then does that with the connection. */
async function sendTo(bytes: string, then?: (socket: Socket) => void) {
  await using server = await startSayingServer(bytes, then);
  return await client.send(request(server.url), options);
}

const reset = (socket: Socket) => void socket.resetAndDestroy();
const end = (socket: Socket) => void socket.end();

describe("a destination that", () => {
  test("listens no more is CONNECTION_REFUSED", async () => {
    const server = await startRawServer(() => {});
    await server[Symbol.asyncDispose]();
    expect(await client.send(request(server.url), options)).toMatchObject({
      error_code: "CONNECTION_REFUSED",
      response_status: null,
      response_headers: null,
      response_body: null,
      response_body_truncated: false,
    });
  });

  test.each([
    ["closes on connecting", end],
    ["resets on connecting", reset],
  ])("%s is CONNECTION_RESET", async (_title, act) => {
    await using server = await startRawServer(act);
    expect(await client.send(request(server.url), options)).toMatchObject({ error_code: "CONNECTION_RESET" });
  });

  test.each([
    ["resets before its answer", "", reset],
    ["closes before its answer", "", end],
    ["closes within its head", "HTTP/1.1 200 OK\r\ncontent-le", end],
  ])("%s is CONNECTION_RESET without a status", async (_title, bytes, act) => {
    const result = await sendTo(bytes || "\r\n", act);
    expect(result).toMatchObject({
      error_code: "CONNECTION_RESET",
      response_status: null,
      response_body: null,
    });
  });

  test.each([
    ["closes within a body of known length", "content-length: 10\r\n\r\nhello", end],
    [
      "closes within a body of known length, as announced",
      "connection: close\r\ncontent-length: 10\r\n\r\nhello",
      end,
    ],
    ["closes within a chunked body", "transfer-encoding: chunked\r\n\r\n5\r\nhello\r\n", end],
    [
      "closes within a chunked body, as announced",
      "connection: close\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n",
      end,
    ],
    ["resets within its body", "content-length: 10\r\n\r\nhello", reset],
  ])("%s is CONNECTION_RESET with what came until then", async (_title, rest, act) => {
    expect(await sendTo(`HTTP/1.1 200 OK\r\n${rest}`, act)).toMatchObject({
      error_code: "CONNECTION_RESET",
      response_status: 200,
      response_body: "hello",
      response_body_truncated: true,
    });
  });

  test("cuts the body of an answer other than 2xx is BAD_RESPONSE all the same", async () => {
    expect(await sendTo("HTTP/1.1 500 No\r\ncontent-length: 10\r\n\r\nhello", end)).toMatchObject({
      error_code: "BAD_RESPONSE",
      response_status: 500,
      response_body: "hello",
      response_body_truncated: true,
    });
  });

  test.each([
    ["speaks another protocol", "SSH-2.0-OpenSSH_9.2\r\n"],
    ["has an unreadable content-length", "HTTP/1.1 200 OK\r\ncontent-length: abc\r\n\r\n"],
    ["has two content-lengths", "HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\nok"],
    [
      "has a length beside chunks",
      "HTTP/1.1 200 OK\r\ncontent-length: 2\r\ntransfer-encoding: chunked\r\n\r\n",
    ],
    ["has a broken header", "HTTP/1.1 200 OK\r\nno colon\r\n\r\n"],
    ["has headers over the limit", `HTTP/1.1 200 OK\r\nx: ${"a".repeat(40_000)}\r\n\r\n`],
    ["switches protocols unasked", "HTTP/1.1 101 Switching\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n"],
    ["sends 100 unasked", "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n"],
  ])("%s is PROTOCOL_ERROR", async (_title, bytes) => {
    expect(await sendTo(bytes)).toMatchObject({ error_code: "PROTOCOL_ERROR", response_status: null });
  });

  test("breaks its chunks is PROTOCOL_ERROR with its status", async () => {
    const result = await sendTo("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\nhello\r\n");
    expect(result).toMatchObject({ error_code: "PROTOCOL_ERROR", response_status: 200 });
  });

  test("answers and closes without reading the body to its end is heard", async () => {
    const answer = "HTTP/1.1 413 Too Large\r\ncontent-length: 4\r\n\r\nmuch";
    await using server = await startRawServer((socket) =>
      socket.once("data", () => void socket.pause().write(answer)),
    );
    const body = Buffer.alloc(8 * 1024 * 1024);
    expect(await client.send(request(server.url, { body }), options)).toMatchObject({
      error_code: "BAD_RESPONSE",
      response_status: 413,
      response_body: "much",
    });
  });
});

describe("a host that", () => {
  test("has no name in DNS is DNS_LOOKUP_FAILED", async () => {
    const notFound = Object.assign(new Error("getaddrinfo ENOTFOUND gone.test"), { code: "ENOTFOUND" });
    await using other = createHttpClient({ allowedSubnets: [], lookup: () => Promise.reject(notFound) });
    expect(await other.send(request("http://gone.test/"), options)).toMatchObject({
      error_code: "DNS_LOOKUP_FAILED",
      error_message: "The host gone.test was not found (ENOTFOUND)",
    });
  });

  test("has a name without addresses is DNS_LOOKUP_FAILED", async () => {
    await using other = createHttpClient({ allowedSubnets: [], lookup: async () => [] });
    const result = await other.send(request("http://empty.test/"), options);
    expect(result).toMatchObject({
      error_code: "DNS_LOOKUP_FAILED",
      error_message: "The host empty.test has no address",
    });
  });

  test("is asked for many times at once is looked up once", async () => {
    let lookups = 0;
    const lookup = async () => {
      lookups += 1;
      return [{ address: "127.0.0.1", family: 4 }];
    };
    await using receiver = await startReceiver();
    await using other = createLocalClient({ lookup });
    const url = `http://name.test:${receiver.port}/`;
    await Promise.all(Array.from({ length: 20 }, () => other.send(request(url), options)));
    expect(receiver.requests).toHaveLength(20);
    expect(lookups).toBe(1);
  });
});

describe("TLS with", () => {
  test.each([
    ["an expired certificate", "expired", "certificate has expired"],
    ["a certificate for another host", "other-host", "not in the cert's"],
  ])("%s is TLS_ERROR", async (_title, name, message) => {
    const tls = { key: fixture(`${name}.key.pem`), cert: fixture(`${name}.cert.pem`) };
    await using receiver = await startReceiver({ tls });
    const result = await client.send(request(`https://localhost:${receiver.port}/`), options);
    expect(result).toMatchObject({ error_code: "TLS_ERROR", response_status: null });
    expect(result.error_message).toContain(message);
    expect(receiver.requests).toHaveLength(0);
  });

  test("a certificate that nobody vouches for is TLS_ERROR", async () => {
    const tls = { key: fixture("localhost.key.pem"), cert: fixture("localhost.cert.pem") };
    await using receiver = await startReceiver({ tls });
    await using distrusting = createLocalClient();
    const result = await distrusting.send(request(receiver.url), options);
    expect(result).toMatchObject({ error_code: "TLS_ERROR", remote_address: "127.0.0.1" });
    expect(receiver.requests).toHaveLength(0);
  });

  test("a server that speaks plain HTTP is TLS_ERROR", async () => {
    await using receiver = await startReceiver();
    const result = await client.send(request(`https://localhost:${receiver.port}/`), options);
    expect(result).toMatchObject({ error_code: "TLS_ERROR" });
  });

  test("a server that closes in the handshake is CONNECTION_RESET", async () => {
    await using server = await startRawServer((socket) => socket.once("data", () => socket.destroy()));
    const result = await client.send(request(`https://localhost:${server.port}/`), options);
    expect(result).toMatchObject({ error_code: "CONNECTION_RESET" });
  });
});

test.each<[string, Parameters<typeof request>[1]]>([
  ["a header value with a line break", { headerLines: [["x-a", "1\r\nx-b: 2"]] }],
  ["a header name with a space", { headerLines: [["x a", "1"]] }],
  ["a method with a space", { method: "GET /" }],
  ["a path with a line break", { path: "/\r\n" }],
])("a request with %s is PROTOCOL_ERROR and is never sent", async (_title, settings) => {
  await using receiver = await startReceiver();
  const result = await client.send(request(receiver.url, settings), options);
  expect(result).toMatchObject({ error_code: "PROTOCOL_ERROR", response_status: null });
  expect(receiver.requests).toHaveLength(0);
});
