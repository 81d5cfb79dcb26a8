import { afterAll, beforeAll, expect, test } from "vitest";
import type { List, Problem, Wire } from "../support/api.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { startReceiver, type Receiver } from "../support/receiver.ts";
import { connect, connectAlso, settled, submit } from "./scene.ts";

interface Count {
  total: number;
  count: number;
  total_exact: boolean;
  applied_range: { from: string; to: string };
}

let gateway: TestGateway;
let receiver: Receiver;
let connection: Wire["connection"];
let requests: Wire["request"][];
let events: Wire["event"][];

beforeAll(async () => {
  receiver = await startReceiver({
    answer: (request) => ({ status: Number(/status=(\d+)/.exec(request.target)?.[1] ?? 200) }),
  });
  gateway = await startTestGateway();
  const { api } = gateway;
  connection = await connect(api, receiver.url, { rules: [{ type: "filter", path: { $neq: "/ignored" } }] });
  await connectAlso(api, connection, receiver.url, {});
  const lonely = await api.ok<Wire["source"]>("POST", "/sources", { name: "without a connection" });
  for (const suffix of ["", "", "?status=500", "?status=404", "/ignored"]) {
    await settled(api, await submit(connection.source, { suffix, body: `{"suffix":"${suffix}"}` }));
  }
  await settled(api, await submit(lonely, { body: "nobody takes this" }));
  requests = (await api.ok<List<Wire["request"]>>("GET", "/requests")).models;
  events = (await api.ok<List<Wire["event"]>>("GET", "/events")).models;
});
afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
  await receiver[Symbol.asyncDispose]();
});

const counted = (path: string) => gateway.api.ok<Count>("GET", path);
const listed = async (path: string) => (await gateway.api.ok<List<unknown>>("GET", path)).count;

test("without a filter all are counted, from the oldest kept up to now", async () => {
  const before = Date.now();
  for (const [path, all, oldest] of [
    ["/requests/count", 6, requests.at(-1)?.received_at],
    ["/events/count", 10, events.at(-1)?.created_at],
  ] as const) {
    const { applied_range, ...count } = await counted(path);
    expect(count).toEqual({ total: all, count: all, total_exact: true });
    expect(applied_range.from).toBe(oldest);
    expect(Date.parse(applied_range.to)).toBeGreaterThanOrEqual(before);
  }
});

test.each([
  ["status=failed", 4],
  ["status=processed", 10],
  ["status=ignored&cause=FILTERED", 1],
  ["connection_id=:connection", 5],
  ["connection_id=:connection&status=failed,delivered", 4],
  ["destination_id=:destination", 5],
  ["source_id=:source", 10],
  ["request_id=:request", 2],
  ["ids=:event", 1],
  ["response_status=5xx", 2],
  ["response_status=404,500", 4],
  ["response_status=2xx,>=500", 7],
  ["error_code=BAD_RESPONSE", 4],
  ["attempts_min=1", 9],
  ["attempts_max=0", 1],
  ["attempts_min=2", 0],
  ["q=status%3D500", 2],
  ["q=STATUS%3D&status=failed", 4],
  ["from=now-1h", 10],
  ["to=now-1h", 0],
])("events with %s: the list shows as many as are counted: %i", async (query, expected) => {
  const [event] = events;
  const values: Record<string, string> = {
    connection: connection.id,
    destination: connection.destination_id,
    source: connection.source_id,
    request: event!.request_id,
    event: event!.id,
  };
  const filled = query.replace(/:(\w+)/g, (_match, name: string) => values[name]!);
  expect((await counted(`/events/count?${filled}`)).count).toBe(expected);
  expect(await listed(`/events?${filled}`)).toBe(expected);
});

test.each([
  ["status=accepted", 5],
  ["status=rejected", 1],
  ["cause=no_connection", 1],
  ["connection_id=:connection", 5],
  ["connection_id=:connection&status=rejected", 0],
  ["source_id=:source", 5],
  ["q=nobody%20takes", 1],
  ["q=ignored", 1],
])("requests with %s: the list shows as many as are counted: %i", async (query, expected) => {
  const filled = query.replace(":connection", connection.id).replace(":source", connection.source_id);
  expect((await counted(`/requests/count?${filled}`)).count).toBe(expected);
  expect(await listed(`/requests?${filled}`)).toBe(expected);
});

test("a range holds what came in its first and its last millisecond", async () => {
  const times = events.map((event) => event.created_at);
  const moment = times[4]!;
  const expected = times.filter((time) => time === moment).length;
  const range = `from=${moment}&to=${moment}`;
  expect((await counted(`/events/count?${range}`)).count).toBe(expected);
  expect(await listed(`/events?${range}`)).toBe(expected);
  expect((await counted(`/requests/count?${range}`)).count).toBe(1);
  const next = new Date(Date.parse(moment) + 1).toISOString();
  const inside = (await counted(`/events/count?to=${moment}`)).count;
  expect(inside + (await counted(`/events/count?from=${next}`)).count).toBe(10);
  expect((await counted(`/events/count?${range}`)).applied_range).toEqual({ from: moment, to: moment });
});

test("a request is counted as soon as it was acknowledged", async () => {
  const source = await gateway.api.ok<Wire["source"]>("POST", "/sources", { name: "counted" });
  for (let sent = 1; sent <= 5; sent++) {
    await submit(source);
    expect((await counted(`/requests/count?source_id=${source.id}`)).count).toBe(sent);
  }
});

test.each([
  ["/events/count?limit=1", "query.limit"],
  ["/events/count?q=ab", "query.q"],
  ["/events/count?attempts_min=x", "query.attempts_min"],
  ["/requests/count?error_code=TIMEOUT", "query.error_code"],
  ["/requests/count?from=tomorrow", "query.from"],
])("%s is 422 and names %s", async (path, field) => {
  const { status, body } = await gateway.api.call<Problem>("GET", path);
  expect([status, body.errors?.[0]?.path]).toEqual([422, field]);
});
