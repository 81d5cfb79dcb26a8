import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import type { EventDocument } from "../../src/store/documents.ts";
import type { List, Problem, Wire } from "../support/api.ts";
import { eventually } from "../support/eventually.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { startReceiver, type Receiver, type Reply } from "../support/receiver.ts";
import { connect, routed, submit, type Scene } from "./scene.ts";

// One of them starts a gateway four times.
vi.setConfig({ testTimeout: 90_000 });

let gateway: TestGateway;
let receiver: Receiver;
beforeAll(async () => {
  [gateway, receiver] = await Promise.all([startTestGateway(), startReceiver()]);
});
afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
  await receiver[Symbol.asyncDispose]();
});
beforeEach(() => receiver.answer({}));

const DAY = 86_400_000;
/** Milliseconds: what Temporal hands to a worker that just stops goes to another after 10 s, an activity after 20 s. */
const HANDED_ON = 45_000;
const delayed = { rules: [{ type: "delay", delay: DAY }] };
const daily = { rules: [{ type: "retry", strategy: "linear", interval: DAY, count: 2 }] };

const cancel = (id: string) =>
  gateway.api.call<Wire["event"] & Pick<Problem, "code" | "detail">>("PUT", `/events/${id}/cancel`);
const retry = (id: string) => gateway.api.call<Wire["event"]>("POST", `/events/${id}/retry`);
const read = (id: string) => gateway.api.ok<Wire["event"]>("GET", `/events/${id}`);
const stored = async (id: string) =>
  (await gateway.database.collection<EventDocument>("events").findOne({ _id: id }))!;
const told = (id: string) => eventually(`${id} is out of the outbox`, async () => !(await stored(id)).outbox);

async function eventThatIs(status: string, scene: Scene = {}): Promise<Wire["event"]> {
  const connection = await connect(gateway.api, receiver.url, scene);
  if (status === "held") await gateway.api.ok("PUT", `/connections/${connection.id}/pause`);
  const request = await submit(connection.source, { body: "{}" });
  await routed(gateway.api, request);
  return eventually(`the event is ${status}`, async () => {
    const path = `/requests/${request}/events?status=${status}`;
    return (await gateway.api.ok<List<Wire["event"]>>("GET", path)).models[0];
  });
}

test.each([
  ["queued", delayed],
  ["held", {}],
  ["processing", daily],
])("a cancel of an event that is %s ends it, again and again", async (status, scene) => {
  receiver.answer({ status: 500 });
  const event = await eventThatIs(status, scene);
  for (let times = 0; times < 2; times++) {
    const answer = await cancel(event.id);
    expect(answer).toMatchObject({ status: 200, body: { status: "cancelled", next_attempt_at: null } });
  }
  await told(event.id);
  expect(await read(event.id)).toMatchObject({ status: "cancelled", attempts_count: event.attempts_count });
});

test("a cancel of a failed event leaves it failed", async () => {
  receiver.answer({ status: 500 });
  const event = await eventThatIs("failed");
  expect(await cancel(event.id)).toMatchObject({ status: 200, body: { status: "failed" } });
  await told(event.id);
  expect(await read(event.id)).toMatchObject({ status: "failed", attempts_count: 1 });
});

test("a cancel of an event that was delivered or ignored is refused, and one of an unknown event not found", async () => {
  const delivered = await eventThatIs("delivered");
  const ignored = await eventThatIs("ignored", { rules: [{ type: "filter", body: { never: true } }] });
  for (const event of [delivered, ignored]) {
    const answer = await cancel(event.id);
    expect(answer).toMatchObject({ status: 409, body: { code: "CONFLICT" } });
    expect(answer.body.detail).toContain(event.status);
  }
  expect((await cancel("evt_missing")).status).toBe(404);
});

test("a cancelled event is sent again on a retry", async () => {
  const event = await eventThatIs("queued", delayed);
  await cancel(event.id);
  await retry(event.id);
  await eventually("it is delivered", async () => (await read(event.id)).status === "delivered");
});

test("a cancel takes back a retry before it, and not one after it", async () => {
  const event = await eventThatIs("queued", delayed);
  await gateway.restart({ roles: ["api"] });
  await retry(event.id);
  await cancel(event.id);
  expect((await stored(event.id)).orders).toBeUndefined();
  await gateway.restart();
  await told(event.id);
  expect(await read(event.id)).toMatchObject({ status: "cancelled", attempts_count: 0 });

  await gateway.restart({ roles: ["api"] });
  await cancel(event.id);
  await retry(event.id);
  await gateway.restart();
  const isDelivered = async () => (await read(event.id)).status === "delivered";
  await eventually("it is delivered", isDelivered, HANDED_ON);
  expect(await read(event.id)).toMatchObject({ attempts_count: 1 });
});

test.each([
  [500, "cancelled"],
  [200, "delivered"],
])("an attempt under way as its event is cancelled that ends with %d leaves it %s", async (status, end) => {
  let answer = (_: Reply) => {};
  const answered = new Promise<Reply>((resolve) => (answer = resolve));
  receiver.answer([() => answered, {}]);
  const before = receiver.requests.length;
  const connection = await connect(gateway.api, receiver.url, daily);
  const request = await submit(connection.source);
  await receiver.waitFor(before + 1);
  const { routing } = await routed(gateway.api, request);
  const id = routing[0]!.event_id;
  expect(await cancel(id)).toMatchObject({ status: 200, body: { status: "cancelled" } });
  answer({ status });
  const event = await eventually("the attempt counts", async () => {
    const seen = await read(id);
    return seen.attempts_count === 1 && seen;
  });
  expect(event).toMatchObject({ status: end, response_status: status, next_attempt_at: null });
});
