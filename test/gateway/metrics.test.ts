import { afterAll, beforeAll, expect, test } from "vitest";
import type { List, Problem, Wire } from "../support/api.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { startReceiver, type Receiver } from "../support/receiver.ts";
import { connect, routed, settledEvent, submit } from "./scene.ts";

type Values = Record<string, number | null>;
interface Metrics {
  granularity: string;
  applied_range: { from: string; to: string };
  group_by: string[];
  measures: string[];
  series: { group: Values; totals: Values; points: { time: string; values: Values }[] }[];
}

let gateway: TestGateway;
let receiver: Receiver;
let connection: Wire["connection"];
let other: Wire["connection"];
let paused: Wire["connection"];
let began: number;

const RETRY = { type: "retry", strategy: "linear", interval: 100, count: 1, response_status_codes: ["503"] };

beforeAll(async () => {
  receiver = await startReceiver({
    answer: (request) => ({ status: Number(/status=(\d+)/.exec(request.target)?.[1] ?? 200) }),
  });
  gateway = await startTestGateway();
  began = Date.now();
  const { api } = gateway;
  connection = await connect(api, receiver.url, {
    rules: [{ type: "filter", path: { $neq: "/ignored" } }, RETRY],
  });
  other = await connect(api, receiver.url);
  paused = await connect(api, receiver.url);
  await api.ok("PUT", `/connections/${paused.id}/pause`);
  for (const suffix of ["", "", "?status=500", "?status=503", "/ignored"]) {
    await settledEvent(api, await submit(connection.source, { suffix }));
  }
  await settledEvent(api, await submit(other.source));
  const lonely = await api.ok<Wire["source"]>("POST", "/sources", { name: "without a connection" });
  await routed(api, await submit(lonely));
  await routed(api, await submit(paused.source));
});
afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
  await receiver[Symbol.asyncDispose]();
});

const metrics = (path: string) => gateway.api.ok<Metrics>("GET", `/metrics/${path}`);
const totals = async (path: string) => (await metrics(path)).series.map(({ totals: it }) => it);

test("requests are measured by how they were received", async () => {
  expect(await totals("requests")).toEqual([{ count: 8, accepted: 7, rejected: 1, error_rate: 1 / 8 }]);
});

test("events are measured as they stand now", async () => {
  const [values] = await totals("events");
  expect(values).toMatchObject({ count: 7, delivered: 3, failed: 2, ignored: 1, held: 1, error_rate: 2 / 5 });
  expect(values?.latency_p50).toBeGreaterThanOrEqual(0);
});

test("attempts are measured with their latencies, as the list shows them", async () => {
  const { models } = await gateway.api.ok<List<Wire["attempt"]>>("GET", "/attempts");
  const latencies = models.map((attempt) => attempt.latency_ms).sort((a, b) => a - b);
  const [values] = await totals("attempts");
  expect(values).toMatchObject({ count: 6, delivered: 3, failed: 3, error_rate: 0.5 });
  for (const [measured, exact] of [
    [values?.latency_p50, latencies[2]],
    [values?.latency_p99, latencies[5]],
  ]) {
    // To the millisecond below a second, to one percent above.
    expect(Math.abs(measured! - exact!)).toBeLessThanOrEqual(Math.max(0.5, exact! / 100));
  }
});

test("the queue is measured by what waits now, and how long it has waited", async () => {
  const [values] = await totals("queue");
  expect(values).toMatchObject({ depth: 1, held: 1, queued: 0, processing: 0 });
  expect(values?.oldest_age_ms).toBeGreaterThan(0);
  expect(values?.oldest_age_ms).toBeLessThanOrEqual(Date.now() - began);
  const later = await metrics("queue?from=now&measures=depth&group_by=status,connection_id");
  expect(later.series[0]).toMatchObject({
    group: { status: "held", connection_id: paused.id },
    totals: { depth: 1 },
  });
});

test("a series is divided as asked, with a point for each interval and zeros where nothing was", async () => {
  const from = new Date(began - 600_000).toISOString();
  const to = new Date().toISOString();
  const series = await metrics(`events?from=${from}&to=${to}&granularity=1m&measures=count,failed`);
  expect(series).toMatchObject({
    granularity: "1m",
    applied_range: { from, to },
    measures: ["count", "failed"],
  });
  const points = series.series[0]!.points;
  const minute = (time: string) => Math.floor(Date.parse(time) / 60_000) * 60_000;
  expect(points.map(({ time }) => Date.parse(time))).toEqual(
    Array.from({ length: points.length }, (_, at) => minute(from) + at * 60_000),
  );
  expect(Date.parse(points.at(-1)!.time)).toBe(minute(to));
  expect(points[0]!.values).toEqual({ count: 0, failed: 0 });
  expect(points.reduce((sum, { values }) => sum + values.count!, 0)).toBe(7);
});

test("points add up to what is counted", async () => {
  for (const noun of ["requests", "events"]) {
    const { count } = await gateway.api.ok<{ count: number }>("GET", `/${noun}/count`);
    const { series } = await metrics(`${noun}?measures=count`);
    expect(series[0]!.points.reduce((sum, { values }) => sum + values.count!, 0)).toBe(count);
  }
});

test.each([
  ["events?group_by=status", ["delivered 3", "failed 2", "held 1", "ignored 1"]],
  ["events?group_by=error_code", ["null 5", "BAD_RESPONSE 2"]],
  ["events?group_by=response_status", ["200 3", "null 2", "500 1", "503 1"]],
  ["attempts?group_by=trigger", ["initial 5", "automatic 1"]],
  ["attempts?group_by=status,response_status", ["delivered,200 3", "failed,503 2", "failed,500 1"]],
  ["requests?group_by=cause", ["null 7", "NO_CONNECTION 1"]],
])("%s: a series for each group", async (path, expected) => {
  const { series } = await metrics(`${path}&measures=count`);
  const groups = series.map(
    ({ group, totals: { count } }) => `${Object.values(group).map(String).join(",")} ${count}`,
  );
  expect(groups.sort()).toEqual([...expected].sort());
});

test.each<[string, () => string, number]>([
  ["requests of a source", () => `requests?source_id=${connection.source_id}`, 5],
  ["requests over a connection", () => `requests?connection_id=${other.id}`, 1],
  ["requests by status", () => "requests?status=rejected", 1],
  ["requests by cause, in any case", () => "requests?cause=no_connection", 1],
  ["events of a source", () => `events?source_id=${connection.source_id}`, 5],
  [
    "events of a connection, by status",
    () => `events?connection_id=${connection.id}&status=failed,ignored`,
    3,
  ],
  ["events of several destinations", () => `events?destination_id=${both()}`, 6],
  ["events by error code", () => "events?error_code=BAD_RESPONSE", 2],
  ["events by answer", () => "events?response_status=5xx", 2],
  ["events by cause", () => "events?cause=FILTERED", 1],
  [
    "attempts of a destination, by status",
    () => `attempts?status=failed&destination_id=${connection.destination_id}`,
    3,
  ],
  ["attempts by answer", () => "attempts?response_status=503", 2],
  ["what waits for a destination", () => `queue?destination_id=${paused.destination_id}`, 1],
  ["what waits elsewhere", () => `queue?connection_id=${other.id}`, 0],
  ["what is held", () => "queue?status=held", 1],
  ["what is queued", () => "queue?status=queued", 0],
])("metrics of %s count these alone, as the list shows them", async (_, pathOf, expected) => {
  const path = pathOf();
  const [values] = await totals(path);
  expect(values?.count ?? values?.depth).toBe(expected);
  const { count } = await gateway.api.ok<List<unknown>>("GET", `/${listOf(path)}`);
  expect(count).toBe(expected);
});

const both = () => `${connection.destination_id},${other.destination_id}`;
/** The list of the same records: a queue's are events that wait. */
const listOf = (path: string) =>
  path.replace(/^queue\?(?!status)/, "events?status=queued,held,processing&").replace(/^queue/, "events");

test("without a range the last day is measured, in five minutes each", async () => {
  const { granularity, applied_range, series } = await metrics("attempts");
  expect(granularity).toBe("5m");
  expect(Date.parse(applied_range.to) - Date.parse(applied_range.from)).toBe(86_400_000);
  expect([288, 289]).toContain(series[0]!.points.length);
});

test.each([
  ["requests?measures=latency_p50", "query.measures[0]"],
  ["events?group_by=colour", "query.group_by[0]"],
  ["queue?granularity=2m", "query.granularity"],
  ["attempts?from=now&to=now-1h", "query.from"],
  ["attempts?from=now-30d&granularity=1m", "query.granularity"],
  ["events?limit=1", "query.limit"],
  ["events?connection_id=src_1", "query.connection_id[0]"],
  ["attempts?source_id=src_1", "query.source_id"],
  ["queue?status=delivered", "query.status"],
])("metrics of %s are 422 and name %s", async (path, field) => {
  const { status, body } = await gateway.api.call<Problem>("GET", `/metrics/${path}`);
  expect([status, body.errors?.[0]?.path]).toEqual([422, field]);
});

test("there are no metrics of anything else: 404", async () => {
  expect((await gateway.api.call("GET", "/metrics/sources")).status).toBe(404);
});
