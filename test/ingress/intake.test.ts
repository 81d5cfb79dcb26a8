import { once } from "node:events";
import { createServer, request, type ClientRequest, type IncomingMessage } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { afterEach, expect, test } from "vitest";
import {
  BodyTooSlow,
  ClientGone,
  createIntake,
  TooMuchUnderWay,
  type IntakeLimits,
  type ReceivedBody,
} from "../../src/ingress/intake.ts";
import { eventually } from "../support/eventually.ts";

const LIMITS: IntakeLimits = { maxBodyBytes: 1000, maxBytesUnderWay: 2000, bodyWithin: 60_000 };
const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

type Outcome = ReceivedBody | Error;

/** A server that reads each body, and holds its bytes until it is let go. */
async function startReader(limits: Partial<IntakeLimits> = {}) {
  const intake = createIntake({ ...LIMITS, ...limits });
  const outcomes: Outcome[] = [];
  const holders: (() => void)[] = [];
  const clients: ClientRequest[] = [];
  const sockets: Socket[] = [];
  const server = createServer((incoming: IncomingMessage, response) => {
    const hold = (body: ReceivedBody) => {
      outcomes.push(body);
      return new Promise<void>((resolve) => holders.push(resolve));
    };
    intake
      .read(incoming, hold)
      .catch((error: Error) => void outcomes.push(error))
      .finally(() => response.end());
  });
  server.on("connection", (socket) => sockets.push(socket));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  closing.push(async () => {
    const closed = once(server, "close");
    server.close();
    clients.forEach((client) => client.destroy());
    server.closeAllConnections();
    await closed;
  });
  return {
    /** Of all connections, headers included. */
    bytesRead: () => sockets.reduce((sum, socket) => sum + socket.bytesRead, 0),
    letGo: () => holders.splice(0).forEach((release) => release()),
    send(bytes: number, { end = true, headers = {} } = {}): ClientRequest {
      const client = request({ port, method: "POST", headers }).on("error", () => undefined);
      clients.push(client);
      client.write("x".repeat(bytes));
      if (end) client.end();
      return client;
    },
    outcome: (index: number) => eventually(`outcome ${index}`, async () => outcomes[index]),
  };
}

const CHUNKED = { headers: { "transfer-encoding": "chunked" } };

test("bodies beyond what may be under way are refused, and taken again once others are let go", async () => {
  const reader = await startReader();
  reader.send(1000);
  expect(await reader.outcome(0)).toMatchObject({ bytes: { length: 1000 } });
  reader.send(900, CHUNKED);
  expect(await reader.outcome(1)).toMatchObject({ bytes: { length: 900 } });
  reader.send(101);
  expect(await reader.outcome(2)).toBeInstanceOf(TooMuchUnderWay);
  reader.send(100);
  expect(await reader.outcome(3)).toMatchObject({ bytes: { length: 100 } });
  reader.letGo();
  reader.send(1000);
  expect(await reader.outcome(4)).toMatchObject({ bytes: { length: 1000 } });
});

test("a body of which nothing comes holds nothing, whatever it declared", async () => {
  const reader = await startReader({ maxBytesUnderWay: 1000 });
  reader.send(1, { end: false, headers: { "content-length": "1000" } });
  reader.send(999);
  expect(await reader.outcome(0)).toMatchObject({ bytes: { length: 999 } });
});

test("a body that does not come in time is given up, and what it held is free", async () => {
  const reader = await startReader({ maxBytesUnderWay: 1000, bodyWithin: 50 });
  reader.send(900, { end: false, headers: { "content-length": "1000" } });
  expect(await reader.outcome(0)).toBeInstanceOf(BodyTooSlow);
  reader.send(1000);
  expect(await reader.outcome(1)).toMatchObject({ bytes: { length: 1000 } });
});

test("a body whose sender goes away is given up, and what it held is free", async () => {
  const reader = await startReader({ maxBytesUnderWay: 1000 });
  const client = reader.send(900, { end: false, headers: { "content-length": "1000" } });
  await eventually("most of it has come", () => reader.bytesRead() >= 900);
  reader.send(200);
  expect(await reader.outcome(0)).toBeInstanceOf(TooMuchUnderWay);
  client.destroy();
  expect(await reader.outcome(1)).toBeInstanceOf(ClientGone);
  reader.send(1000);
  expect(await reader.outcome(2)).toMatchObject({ bytes: { length: 1000 } });
});

test("a body over the limit is told by its size, and what came of it is free after use", async () => {
  const reader = await startReader({ maxBytesUnderWay: 1000 });
  reader.send(1001, CHUNKED);
  expect(await reader.outcome(0)).toEqual({ bytes: null, size: 1001 });
  reader.letGo();
  reader.send(1000);
  expect(await reader.outcome(1)).toMatchObject({ bytes: { length: 1000 } });
});
