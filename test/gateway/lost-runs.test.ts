import { Client, Connection } from "@temporalio/client";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import type { EventDocument, StoredOrder } from "../../src/store/documents.ts";
import type { List, Wire } from "../support/api.ts";
import { eventually } from "../support/eventually.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { startReceiver, type Receiver } from "../support/receiver.ts";
import { attemptsOf, connect, routed, settledEvent, submit } from "./scene.ts";

const PATIENCE = 1000;

let gateway: TestGateway;
let receiver: Receiver;
let temporal: Client;
beforeAll(async () => {
  receiver = await startReceiver();
  gateway = await startTestGateway({ reconcileAfter: PATIENCE });
  temporal = new Client({ connection: await Connection.connect({ address: inject("temporalAddress") }) });
});
afterAll(async () => {
  await temporal.connection.close();
  await gateway[Symbol.asyncDispose]();
  await receiver[Symbol.asyncDispose]();
});

/** The only event of a request, as it is now. */
async function eventOf(requestId: string): Promise<Wire["event"]> {
  await routed(gateway.api, requestId);
  const list = await gateway.api.ok<List<Wire["event"]>>("GET", `/requests/${requestId}/events`);
  return list.models[0]!;
}

/** Ends the run of an event's workflow, once there is one, as an engineer might. */
async function endRun(event: Wire["event"], how: "terminate" | "cancel"): Promise<void> {
  const end = () =>
    temporal.workflow
      .getHandle(event.workflow_id!)
      [how]()
      .then(
        () => true,
        () => false,
      );
  await eventually(`${event.id} has a run to ${how}`, end);
}

test.each(["terminate", "cancel"] as const)(
  "an event whose workflow ends by %s before its time: delivered once by a new run when it is due",
  async (how) => {
    const { source } = await connect(gateway.api, receiver.url, { rules: [{ type: "delay", delay: 3000 }] });
    const requestId = await submit(source);
    const event = await eventOf(requestId);
    await endRun(event, how);
    expect(await settledEvent(gateway.api, requestId)).toMatchObject({
      status: "delivered",
      attempts_count: 1,
    });
    const arrived = receiver.requests.filter((it) => it.header("webhook-id") === event.id);
    expect(arrived).toHaveLength(1);
    expect(arrived[0]!.receivedAt.getTime()).toBeGreaterThan(Date.parse(event.next_attempt_at!) - 300);
  },
);

test("an event whose workflow is terminated between retries: its series goes on where it was", async () => {
  await using failing = await startReceiver({ answer: [{ status: 500 }, { status: 500 }, {}] });
  const rule = { type: "retry", strategy: "linear", interval: 2000, count: 2 };
  const { source } = await connect(gateway.api, failing.url, { rules: [rule] });
  const requestId = await submit(source);
  const first = await eventually("it was attempted", async () => {
    const event = await eventOf(requestId);
    return event.attempts_count > 0 && event;
  });
  await endRun(first, "terminate");
  expect(await settledEvent(gateway.api, requestId)).toMatchObject({
    status: "delivered",
    attempts_count: 3,
  });
  const attempts = await attemptsOf(gateway.api, first.id);
  expect(attempts.map(({ attempt_number, trigger }) => [attempt_number, trigger])).toEqual([
    [1, "initial"],
    [2, "automatic"],
    [3, "automatic"],
  ]);
});

const events = () => gateway.database.collection<EventDocument>("events");
const stored = async (id: string) => (await events().findOne({ _id: id }))!;

/** Leaves an event as it is where Temporal was told of these orders, and has lost all its data since. */
async function lose(event: Wire["event"], orders: StoredOrder[]): Promise<void> {
  const past = new Date(Date.now() - PATIENCE);
  await eventually("its own run has begun", async () => !(await stored(event.id)).outbox);
  await events().updateOne(
    { _id: event.id },
    { $set: { orders_told: orders, orders_told_at: past, updated_at: past } },
  );
}

test("an order on a final event that is lost with the run: made once by a new run, and those made before are not", async () => {
  const { source } = await connect(gateway.api, receiver.url);
  const event = await settledEvent(gateway.api, await submit(source));
  await gateway.api.ok("POST", `/events/${event.id}/retry`);
  await eventually("the first order had its attempt", async () => {
    const { attempts_count, orders, orders_told = [] } = await stored(event.id);
    return attempts_count === 2 && !orders?.length && orders_told.length === 0;
  });
  const [, made] = await gateway.database
    .collection("attempts")
    .find({ event_id: event.id })
    .sort({ _id: 1 })
    .toArray();
  const [before, lost] = [String(made!.order_id), "lost"].map((id): StoredOrder => ({
    id,
    trigger: "manual",
    actor: "key_1",
  }));
  await lose(event, [before!, lost!]);
  await eventually("no order is left", async () => {
    const { outbox, orders, orders_told = [] } = await stored(event.id);
    return !outbox && !orders?.length && orders_told.length === 0;
  });
  const attempts = await attemptsOf(gateway.api, event.id);
  expect(attempts.map((it) => [it.trigger, it.actor])).toEqual([
    ["initial", null],
    ["manual", expect.stringMatching(/^key_(?!1$)/)],
    ["manual", "key_1"],
  ]);
});

test("an order that was told and not made, taken back by a cancel: never made", async () => {
  const { source } = await connect(gateway.api, receiver.url, {
    rules: [{ type: "delay", delay: 86_400_000 }],
  });
  const event = await eventOf(await submit(source));
  await lose(event, [{ id: "void", trigger: "manual", actor: "key_1" }]);
  await gateway.api.ok("PUT", `/events/${event.id}/cancel`);
  await eventually("the cancel is told", async () => !(await stored(event.id)).outbox);
  expect(await stored(event.id)).toMatchObject({ orders_taken_back: ["void"], attempts_count: 0 });
  expect((await stored(event.id)).orders_told ?? []).toEqual([]);
});
