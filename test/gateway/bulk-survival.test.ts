import { Client, Connection } from "@temporalio/client";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { Wire } from "../support/api.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { startReceiver, type Answer, type Receiver } from "../support/receiver.ts";
import { bodies, byPath, ended, eventsOf, once, recovered, start } from "./bulk-scene.ts";
import { attemptsOf } from "./scene.ts";

vi.setConfig({ testTimeout: 120_000 });

let receiver: Receiver;
let gateway: TestGateway;
let temporal: Connection;
let client: Client;
beforeAll(async () => {
  receiver = await startReceiver({ answer: byPath });
  gateway = await startTestGateway();
  temporal = await Connection.connect({ address: gateway.settings.temporal.address });
  client = new Client({ connection: temporal });
});
afterAll(async () => {
  await temporal.close();
  await gateway[Symbol.asyncDispose]();
  await receiver[Symbol.asyncDispose]();
});

const operations = () => gateway.database.collection<{ _id: string }>("bulk_operations");
/** Has the runner look after an operation now, as it does once in a minute. */
const lookAfter = ({ id }: { id: string }) =>
  operations().updateOne({ _id: id }, { $set: { outbox: { due: new Date(), lease: null } } });
const started = (it: Wire["bulk"]) => it.delivered_count > 0;

test("the gateway is restarted while an operation runs: it goes on, and attempts each event once", async () => {
  const { ids } = await recovered(gateway.api, receiver.url, bodies(15));
  const operation = await start(gateway.api, { ids, rate_per_second: 4 });
  await once(gateway.api, operation, "has begun", started);
  await gateway.restart();
  expect(await ended(gateway.api, operation)).toMatchObject({ status: "completed", delivered_count: 15 });
  for (const id of ids) expect(await attemptsOf(gateway.api, id)).toHaveLength(2);
});

test("accepted while no worker runs: pending, and carried out as soon as one does", async () => {
  const { ids } = await recovered(gateway.api, receiver.url, bodies(2));
  await gateway.restart({ roles: ["ingress", "api"] });
  const operation = await start(gateway.api, { ids });
  expect(operation).toMatchObject({ status: "pending", total_count: 2, started_at: null });
  await gateway.restart();
  expect(await ended(gateway.api, operation)).toMatchObject({ status: "completed", delivered_count: 2 });
});

test("its workflow is terminated: the operation fails, says why, and is not started again", async () => {
  const { ids } = await recovered(gateway.api, receiver.url, bodies(3));
  const operation = await start(gateway.api, { ids, rate_per_second: 0.01 });
  await once(gateway.api, operation, "has begun", started);
  await client.workflow.getHandle(operation.id).terminate();
  await lookAfter(operation);
  expect(await ended(gateway.api, operation)).toMatchObject({
    status: "failed",
    cause: "WORKFLOW_TERMINATED",
  });
  expect(await eventsOf(gateway.api, operation, "pending")).toHaveLength(2);
});

test("its workflow is terminated while an event is in flight: what comes of that is counted all the same", async () => {
  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  const answer: Answer = async (_request, at) => (at === 0 ? { status: 500 } : released.then(() => ({})));
  await using slow = await startReceiver({ answer });
  const { ids } = await recovered(gateway.api, slow.url, bodies(1));
  const operation = await start(gateway.api, { ids });
  await slow.waitFor(2);
  await client.workflow.getHandle(operation.id).terminate();
  await lookAfter(operation);
  const failed = await once(gateway.api, operation, "has failed", ({ status }) => status === "failed");
  expect(failed).toMatchObject({ in_flight_count: 1, completed_at: null });
  release();
  expect(await ended(gateway.api, operation)).toMatchObject({
    status: "failed",
    cause: "WORKFLOW_TERMINATED",
    in_flight_count: 0,
    delivered_count: 1,
  });
  expect(await eventsOf(gateway.api, operation, "delivered")).toHaveLength(1);
});

test("Temporal has lost its workflow: another one goes on, and attempts nothing twice", async () => {
  const { ids } = await recovered(gateway.api, receiver.url, bodies(4));
  const operation = await start(gateway.api, { ids, rate_per_second: 0.01 });
  await once(gateway.api, operation, "has begun", started);
  const handle = client.workflow.getHandle(operation.id);
  await handle.terminate();
  await client.workflowService.deleteWorkflowExecution({
    namespace: gateway.settings.temporal.namespace,
    workflowExecution: { workflowId: operation.id },
  });
  await expect
    .poll(
      () =>
        handle.describe().then(
          () => "there",
          () => "gone",
        ),
      { timeout: 60_000 },
    )
    .toBe("gone");
  // As if it had been taken up by the workflow that was lost, and never sent.
  const items = gateway.database.collection<{ _id: string }>("bulk_items");
  await items.updateOne(
    { _id: `${operation.id}_${ids[1]!}` },
    { $set: { state: "in_flight", round: "lost:1" } },
  );
  await operations().updateOne({ _id: operation.id }, { $inc: { in_flight_count: 1 } });
  await gateway.api.ok("PATCH", `/events/bulk_operations/${operation.id}`, { rate_per_second: null });
  expect(await ended(gateway.api, operation)).toMatchObject({
    status: "completed",
    delivered_count: 4,
    in_flight_count: 0,
  });
  for (const id of ids) expect(await attemptsOf(gateway.api, id)).toHaveLength(2);
});

test("the process died before the set was whole: nobody sees the operation, and it is removed", async () => {
  const { ids } = await recovered(gateway.api, receiver.url, bodies(1));
  const operation = await ended(gateway.api, await start(gateway.api, { ids }));
  await operations().updateOne({ _id: operation.id }, { $set: { frozen: false } });
  expect((await gateway.api.call("GET", `/events/bulk_operations/${operation.id}`)).status).toBe(404);
  await lookAfter(operation);
  await expect.poll(() => operations().findOne({ _id: operation.id })).toBeNull();
  expect(await gateway.database.collection("bulk_items").findOne({ operation_id: operation.id })).toBeNull();
});

test("the call is repeated after its process died before the set was whole: one operation, with the whole set", async () => {
  const { ids } = await recovered(gateway.api, receiver.url, bodies(2));
  const headers = { "idempotency-key": `bulk-${ids[0]}` };
  const call = () => gateway.api.call<Wire["bulk"]>("POST", "/events/bulk_operations", { ids }, headers);
  const first = await call();
  await ended(gateway.api, first.body);
  // As it was when half of the set had been written.
  const half = { frozen: false, status: "pending", total_count: 1, delivered_count: 0, started_at: null };
  await operations().updateOne(
    { _id: first.body.id },
    { $set: { ...half, completed_at: null, round: null } },
  );
  await gateway.database.collection("bulk_items").deleteOne({ operation_id: first.body.id });
  const keys = gateway.database.collection("idempotency_keys");
  await keys.updateMany({}, { $set: { answer: null, lease: "of the dead", lease_until: new Date(0) } });
  const second = await call();
  expect(second).toMatchObject({ status: 202, body: { id: first.body.id, total_count: 2 } });
  expect((await eventsOf(gateway.api, first.body)).map((it) => it.event_id)).toEqual(ids);
});
