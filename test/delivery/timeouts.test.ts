import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { HttpClient } from "../../src/delivery/client.ts";
import { startReceiver } from "../support/receiver.ts";
import { createLocalClient, request } from "./examples.ts";
import { startRawServer, startSayingServer } from "./raw-server.ts";

const timeoutMs = 300;
let client: HttpClient;
beforeAll(() => void (client = createLocalClient()));
afterAll(() => client[Symbol.asyncDispose]());

const timedOut = (doing: string) => ({
  error_code: "TIMEOUT",
  error_message: `No full answer within 300 ms (${doing})`,
});

describe("the time limit", () => {
  test("holds while the host is looked up", async () => {
    await using hanging = createLocalClient({ lookup: () => new Promise(() => {}) });
    const result = await hanging.send(request("http://slow.test/"), { destinationId: "des_1", timeoutMs });
    expect(result).toMatchObject({
      ...timedOut("looking up the host"),
      response_status: null,
      remote_address: null,
    });
  });

  test("holds while TLS is negotiated", async () => {
    await using server = await startRawServer(() => {});
    const result = await client.send(request(`https://localhost:${server.port}/`), {
      destinationId: "des_1",
      timeoutMs,
    });
    expect(result).toMatchObject({ ...timedOut("negotiating TLS"), remote_address: "127.0.0.1" });
  });

  test("holds while no answer comes", async () => {
    await using receiver = await startReceiver({ answer: { respond: () => {} } });
    const result = await client.send(request(receiver.url), { destinationId: "des_1", timeoutMs });
    expect(result).toMatchObject({ ...timedOut("waiting for the answer"), response_status: null });
    expect(result.latency_ms).toBeGreaterThanOrEqual(timeoutMs - 1);
  });

  test("holds while the body is taken in too slowly", async () => {
    await using server = await startRawServer((socket) => void socket.pause());
    const body = Buffer.alloc(32 * 1024 * 1024);
    const result = await client.send(request(server.url, { body }), { destinationId: "des_1", timeoutMs });
    expect(result).toMatchObject(timedOut("waiting for the answer"));
  });

  test("holds over 1xx answers and a head that trickles", async () => {
    await using server = await startRawServer((socket) => {
      const trickle = setInterval(() => socket.write("HTTP/1.1 102 Processing\r\n\r\n"), 20);
      socket.on("close", () => clearInterval(trickle));
    });
    const result = await client.send(request(server.url), { destinationId: "des_1", timeoutMs });
    expect(result).toMatchObject({ ...timedOut("waiting for the answer"), response_status: null });
  });

  test.each([
    ["never ends", 1_000_000],
    ["trickles", 20],
  ])("holds while the body of a 2xx %s, with its status and start kept", async (_title, every) => {
    await using server = await startRawServer((socket) => {
      socket.once("data", () => {
        socket.write("HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\nstart");
        const trickle = setInterval(() => socket.write("."), every);
        socket.on("close", () => clearInterval(trickle));
      });
    });
    const result = await client.send(request(server.url), { destinationId: "des_1", timeoutMs });
    expect(result).toMatchObject({
      ...timedOut("reading the answer"),
      response_status: 200,
      response_body_truncated: true,
    });
    expect(result.response_body).toMatch(/^start\.*$/);
  });

  test("makes an unfinished answer other than 2xx a bad response", async () => {
    await using server = await startSayingServer("HTTP/1.1 503 No\r\ncontent-length: 100\r\n\r\nstart");
    const result = await client.send(request(server.url), { destinationId: "des_1", timeoutMs });
    expect(result).toMatchObject({
      error_code: "BAD_RESPONSE",
      response_status: 503,
      response_body: "start",
    });
  });

  test("counts the wait for a connection, and such a request is never sent", async () => {
    await using receiver = await startReceiver({ answer: { respond: () => {} } });
    await using narrow = createLocalClient({ maxConnectionsPerDestination: 1 });
    const first = narrow.send(request(receiver.url), { destinationId: "des_1", timeoutMs: 1000 });
    await receiver.waitFor(1);
    const second = await narrow.send(request(receiver.url), { destinationId: "des_1", timeoutMs });
    expect(second).toMatchObject(timedOut("waiting for a free connection"));
    expect(await first).toMatchObject({ error_code: "TIMEOUT" });
    expect(receiver.requests).toHaveLength(1);
  });

  test("closes the connection, so that the destination sees that nobody waits", async () => {
    let closed: () => void;
    const closing = new Promise<void>((resolve) => void (closed = resolve));
    await using server = await startRawServer((socket) => void socket.resume().on("close", closed));
    await client.send(request(server.url), { destinationId: "des_1", timeoutMs: 50 });
    const outcome = await Promise.race([closing.then(() => "closed"), wait(10_000, "open", { ref: false })]);
    expect(outcome).toBe("closed");
  });
});
