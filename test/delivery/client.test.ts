import { randomBytes } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { HttpClient } from "../../src/delivery/client.ts";
import { startReceiver, type Receiver } from "../support/receiver.ts";
import { createLocalClient, fixture, request } from "./examples.ts";
import { startRawServer } from "./raw-server.ts";

const options = { destinationId: "des_1", timeoutMs: 10_000 };
let receiver: Receiver;
let client: HttpClient;

beforeEach(async () => {
  receiver = await startReceiver();
  client = createLocalClient();
});
afterEach(async () => {
  await client[Symbol.asyncDispose]();
  await receiver[Symbol.asyncDispose]();
});

describe("the body", () => {
  const bodies: [string, Buffer][] = [
    ["of random bytes", randomBytes(4096)],
    ["of 1 MiB", randomBytes(1024 * 1024)],
    ["of invalid UTF-8 and line ends", Buffer.from([0xff, 0xfe, 0, 13, 10, 13, 10, 0x80])],
    ["that is empty", Buffer.alloc(0)],
  ];
  test.each(bodies)("%s arrives byte for byte with POST", async (_title, body) => {
    expect(await client.send(request(receiver.url, { body }), options)).toMatchObject({ error_code: null });
    const [received] = receiver.requests;
    expect(received?.body.equals(body)).toBe(true);
    expect(received?.header("content-length")).toBe(`${body.length}`);
  });

  test.each(["GET", "DELETE", "PUT", "PATCH", "OPTIONS", "PURGE"])("arrives with %s too", async (method) => {
    await client.send(request(receiver.url, { method, body: Buffer.from("with body") }), options);
    expect(receiver.requests[0]).toMatchObject({ method, body: Buffer.from("with body") });
  });

  test("arrives with HEAD too, whose answer has none", async () => {
    receiver.answer({ headers: { "content-length": "2" } });
    const result = await client.send(request(receiver.url, { method: "HEAD" }), options);
    expect(receiver.requests[0]).toMatchObject({ method: "HEAD", body: Buffer.from("{}") });
    expect(result).toMatchObject({ response_status: 200, response_body: "", error_code: null });
  });

  test.each(["GET", "HEAD", "DELETE"])("that is empty sends no content-length with %s", async (method) => {
    await client.send(request(receiver.url, { method, body: Buffer.alloc(0) }), options);
    expect(receiver.requests[0]?.header("content-length")).toBeNull();
    expect(receiver.requests[0]?.header("transfer-encoding")).toBeNull();
  });
});

describe("the request's head", () => {
  test("keeps the raw target, repeated headers, their order and bytes from 0x80 on", async () => {
    const headerLines: [string, string][] = [
      ["X-Tag", "1"],
      ["accept", "*/*"],
      ["x-tag", "2"],
      ["x-bytes", "caf\xe9\xff"],
      ["content-type", "a/b"],
      ["content-type", "c/d"],
    ];
    const path = "/a/../%2F//b;c?x=1&x=%zz&{}|";
    await client.send({ ...request(receiver.url, { headerLines }), path }, options);
    const [received] = receiver.requests;
    expect(received?.target).toBe(path);
    expect(
      received?.headerLines.filter(([name]) => !["host", "connection", "content-length"].includes(name)),
    ).toEqual(headerLines);
  });

  test("keeps a target with bytes from 0x80 on", async () => {
    const heard: Buffer[] = [];
    await using raw = await startRawServer((socket) => {
      socket.on("data", (chunk) => {
        heard.push(chunk);
        socket.end("HTTP/1.1 204 No Content\r\n\r\n");
      });
    });
    await client.send({ ...request(raw.url), path: "/caf\xe9?\xff" }, options);
    expect(Buffer.concat(heard).toString("latin1")).toMatch(/^POST \/caf\xe9\?\xff HTTP\/1\.1\r\n/);
  });

  test("names the host and port of the URL, or the one that a header sets", async () => {
    await client.send(request(receiver.url), options);
    await client.send(request(receiver.url, { headerLines: [["Host", "inner.example"]] }), options);
    const hosts = receiver.requests.map((it) => it.header("host"));
    expect(hosts).toEqual([`127.0.0.1:${receiver.port}`, "inner.example"]);
  });
});

describe("the answer", () => {
  test("is reported with status, headers, body, address and retry-after", async () => {
    const headers = { "set-cookie": ["a=1", "b=2"], "Retry-After": "120", "x-bytes": "\xe9" };
    receiver.answer({ status: 201, headers, body: "créé" });
    const result = await client.send(request(receiver.url), options);
    expect(result).toMatchObject({
      response_status: 201,
      response_headers: { "set-cookie": ["********", "********"], "retry-after": "120", "x-bytes": "\xe9" },
      response_body: "créé",
      response_body_truncated: false,
      error_code: null,
      error_message: null,
      remote_address: "127.0.0.1",
      retry_after: "120",
    });
    expect(Number.isInteger(result.latency_ms)).toBe(true);
  });

  test("204 has an empty body and leaves the connection usable", async () => {
    receiver.answer([{ status: 204, body: "" }, {}]);
    expect(await client.send(request(receiver.url), options)).toMatchObject({
      response_status: 204,
      response_body: "",
    });
    expect(await client.send(request(receiver.url), options)).toMatchObject({ response_status: 200 });
    expect(receiver.connections()).toBe(1);
  });

  test("after 1xx answers is the final one", async () => {
    receiver.answer({
      respond(response) {
        response.writeEarlyHints({ link: "</a>; rel=preload" });
        response.writeProcessing();
        response.writeHead(202).end("done");
      },
    });
    const result = await client.send(request(receiver.url), options);
    expect(result).toMatchObject({ response_status: 202, response_body: "done", error_code: null });
    expect(result.response_headers).not.toHaveProperty("link");
  });

  test.each([301, 302, 303, 307, 308])("%i is a bad response and is not followed", async (status) => {
    await using other = await startReceiver();
    receiver.answer({ status, headers: { location: other.url } });
    const result = await client.send(request(receiver.url), options);
    expect(result).toMatchObject({ response_status: status, error_code: "BAD_RESPONSE" });
    expect(result.error_message).toBe(`The destination answered ${status}; redirects are not followed`);
    expect(other.connections()).toBe(0);
    expect(receiver.requests).toHaveLength(1);
  });

  test.each([400, 401, 410, 429, 500, 503])("%i is a bad response with its body kept", async (status) => {
    receiver.answer({ status, body: "why" });
    expect(await client.send(request(receiver.url), options)).toMatchObject({
      response_status: status,
      response_body: "why",
      error_code: "BAD_RESPONSE",
      error_message: `The destination answered ${status}`,
    });
  });
});

describe("HTTPS", () => {
  test("reaches a server with a trusted certificate, by name and by address, and reuses the connection", async () => {
    const tls = { key: fixture("localhost.key.pem"), cert: fixture("localhost.cert.pem") };
    await using secure = await startReceiver({ tls });
    await using trusting = createLocalClient({
      ca: fixture("ca.pem"),
      lookup: async () => [{ address: "127.0.0.1", family: 4 }],
    });
    for (const host of ["localhost", "localhost", "127.0.0.1", "localhost."]) {
      const result = await trusting.send(request(`https://${host}:${secure.port}/`), options);
      expect(result).toMatchObject({ response_status: 200, remote_address: "127.0.0.1" });
    }
    expect(secure.connections()).toBe(3);
  });
});

test("a host that is an IPv6 literal is reached", async ({ skip }) => {
  const six = await startReceiver({ host: "::1" }).catch(() => null);
  if (!six) return skip("no IPv6 on this machine");
  await using _closing = six;
  expect(await client.send(request(six.url), options)).toMatchObject({
    response_status: 200,
    remote_address: "::1",
  });
});

test("a caller's signal gives a request up with its own reason, before and during it", async () => {
  const giveUp = new AbortController();
  receiver.answer({ respond: () => giveUp.abort(new Error("shutting down")) });
  const during = client.send(request(receiver.url), { ...options, signal: giveUp.signal });
  await expect(during).rejects.toThrow("shutting down");
  const before = client.send(request(receiver.url), { ...options, signal: giveUp.signal });
  await expect(before).rejects.toThrow("shutting down");
  expect(receiver.requests).toHaveLength(1);
});
