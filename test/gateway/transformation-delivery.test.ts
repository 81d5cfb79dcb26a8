import { gunzipSync, gzipSync } from "node:zlib";
import { Client, Connection } from "@temporalio/client";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { List, Wire } from "../support/api.ts";
import { eventually } from "../support/eventually.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { startReceiver, type ReceivedRequest, type Receiver } from "../support/receiver.ts";
import { handler, save, transform } from "./programs.ts";
import { connect, settledEvent, submit } from "./scene.ts";
import type { Sent } from "./send.ts";

type Event = Wire["event"];
type Execution = Wire["execution"];

const JSON_TYPE: [string, string] = ["content-type", "application/json"];
const REFRESH = { trigger: "manual", actor: "signal", refresh: true };

let gateway: TestGateway;
let receiver: Receiver;
let temporal: Connection;

beforeAll(async () => {
  receiver = await startReceiver({
    answer: ({ target }) => ({ status: target.startsWith("/refuse") ? 500 : 200 }),
  });
  gateway = await startTestGateway();
  temporal = await Connection.connect({ address: gateway.settings.temporal.address });
});
afterAll(async () => {
  await temporal.close();
  await gateway[Symbol.asyncDispose]();
  await receiver[Symbol.asyncDispose]();
});

const sentFor = (event: Event) => receiver.requests.filter((it) => it.header("webhook-id") === event.id);
const executionsOf = async (event: Event) =>
  (await gateway.api.ok<List<Execution>>("GET", `/events/${event.id}/executions?dir=asc`)).models;
const eventOf = async (connection: Wire["connection"], sent: Sent = {}) =>
  settledEvent(gateway.api, await submit(connection.source, sent));

/** A connection whose requests go through one transformation. */
async function transforming(body: string) {
  const transformation = await save(gateway.api, body);
  const rules = [transform(transformation)];
  return { transformation, connection: await connect(gateway.api, receiver.url, { rules }) };
}

/** What came of a request that went through one transformation. */
async function transformed(body: string, sent: Sent): Promise<{ event: Event; sent: ReceivedRequest }> {
  const event = await eventOf((await transforming(body)).connection, sent);
  const [request] = sentFor(event);
  if (!request) throw new Error(`${event.id} is ${event.status}: ${JSON.stringify(event.cause_detail)}`);
  return { event, sent: request };
}

const signalRetry = (event: Event, ...order: object[]) =>
  new Client({ connection: temporal }).workflow.getHandle(event.workflow_id!).signal("retry", ...order);

/** The event once it has this status and no execution is left of the time before. */
const becomes = (before: Event, status: string) =>
  eventually(`${before.id} is ${status}`, async () => {
    const event = await gateway.api.ok<Event>("GET", `/events/${before.id}`);
    return event.status === status && event.updated_at !== before.updated_at && event;
  });

describe("what a transformation returns", () => {
  test("is delivered, and shown by the event, in method, path, query, headers and body", async () => {
    const { event, sent } = await transformed(
      `return { method: "PUT", path: "/new", query: "b=2", body: { total: request.body.a + 1, é: [true] },
        headers: { ...request.headers, "x-old": undefined, "x-many": ["1", "2"] } }`,
      { body: '{ "a": 1 }', suffix: "/old?a=1", headers: [JSON_TYPE, ["x-old", "1"]] },
    );
    expect([sent.method, sent.target]).toEqual(["PUT", "/new?b=2"]);
    expect(sent.body.toString()).toBe('{"total":2,"é":[true]}');
    expect([sent.header("content-type"), sent.header("x-old")]).toEqual(["application/json", null]);
    expect(sent.headerLines.filter(([name]) => name === "x-many").map(([, value]) => value)).toEqual([
      "1",
      "2",
    ]);
    expect(sent.header("content-length")).toBe(String(sent.body.length));

    const shown = await gateway.api.ok<Event>("GET", `/events/${event.id}?include=data`);
    expect(shown.data).toMatchObject({ path: "/new", query: "b=2", body: { total: 2, é: [true] } });
    const raw = await gateway.api.call<object>("GET", `/events/${event.id}/raw_body`);
    expect(raw.body).toEqual({ total: 2, é: [true] });
    const request = await gateway.api.ok<Wire["request"]>(
      "GET",
      `/requests/${event.request_id}?include=data`,
    );
    expect(request.data).toMatchObject({ path: "/old", query: "a=1", body: { a: 1 } });
  });

  const FORM: [string, string] = ["content-type", "application/x-www-form-urlencoded"];
  test.each<
    [what: string, body: string, headers: [string, string][], sent: string, made: string, type: string | null]
  >([
    [
      "an untouched body, to the byte",
      "request.path = '/x'",
      [JSON_TYPE],
      '{ "n": 1.0, "n":2 }',
      '{ "n": 1.0, "n":2 }',
      "application/json",
    ],
    [
      "a text",
      "request.body += '!'",
      [["content-type", "text/plain; charset=latin1"]],
      "hé",
      "hé!",
      "text/plain; charset=utf-8",
    ],
    [
      "a text for JSON",
      "request.body = JSON.stringify({ a: 1 }, null, 1)",
      [JSON_TYPE],
      "{}",
      '{\n "a": 1\n}',
      "application/json",
    ],
    ["form fields", "request.body.b = ['1 2', 'ü']", [FORM], "a=1", "a=1&b=1+2&b=%C3%BC", FORM[1]],
    [
      "what no form holds",
      "request.body = { a: { b: 1 } }",
      [FORM],
      "a=1",
      '{"a":{"b":1}}',
      "application/json",
    ],
    [
      "a form as JSON",
      "request.headers['content-type'] = 'application/json'",
      [FORM],
      "a=1",
      '{"a":"1"}',
      "application/json",
    ],
    [
      "an object for a text",
      "request.body = [1]",
      [["content-type", "text/plain"]],
      "a",
      "[1]",
      "application/json",
    ],
    [
      "an object under a type of its own",
      "request.headers['content-type'] = 'text/x'; request.body = {}",
      [JSON_TYPE],
      "1",
      "{}",
      "text/x",
    ],
    ["nothing for a body", "request.body = ''", [JSON_TYPE], "{}", "", "application/json"],
  ])("is written by its content type: %s", async (_what, body, headers, given, made, type) => {
    const { sent } = await transformed(`${body}; return request`, { body: given, headers });
    expect([sent.body.toString(), sent.header("content-type")]).toEqual([made, type]);
  });

  test("keeps a compressed body and its coding as they are until the body changes", async () => {
    const body = gzipSync('{"a":1}');
    const headers: [string, string][] = [JSON_TYPE, ["content-encoding", "gzip"]];
    const kept = (await transformed("request.path = '/' + request.body.a; return request", { body, headers }))
      .sent;
    expect([kept.target, kept.header("content-encoding")]).toEqual(["/1", "gzip"]);
    expect(gunzipSync(kept.body).toString()).toBe('{"a":1}');
    const changed = (await transformed("request.body.a = 2; return request", { body, headers })).sent;
    expect([changed.body.toString(), changed.header("content-encoding")]).toEqual(['{"a":2}', null]);
  });

  test("is the same for each attempt, however the code or the rules change meanwhile", async () => {
    const transformation = await save(gateway.api, "request.body = 'first'; return request");
    const rules = [transform(transformation), { type: "retry", strategy: "linear", interval: 600, count: 1 }];
    const connection = await connect(gateway.api, `${receiver.url}/refuse`, { rules });
    const id = await submit(connection.source, { body: "{}" });
    await eventually("the first attempt was made", () =>
      receiver.requests.some((it) => it.header("x-fasthook-request-id") === id),
    );
    const code = handler("request.body = 'second'; return request");
    await gateway.api.ok("PATCH", `/transformations/${transformation.id}`, { code });
    const event = await settledEvent(gateway.api, id);
    expect(sentFor(event).map((it) => it.body.toString())).toEqual(["first", "first"]);
    expect(event.execution_ids).toHaveLength(1);
  });

  test("of null or undefined ignores the event, and says where", async () => {
    const { connection, transformation } = await transforming("return request.body.keep ? request : null");
    const event = await eventOf(connection, { body: '{"keep":false}' });
    const [execution_id] = event.execution_ids;
    expect(event).toMatchObject({ status: "ignored", cause: "FILTERED", attempts_count: 0 });
    expect(event.cause_detail).toEqual({ rule: 0, transformation_id: transformation.id, execution_id });
    expect(sentFor(event)).toEqual([]);
  });

  test("is the same for the same event, though its code asks for the time and for random numbers", async () => {
    const body = "request.body = [Date.now(), Math.random(), Math.random()]; return request";
    const { connection, transformation } = await transforming(body);
    const event = await eventOf(connection, { suffix: "/refuse" });
    await signalRetry(event, REFRESH);
    await eventually("it was sent again", () => sentFor(event).length === 2);
    const [first, second] = sentFor(event).map((it) => it.body.toString());
    expect(second).toBe(first);
    const on = { event_id: event.id };
    const trial = await gateway.api.ok<Wire["trial"]>(
      "POST",
      `/transformations/${transformation.id}/test`,
      on,
    );
    expect(JSON.stringify(trial.output?.body)).toBe(first);
  });
});

test("filters and transformations run in the order given, each on what the one before it made", async () => {
  const double = await save(gateway.api, "request.body.n *= 2; console.log(request.body.n); return request");
  const below = (limit: number) => ({ type: "filter", body: { n: { $lt: limit } } });
  const rules = [below(100), transform(double), below(100), transform(double), below(100)];
  const connection = await connect(gateway.api, receiver.url, { rules });
  const outcome = async (n: number) => {
    const event = await eventOf(connection, { body: JSON.stringify({ n }), headers: [JSON_TYPE] });
    const logs = (await executionsOf(event)).map((it) => it.logs[0]?.message);
    return [event.status, event.cause, event.cause_detail?.rule ?? null, logs];
  };
  expect(await outcome(24)).toEqual(["delivered", null, null, ["48", "96"]]);
  expect(await outcome(25)).toEqual(["ignored", "FILTERED", 4, ["50", "100"]]);
  expect(await outcome(50)).toEqual(["ignored", "FILTERED", 2, ["100"]]);
  expect(await outcome(100)).toEqual(["ignored", "FILTERED", null, []]);
});

test("a retry sends what was sent before; with refresh it goes through the present rules anew", async () => {
  const { connection, transformation } = await transforming("return { body: 'old' }");
  const event = await eventOf(connection, { body: '{"a":1}', headers: [JSON_TYPE], suffix: "/refuse" });
  const code = handler("return { body: 'new' }");
  await gateway.api.ok("PATCH", `/transformations/${transformation.id}`, { code });
  const sendAgain = async (count: number, ...order: object[]) => {
    await signalRetry(event, ...order);
    await eventually("it was sent again", () => sentFor(event).length === count);
  };
  await sendAgain(2);
  await sendAgain(3, REFRESH);
  await gateway.api.ok("PATCH", `/connections/${connection.id}`, { rules: [] });
  await sendAgain(4);
  await sendAgain(5, REFRESH);
  expect(sentFor(event).map((it) => it.body.toString())).toEqual(["old", "old", "new", "new", '{"a":1}']);

  const rules = [{ type: "filter", body: { a: 2 } }];
  await gateway.api.ok("PATCH", `/connections/${connection.id}`, { rules });
  const before = await gateway.api.ok<Event>("GET", `/events/${event.id}`);
  await signalRetry(event, REFRESH);
  expect(await becomes(before, "ignored")).toMatchObject({ cause: "FILTERED", attempts_count: 5 });
});
