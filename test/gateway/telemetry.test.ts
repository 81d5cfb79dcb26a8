import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Wire } from "../support/api.ts";
import { eventually } from "../support/eventually.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { startReceiver, type Receiver } from "../support/receiver.ts";
import { documented } from "../telemetry/promises.ts";
import { attemptsOf, connect, settledEvent, submit } from "./scene.ts";

/** A span as OTLP writes it in JSON (https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding). */
interface Span {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  kind: number;
  attributes: { key: string; value: Record<string, string | number | boolean> }[];
  links?: { traceId: string; spanId: string }[];
  status?: { code?: number };
}
interface Exported {
  resourceSpans: { scopeSpans: { spans: Span[] }[] }[];
}

const TRACE = "0af7651916cd43dd8448eb211c80319c";
const CALLER = "b7ad6b7169203331";
const KINDS = { internal: 1, server: 2, client: 3, producer: 4 };
const FAILED = 2;
const RETRY = { type: "retry", strategy: "linear", interval: 100, count: 1 };
const CODE = `addHandler("transform", (request) => ({ ...request, headers: { ...request.headers, "x-made": "1" } }))`;

let gateway: TestGateway;
let collector: Receiver;
let receiver: Receiver;
let connection: Wire["connection"];
let event: Wire["event"];

beforeAll(async () => {
  collector = await startReceiver({
    answer: { headers: { "content-type": "application/json" }, body: "{}" },
  });
  receiver = await startReceiver({ answer: [{ status: 503 }, { status: 200 }] });
  gateway = await startTestGateway({
    tracing: {
      endpoint: collector.url,
      headers: { "x-collector-key": "collector-key" },
      serviceName: "fasthook-test",
      share: 1,
    },
  });
  const { api } = gateway;
  const transformation = await api.ok<{ id: string }>("POST", "/transformations", { name: "t", code: CODE });
  connection = await connect(api, receiver.url, {
    rules: [{ type: "transform", transformation_id: transformation.id }, RETRY],
  });
  const headers: [string, string][] = [
    ["traceparent", `00-${TRACE}-${CALLER}-00`],
    ["tracestate", "caller=1"],
  ];
  event = await settledEvent(api, await submit(connection.source, { headers, body: "{}" }));
});
afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
  await receiver[Symbol.asyncDispose]();
  await collector[Symbol.asyncDispose]();
});

/** The connection's source, whose address a restart has changed. */
const source = () => gateway.api.ok<Wire["source"]>("GET", `/sources/${connection.source_id}`);

const exported = () =>
  collector.requests
    .map(({ body }) => JSON.parse(body.toString()) as Exported)
    .flatMap(({ resourceSpans }) =>
      resourceSpans.flatMap((it) => it.scopeSpans.flatMap(({ spans }) => spans)),
    );

const attribute = ({ attributes }: Span, key: string) =>
  Object.values(attributes.find((it) => it.key === key)?.value ?? {})[0];

async function scrape(): Promise<string> {
  return (await fetch(`${gateway.url}/metrics`)).text();
}

/** The value of a sample as Prometheus writes it; null: there is none. */
async function sample(series: string): Promise<number | null> {
  const line = (await scrape()).split("\n").find((it) => it.startsWith(`${series} `));
  return line === undefined ? null : Number(line.slice(series.length + 1));
}

describe("a webhook's trace", () => {
  test("goes on the caller's, from ingress over routing, transformation and workflow to each attempt", async () => {
    const spans = await eventually("all spans are sent", () => {
      const all = exported().filter(({ traceId }) => traceId === TRACE);
      return all.filter(({ name }) => name === "deliver").length === 2 && all.length >= 6 && all;
    });
    const [ingress, ...others] = spans.filter(({ kind }) => kind === KINDS.server);
    expect(others).toEqual([]);
    expect(ingress).toMatchObject({ name: "POST /in/{token}", parentSpanId: CALLER });
    const children = spans.filter(({ parentSpanId }) => parentSpanId === ingress!.spanId);
    expect(children.map(({ name, kind }) => [name, kind]).sort()).toEqual([
      ["deliver", KINDS.client],
      ["deliver", KINDS.client],
      ["route", KINDS.internal],
      ["start workflow", KINDS.producer],
      ["transform", KINDS.internal],
    ]);
    expect(attribute(ingress!, "fasthook.request_id")).toBe(event.request_id);
    expect(JSON.stringify(spans)).not.toContain(connection.source.url.split("/").at(-1));
  });

  test("names event, connection, destination, workflow and number in the span of each attempt", () => {
    const attempts = exported().filter(({ name, traceId }) => name === "deliver" && traceId === TRACE);
    const told = attempts.map((span) => [
      Number(attribute(span, "fasthook.attempt_number")),
      attribute(span, "fasthook.event_id"),
      attribute(span, "fasthook.connection_id"),
      attribute(span, "fasthook.destination_id"),
      attribute(span, "fasthook.workflow_id"),
      Number(attribute(span, "http.response.status_code")),
      span.status?.code === FAILED,
    ]);
    const ids = [event.id, connection.id, event.destination_id, event.workflow_id];
    expect(told).toEqual([
      [1, ...ids, 503, true],
      [2, ...ids, 200, false],
    ]);
  });

  test("reaches the destination as the traceparent of the very attempt, with the caller's tracestate", () => {
    const attempts = exported().filter(({ name, traceId }) => name === "deliver" && traceId === TRACE);
    const sent = receiver.requests.slice(0, 2);
    expect(sent.map((request) => request.header("traceparent"))).toEqual(
      attempts.map(({ spanId }) => `00-${TRACE}-${spanId}-01`),
    );
    expect(sent.map((request) => request.header("tracestate"))).toEqual(["caller=1", "caller=1"]);
  });

  test("is linked from the trace of a later replay", async () => {
    await gateway.api.ok("POST", `/requests/${event.request_id}/retry`);
    const replayed = await eventually("the replay is traced", () =>
      exported().find(({ name, links }) => name === "deliver" && links?.[0]?.traceId === TRACE),
    );
    expect(replayed.traceId).not.toBe(TRACE);
  });

  test("is sent with the headers that were set, under the service's name", () => {
    expect(collector.requests[0]!.header("x-collector-key")).toBe("collector-key");
    expect(collector.requests[0]!.target).toBe("/v1/traces");
    expect(collector.requests[0]!.body.toString()).toContain('"fasthook-test"');
  });
});

describe("without a tracer", () => {
  test("a traceparent that was received goes on to the destination as any header does", async () => {
    await gateway.restart({ tracing: null });
    const count = receiver.requests.length;
    const traceparent = `00-${TRACE}-${CALLER}-01`;
    const last = await settledEvent(
      gateway.api,
      await submit(await source(), { headers: [["traceparent", traceparent]], body: "{}" }),
    );
    expect(receiver.requests[count]!.header("traceparent")).toBe(traceparent);
    const [attempt] = await attemptsOf(gateway.api, last.id);
    expect(attempt!.request_headers).toMatchObject({ traceparent });
  });
});

describe("/metrics", () => {
  test("counts a webhook at each of its stations", async () => {
    await eventually(
      "all is counted",
      async () => (await sample('fasthook_events_ended_total{status="delivered"}')) === 1,
    );
    expect(await sample('fasthook_requests_total{outcome="accepted"}')).toBe(1);
    expect(await sample('fasthook_events_total{status="queued"}')).toBe(1);
    expect(await sample('fasthook_attempts_total{result="delivered"}')).toBe(1);
    expect(await sample('fasthook_first_delivery_seconds_count{attempt="first"}')).toBe(1);
    expect(await sample('fasthook_sandbox_runs_total{status="ok"}')).toBe(1);
    expect(await sample('fasthook_group_commit_items_count{of="requests"}')).toBe(1);
    const via = await Promise.all(
      ["stream", "sweep"].map((it) => sample(`fasthook_dispatched_total{via="${it}",result="told"}`)),
    );
    expect(via.reduce<number>((sum, count) => sum + (count ?? 0), 0)).toBe(1);
  });

  test("tells what waits in the database, and that the servers answer", async () => {
    await gateway.api.ok("PUT", `/connections/${connection.id}/pause`);
    await submit(await source(), { body: "{}" });
    await eventually(
      "the held event is counted",
      async () => (await sample('fasthook_events_waiting{status="held"}')) === 1,
    );
    expect(await sample('fasthook_events_waiting{status="queued"}')).toBe(0);
    expect(await sample("fasthook_queue_oldest_seconds")).toBe(0);
    expect(await sample('fasthook_outbox_size{of="requests"}')).toBe(0);
    expect(await sample("fasthook_bulk_operations_open")).toBe(0);
    expect([await sample("fasthook_mongodb_up"), await sample("fasthook_temporal_up")]).toEqual([1, 1]);
  });

  test("shows what docs/telemetry.md tells of", async () => {
    const names = [...(await scrape()).matchAll(/^# TYPE ((?:fasthook|temporal)_\w+)/gm)].map(
      ([, name]) => name,
    );
    expect(names.sort()).toEqual(documented.map(({ name }) => name).sort());
  });

  test("has the metrics of Temporal's SDK, with few labels", async () => {
    const text = await scrape();
    expect(await sample('temporal_workflow_completed_total{workflow_type="deliverEvent"}')).toBeGreaterThan(
      0,
    );
    expect(await sample('temporal_request_total{operation="StartWorkflowExecution"}')).toBeGreaterThan(0);
    expect(text).toMatch(/^temporal_workflow_task_execution_latency_seconds_count\{.*\} [1-9]/m);
    expect(text).not.toContain(gateway.settings.temporal.taskQueue);
    expect(text).not.toMatch(/(?:src|des|con|evt|req|tm)_[0-9a-z]{10}/);
  });
});
