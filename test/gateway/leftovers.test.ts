import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "../../src/ids.ts";
import type { EventDocument, RequestDocument } from "../../src/store/documents.ts";
import type { Wire } from "../support/api.ts";
import { eventually } from "../support/eventually.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { startReceiver, type Receiver } from "../support/receiver.ts";
import { connect, settledEvent, submit } from "./scene.ts";

let gateway: TestGateway;
let receiver: Receiver;
let connection: Wire["connection"];

beforeAll(async () => {
  receiver = await startReceiver();
  gateway = await startTestGateway();
  connection = await connect(gateway.api, receiver.url);
});
afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
  await receiver[Symbol.asyncDispose]();
});

const requests = () => gateway.database.collection<RequestDocument>("requests");
const events = () => gateway.database.collection<EventDocument>("events");

/** What a process leaves in the outbox that took a step up and died. */
const leftBehind = () => ({ due: new Date(Date.now() - 1000), lease: "a-process-that-died-7" });

/** A request that was delivered, as a pattern for ones that weren't. */
async function deliveredRequest(): Promise<{ request: RequestDocument; event: EventDocument }> {
  const id = await submit(connection.source, { body: '{"n":1}' });
  const { id: eventId } = await settledEvent(gateway.api, id);
  return {
    request: (await requests().findOne({ _id: id }))!,
    event: (await events().findOne({ _id: eventId }))!,
  };
}

function arrivalsOf(requestId: string): number {
  return receiver.requests.filter((it) => it.header("x-fasthook-request-id") === requestId).length;
}

async function nothingWaits(): Promise<void> {
  const waiting = { "outbox.due": { $exists: true } };
  await eventually("the outbox is empty", async () => {
    const counts = [requests().countDocuments(waiting), events().countDocuments(waiting)];
    return (await Promise.all(counts)).every((count) => count === 0);
  });
}

test("a request that was stored but not routed when its process died: routed and delivered, once", async () => {
  const { request } = await deliveredRequest();
  const now = new Date();
  const left = { ...request, _id: newId("request", now), received_at: now, routing: [], events_count: 0 };
  await requests().insertOne({ ...left, outbox: leftBehind() });
  const event = await settledEvent(gateway.api, left._id);
  expect(event).toMatchObject({ status: "delivered", attempts_count: 1 });
  await nothingWaits();
  expect(arrivalsOf(left._id)).toBe(1);
});

test("an event that was inserted but not dispatched when its process died: dispatched and delivered, once", async () => {
  const { request, event } = await deliveredRequest();
  const now = new Date();
  const id = newId("event", now);
  await events().insertOne({
    ...event,
    _id: id,
    workflow_id: id,
    replay_number: 1,
    status: "queued",
    attempts_count: 0,
    first_attempt_at: null,
    last_attempt_at: null,
    last_attempt_id: null,
    delivered_at: null,
    response_status: null,
    outbox: leftBehind(),
  });
  await eventually("it is delivered", async () => {
    const { status } = await gateway.api.ok<Wire["event"]>("GET", `/events/${id}`);
    return status === "delivered";
  });
  await nothingWaits();
  expect(arrivalsOf(request._id)).toBe(2);
});

test("an event that was dispatched but not marked when its process died: not delivered again", async () => {
  const { request, event } = await deliveredRequest();
  await events().updateOne({ _id: event._id }, { $set: { outbox: leftBehind() } });
  await nothingWaits();
  expect(await events().findOne({ _id: event._id })).toEqual(event);
  expect(arrivalsOf(request._id)).toBe(1);
});

test("a request that was routed but not marked when its process died: no second event, no second delivery", async () => {
  const { request, event } = await deliveredRequest();
  await requests().updateOne(
    { _id: request._id },
    { $set: { outbox: leftBehind(), routing: [], events_count: 0 } },
  );
  await nothingWaits();
  expect(await events().find({ request_id: request._id }).toArray()).toEqual([event]);
  const again = await requests().findOne({ _id: request._id });
  expect([again?.events_count, again?.routing]).toEqual([1, request.routing]);
  expect(arrivalsOf(request._id)).toBe(1);
});
