import { Client, Connection } from "@temporalio/client";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { List, Wire } from "../support/api.ts";
import { eventually } from "../support/eventually.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { startReceiver, type Receiver } from "../support/receiver.ts";
import { handler, save, transform } from "./programs.ts";
import { attemptsOf, connect, connectAlso, settled, settledEvent, submit } from "./scene.ts";
import type { Sent } from "./send.ts";

type Event = Wire["event"];
type Execution = Wire["execution"];

const JSON_TYPE: [string, string] = ["content-type", "application/json"];

let gateway: TestGateway;
let receiver: Receiver;
let temporal: Connection;

beforeAll(async () => {
  receiver = await startReceiver();
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

const signalRetry = (event: Event) =>
  new Client({ connection: temporal }).workflow.getHandle(event.workflow_id!).signal("retry");

/** The event once it has this status again, and was changed since. */
const becomes = (before: Event, status: string) =>
  eventually(`${before.id} is ${status}`, async () => {
    const event = await gateway.api.ok<Event>("GET", `/events/${before.id}`);
    return event.status === status && event.updated_at !== before.updated_at && event;
  });

describe("a run that fails", () => {
  test("fails the event without an attempt, and leads to its execution and back", async () => {
    const { connection, transformation } = await transforming("console.log('here');\nrequest.body.a.b()");
    const event = await eventOf(connection, { body: "{}", headers: [JSON_TYPE] });
    const [execution_id = ""] = event.execution_ids;
    const detail = { transformation_id: transformation.id, execution_id };
    const status = { status: "failed", cause: "TRANSFORMATION_FAILED", attempts_count: 0 };
    expect(event).toMatchObject({ ...status, next_attempt_at: null, cause_detail: detail });
    expect(await attemptsOf(gateway.api, event.id)).toEqual([]);

    const path = `/transformations/${transformation.id}/executions`;
    const execution = await gateway.api.ok<Execution>("GET", `${path}/${execution_id}`);
    const { id: event_id, request_id, connection_id } = event;
    expect(execution).toMatchObject({ event_id, request_id, connection_id, version: 1, status: "error" });
    expect(execution).toMatchObject({
      input: { body: {} },
      output: null,
      error: { name: "TypeError", line: 2 },
    });
    expect(execution.logs).toEqual([{ level: "log", message: "here" }]);
    expect(event.cause_detail?.error).toBe(execution.error?.message);
    const listed = async (query: string) =>
      (await gateway.api.ok<List<Execution>>("GET", `${path}?${query}`)).models.map((it) => it.id);
    expect(await listed(`event_id=${event.id}&status=error&from=now-1h`)).toEqual([execution_id]);
    expect(await listed("status=ok,timeout")).toEqual([]);
    expect(
      (await gateway.api.call("GET", `/transformations/trf_other/executions/${execution_id}`)).status,
    ).toBe(404);
  });

  test("is run anew by a retry, by the code as it is by then", async () => {
    const { connection, transformation } = await transforming("throw new Error('broken')");
    const event = await eventOf(connection, { body: '{"a":1}' });
    await signalRetry(event);
    const again = await becomes(event, "failed");
    expect(again.cause).toBe("TRANSFORMATION_FAILED");
    const code = handler("return { body: 'mended' }");
    await gateway.api.ok("PATCH", `/transformations/${transformation.id}`, { code });
    await signalRetry(event);
    expect(await becomes(again, "delivered")).toMatchObject({ cause: null, cause_detail: null });
    expect(sentFor(event).map((it) => it.body.toString())).toEqual(["mended"]);
    const runs = (await executionsOf(event)).map(({ version, status }) => [version, status]);
    expect(runs).toEqual([
      [1, "error"],
      [1, "error"],
      [2, "ok"],
    ]);
  });
});

test.each([
  ["loops for ever", "for (;;);", ["timeout"]],
  [
    "asks for more memory than there is",
    "const kept = []; for (;;) kept.push(new Uint8Array(8e6))",
    ["memory"],
  ],
  ["never looks up from one call", "return new Array(1e9) + ''", ["timeout", "memory"]],
])("code that %s fails its own events alone", async (_what, body, statuses) => {
  const { connection: hostile } = await transforming(body);
  const peaceful = await connectAlso(gateway.api, hostile, receiver.url);
  const ids = await Promise.all(Array.from({ length: 3 }, () => submit(hostile.source, { body: "{}" })));
  for (const id of ids) {
    const events = await settled(gateway.api, id);
    const of = (connection: Wire["connection"]) => events.find((it) => it.connection_id === connection.id)!;
    expect(of(peaceful)).toMatchObject({ status: "delivered", execution_ids: [] });
    expect(of(hostile)).toMatchObject({ status: "failed", cause: "TRANSFORMATION_FAILED" });
    const [execution] = await executionsOf(of(hostile));
    expect(statuses).toContain(execution?.status);
  }
});

test("code that loops for ever, again and again, doesn't hold up another connection's deliveries", async () => {
  const { connection: hostile } = await transforming("for (;;);");
  const peaceful = await connect(gateway.api, receiver.url);
  for (let sent = 0; sent < 8; sent++) await submit(hostile.source);
  const delivered = await eventOf(peaceful);
  const query = `/events?connection_id=${hostile.id}`;
  const all = await gateway.api.ok<List<Event>>("GET", query);
  expect(delivered.status).toBe("delivered");
  expect(all.models.map((it) => it.status)).toContain("queued");
  const failed = await eventually("all hostile events have failed", async () => {
    const list = await gateway.api.ok<List<Event>>("GET", `${query}&status=failed`);
    return list.count === 8 && list;
  });
  expect(failed.models.map((it) => it.cause)).toEqual(Array(8).fill("TRANSFORMATION_FAILED"));
});
