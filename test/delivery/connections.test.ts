import { once, setMaxListeners } from "node:events";
import type { Socket } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { HttpClient } from "../../src/delivery/client.ts";
import { startReceiver, type Receiver } from "../support/receiver.ts";
import { createLocalClient, request } from "./examples.ts";
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

/** Holds each answer back until all that are expected have come: then they ran at the same time. */
function answerTogether(to: Receiver, count: number): void {
  to.answer(async () => {
    await to.waitFor(count);
    return {};
  });
}

describe("connections", () => {
  test("are reused by one request after another", async () => {
    for (let sent = 0; sent < 10; sent += 1) await client.send(request(receiver.url), options);
    expect(receiver.requests).toHaveLength(10);
    expect(receiver.connections()).toBe(1);
  });

  test("are reused after a bad response and after another method", async () => {
    receiver.answer([{ status: 500 }, { status: 302 }, {}]);
    for (const method of ["POST", "PUT", "GET"]) {
      await client.send(request(receiver.url, { method, body: Buffer.alloc(0) }), options);
    }
    expect(receiver.connections()).toBe(1);
  });

  test("are as many as requests that run at once, and are reused by the next ones", async () => {
    answerTogether(receiver, 5);
    await Promise.all(Array.from({ length: 5 }, () => client.send(request(receiver.url), options)));
    receiver.answer({});
    await Promise.all(Array.from({ length: 5 }, () => client.send(request(receiver.url), options)));
    expect(receiver.connections()).toBe(5);
  });

  test("are bounded for a destination", async () => {
    await using narrow = createLocalClient({ maxConnectionsPerDestination: 2 });
    answerTogether(receiver, 2);
    const sending = Array.from({ length: 20 }, () => narrow.send(request(receiver.url), options));
    expect((await Promise.all(sending)).every(({ error_code }) => error_code === null)).toBe(true);
    expect(receiver.connections()).toBe(2);
  });

  test("serve those who wait in the order of asking", async () => {
    await using narrow = createLocalClient({ maxConnectionsPerDestination: 1 });
    const paths = Array.from({ length: 20 }, (_, index) => `/${index}`);
    await Promise.all(paths.map((path) => narrow.send(request(receiver.url + path), options)));
    expect(receiver.requests.map(({ target }) => target)).toEqual(paths);
  });

  test("that are broken make way for requests that wait", async () => {
    await using narrow = createLocalClient({ maxConnectionsPerDestination: 1 });
    receiver.answer({ respond: (response) => void response.destroy() });
    const results = await Promise.all([1, 2, 3].map(() => narrow.send(request(receiver.url), options)));
    expect(results.map(({ error_code }) => error_code)).toEqual(Array(3).fill("CONNECTION_RESET"));
    expect(receiver.connections()).toBe(3);
  });

  test("of a destination that never answers do not delay another one", async () => {
    await using stuck = await startReceiver({ answer: { respond: () => {} } });
    await using narrow = createLocalClient({ maxConnectionsPerDestination: 4 });
    const giveUp = new AbortController();
    setMaxListeners(0, giveUp.signal);
    const hanging = Array.from({ length: 50 }, () =>
      narrow.send(request(stuck.url), { destinationId: "des_1", timeoutMs: 60_000, signal: giveUp.signal }),
    );
    await stuck.waitFor(4);
    expect(await narrow.send(request(receiver.url), options)).toMatchObject({ error_code: null });
    giveUp.abort(new Error("enough"));
    expect((await Promise.allSettled(hanging)).every(({ status }) => status === "rejected")).toBe(true);
    expect(stuck.requests).toHaveLength(4);
  });

  test("of a destination that never answers do not delay another one with the same origin", async () => {
    await using narrow = createLocalClient({ maxConnectionsPerDestination: 2 });
    receiver.answer(({ target }) => (target === "/never" ? { respond: () => {} } : {}));
    const giveUp = new AbortController();
    const silent = { destinationId: "des_silent", timeoutMs: 60_000, signal: giveUp.signal };
    const hanging = [1, 2, 3].map(() => narrow.send(request(`${receiver.url}/never`), silent));
    await receiver.waitFor(2);
    expect(await narrow.send(request(receiver.url), options)).toMatchObject({ error_code: null });
    giveUp.abort(new Error("enough"));
    expect((await Promise.allSettled(hanging)).every(({ status }) => status === "rejected")).toBe(true);
  });

  test("beyond the bound of idle ones are closed, the one unused for longest first", async () => {
    await using frugal = createLocalClient({ maxIdleConnections: 1 });
    await using other = await startReceiver();
    await frugal.send(request(receiver.url), options);
    await frugal.send(request(other.url), options);
    await frugal.send(request(other.url), options);
    await frugal.send(request(receiver.url), options);
    expect(receiver.connections()).toBe(2);
    expect(other.connections()).toBe(1);
  });

  test("that the destination closed while idle are replaced, and the request arrives once", async () => {
    const sockets: Socket[] = [];
    await using server = await startRawServer((socket) => {
      sockets.push(socket);
      socket.on("data", () => socket.write("HTTP/1.1 204 No Content\r\n\r\n"));
    });
    expect(await client.send(request(server.url), options)).toMatchObject({ response_status: 204 });
    const [first] = sockets;
    first?.end();
    if (first) await once(first, "close");
    expect(await client.send(request(server.url), options)).toMatchObject({ response_status: 204 });
    expect(server.connections()).toBe(2);
  });

  test("that the destination resets with the next request on the way are a failure, never a silent repeat", async () => {
    let requests = 0;
    await using server = await startRawServer((socket, index) => {
      socket.on("data", () => {
        requests += 1;
        if (index === 0 && requests === 2) socket.resetAndDestroy();
        else socket.write("HTTP/1.1 204 No Content\r\n\r\n");
      });
    });
    await client.send(request(server.url), options);
    expect(await client.send(request(server.url), options)).toMatchObject({ error_code: "CONNECTION_RESET" });
    expect(requests).toBe(2);
  });

  test("are not kept where the destination keeps them for less than a second", async () => {
    receiver.answer({ headers: { "keep-alive": "timeout=1" } });
    await client.send(request(receiver.url), options);
    await client.send(request(receiver.url), options);
    expect(receiver.connections()).toBe(2);
  });

  test("are closed with the client", async () => {
    let closed = 0;
    await using server = await startRawServer((socket) => {
      socket.on("close", () => (closed += 1));
      socket.on("data", () => socket.write("HTTP/1.1 204 No Content\r\n\r\n"));
    });
    const closing = createLocalClient();
    await closing.send(request(server.url), options);
    await closing[Symbol.asyncDispose]();
    await expect.poll(() => closed, { timeout: 10_000 }).toBe(1);
  });
});
