import { once } from "node:events";
import { createServer } from "node:http";
import { connect, type AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import express from "express";
import { pino } from "pino";
import { afterEach, expect, test } from "vitest";
import { createIngress, type IngressDependencies } from "../../src/ingress/handler.ts";
import type { RequestDocument, SourceDocument } from "../../src/store/documents.ts";
import { createMetrics } from "../../src/telemetry/metrics.ts";
import { eventually } from "../support/eventually.ts";

const NOW = new Date("2026-03-01T12:00:00Z");
const SOURCE: SourceDocument = {
  _id: "src_1",
  team_id: "tm_1",
  name: "source",
  description: null,
  enabled: true,
  token: "token",
  allowed_http_methods: ["POST"],
  verification: { type: "none" },
  custom_response: null,
  rate_limit: null,
  disabled_at: null,
  created_at: NOW,
  updated_at: NOW,
};

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

type Limits = Partial<Pick<SourceDocument, "rate_limit">> &
  Partial<Pick<IngressDependencies, "maxBytesUnderWay" | "maxCalls" | "bodyWithin" | "loopLag" | "insert">>;

/** Ingress without a database: what it inserts is kept. */
async function startIngress({ rate_limit = null, ...limits }: Limits) {
  const inserted: RequestDocument[] = [];
  const ingress = createIngress({
    sources: { find: async () => ({ ...SOURCE, rate_limit }), [Symbol.asyncDispose]: async () => undefined },
    insert: async (request) => void inserted.push(request),
    expect: () => undefined,
    route: () => undefined,
    now: () => NOW,
    publicUrl: () => "https://h.example",
    maxBodyBytes: 1000,
    retention: 1000,
    lease: "lease",
    grace: 1000,
    loopLag: { tooLong: () => false },
    log: pino({ level: "silent" }),
    metrics: createMetrics(),
    ...limits,
  });
  const server = createServer(express().use("/in", ingress));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  closing.push(async () => {
    const closed = once(server, "close");
    server.close();
    server.closeAllConnections();
    await closed;
  });
  return { port, inserted };
}

/** Sends what may be only a part of a call, and answers all that comes back until the connection ends. */
async function exchange(port: number, sent: string): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  socket.write(sent);
  return text(socket);
}

const call = (declared: number, body: string) =>
  `POST /in/token HTTP/1.1\r\nhost: h\r\nconnection: close\r\ncontent-length: ${declared}\r\n\r\n${body}`;

test("more bytes than may be under way: 503 with Retry-After, and nothing is stored", async () => {
  const { port, inserted } = await startIngress({ maxBytesUnderWay: 9 });
  const answer = await exchange(port, call(10, "0123456789"));
  expect(answer).toMatch(/^HTTP\/1\.1 503 /);
  expect(answer).toMatch(/^retry-after: 5\r$/im);
  expect(inserted).toEqual([]);
  expect(await exchange(port, call(9, "012345678"))).toMatch(/^HTTP\/1\.1 200 /);
  expect(inserted).toHaveLength(1);
});

test("a body that does not come in time: 408, and nothing is stored", async () => {
  const { port, inserted } = await startIngress({ bodyWithin: 50 });
  const answer = await exchange(port, call(10, "01234"));
  expect(answer).toMatch(/^HTTP\/1\.1 408 /);
  expect(answer).toContain('"code":"REQUEST_TIMEOUT"');
  expect(inserted).toEqual([]);
});

test("an event loop that comes too late to all: 503 with Retry-After, and nothing is stored", async () => {
  let late = true;
  const { port, inserted } = await startIngress({ loopLag: { tooLong: () => late } });
  const answer = await exchange(port, call(1, "x"));
  expect(answer).toMatch(/^HTTP\/1\.1 503 /);
  expect(answer).toMatch(/^retry-after: 5\r$/im);
  expect(inserted).toEqual([]);
  late = false;
  expect(await exchange(port, call(1, "x"))).toMatch(/^HTTP\/1\.1 200 /);
});

test("more calls than may be under way: 503 for the last one, and the others are taken", async () => {
  const waiting: (() => void)[] = [];
  const insert = () => new Promise<void>((resolve) => void waiting.push(resolve));
  const { port } = await startIngress({ maxCalls: 2, insert });
  const first = [exchange(port, call(1, "x")), exchange(port, call(1, "x"))];
  await eventually("two are being stored", () => waiting.length === 2);
  expect(await exchange(port, call(1, "x"))).toMatch(/^HTTP\/1\.1 503 /);
  waiting.forEach((store) => store());
  for (const answer of await Promise.all(first)) expect(answer).toMatch(/^HTTP\/1\.1 200 /);
});

test("a source over its quota: 429 that tells when to come again, and nothing is stored", async () => {
  const { port, inserted } = await startIngress({ rate_limit: { limit: 2, period: "minute" } });
  const answers: string[] = [];
  for (let i = 0; i < 3; i++) answers.push(await exchange(port, call(1, "x")));
  expect(answers.map((answer) => answer.slice(9, 12))).toEqual(["200", "200", "429"]);
  expect(answers[2]).toMatch(/^retry-after: 30\r$/im);
  expect(answers[2]).toContain('"code":"RATE_LIMITED"');
  expect(inserted).toHaveLength(2);
});
