import { Client, Connection } from "@temporalio/client";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
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
