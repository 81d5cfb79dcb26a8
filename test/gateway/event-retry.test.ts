import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { AttemptDocument, EventDocument } from "../../src/store/documents.ts";
import type { List, Problem, Wire } from "../support/api.ts";
import { eventually } from "../support/eventually.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { startReceiver, type Receiver } from "../support/receiver.ts";
import { attemptsOf, connect, routed, submit, type Scene } from "./scene.ts";

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

type Retried = Wire["event"] & Pick<Problem, "code" | "detail" | "errors">;
const DAY = 86_400_000;
const daily = { type: "retry", strategy: "linear", interval: DAY, count: 2 };

const retry = (id: string, body: object = {}, key?: string) =>
  gateway.api.call<Retried>("POST", `/events/${id}/retry`, body, key ? { "idempotency-key": key } : {});
const read = (id: string) => gateway.api.ok<Wire["event"]>("GET", `/events/${id}`);
const attempts = (id: string) => attemptsOf(gateway.api, id);
const attempted = (id: string, count: number) =>
  eventually(`${count} attempts of ${id}`, async () => {
    const event = await read(id);
    return event.attempts_count >= count && event;
  });

/** An event of a connection of its own, in the given status. */
async function eventThatIs(status: string, scene: Scene = {}): Promise<Wire["event"]> {
  const connection = await connect(gateway.api, receiver.url, scene);
  if (status === "held") await gateway.api.ok("PUT", `/connections/${connection.id}/pause`);
  const request = await submit(connection.source, { body: '{"secret":1}' });
  await routed(gateway.api, request);
  return eventually(`the event is ${status}`, async () => {
    const path = `/requests/${request}/events?status=${status}`;
    return (await gateway.api.ok<List<Wire["event"]>>("GET", path)).models[0];
  });
}

describe("a retry of an event", () => {
  test("that failed sends it again, and records who asked", async () => {
    receiver.answer([{ status: 500 }, {}]);
    const event = await eventThatIs("failed");
    const answer = await retry(event.id);
    expect(answer).toMatchObject({ status: 202, body: { id: event.id } });
    await attempted(event.id, 2);
    const [key] = (await gateway.api.ok<List<{ id: string }>>("GET", "/api_keys")).models;
    expect(await attempts(event.id)).toMatchObject([
      { trigger: "initial", actor: null, status: "failed" },
      { trigger: "manual", actor: key!.id, status: "delivered", attempt_number: 2 },
    ]);
    expect(await read(event.id)).toMatchObject({ status: "delivered", attempts_count: 2 });
  });

  test("that was delivered sends it again", async () => {
    const event = await eventThatIs("delivered");
    await retry(event.id);
    await attempted(event.id, 2);
    expect(await attempts(event.id)).toMatchObject([{ trigger: "initial" }, { trigger: "manual" }]);
  });

  test("that waits for a delay sends it now", async () => {
    const event = await eventThatIs("queued", { rules: [{ type: "delay", delay: DAY }] });
    await retry(event.id);
    expect(await attempted(event.id, 1)).toMatchObject({ status: "delivered" });
    expect(await attempts(event.id)).toMatchObject([{ trigger: "manual" }]);
  });

  test("between two tries keeps the automatic one where it fails, and drops it where it succeeds", async () => {
    receiver.answer([{ status: 500 }, { status: 500 }, {}]);
    const event = await eventThatIs("processing", { rules: [daily] });
    await retry(event.id);
    const failed = await attempted(event.id, 2);
    expect(failed).toMatchObject({ status: "processing", next_attempt_at: event.next_attempt_at });
    await retry(event.id);
    expect(await attempted(event.id, 3)).toMatchObject({ status: "delivered", next_attempt_at: null });
  });

  test("that is held sends it although its connection is paused", async () => {
    const event = await eventThatIs("held");
    await retry(event.id);
    expect(await attempted(event.id, 1)).toMatchObject({ status: "delivered" });
  });

  test("that was filtered out sends it, with a workflow of its own; refreshed, it is filtered again", async () => {
    const event = await eventThatIs("ignored", { rules: [{ type: "filter", body: { never: true } }] });
    const refreshed = await retry(event.id, { refresh: true });
    expect(refreshed.body).toMatchObject({ status: "ignored", workflow_id: event.id });
    await eventually("the order is taken", async () => !(await stored(event.id)).orders);
    await retry(event.id);
    expect(await attempted(event.id, 1)).toMatchObject({ status: "delivered", cause: null });
    expect(await attempts(event.id)).toMatchObject([{ trigger: "manual" }]);
  });

  test("to a destination that is switched off, or deleted, is refused at once, whatever its status", async () => {
    receiver.answer([{ status: 500 }, {}]);
    const both = [await eventThatIs("failed"), await eventThatIs("delivered")];
    for (const { id, destination_id, connection_id } of both) {
      await gateway.api.ok("PUT", `/destinations/${destination_id}/disable`);
      expect(await retry(id)).toMatchObject({ status: 409, body: { code: "CONFLICT" } });
      await gateway.api.ok("DELETE", `/connections/${connection_id}`);
      await gateway.api.ok("DELETE", `/destinations/${destination_id}`);
      expect((await retry(id)).body.detail).toContain("deleted");
    }
    expect(await Promise.all(both.map(({ id }) => read(id)))).toEqual(both);
  });

  test("that was delivered and fails now tells so, and still when it was delivered", async () => {
    const { id, delivered_at, execution_ids } = await eventThatIs("delivered");
    receiver.answer([{ status: 500 }, {}]);
    await retry(id);
    const failed = await attempted(id, 2);
    expect(failed).toMatchObject({ status: "failed", response_status: 500, delivered_at, execution_ids });
    await retry(id);
    const again = await attempted(id, 3);
    expect(again).toMatchObject({ status: "delivered", execution_ids });
    expect(again.delivered_at! > delivered_at!).toBe(true);
  });

  test("over a connection that was deleted sends it as it was received, or attempted, and refuses what is unknown", async () => {
    const { id: transformation_id } = await gateway.api.ok<Wire["transformation"]>(
      "POST",
      "/transformations",
      {
        name: "of a connection that goes",
        code: 'addHandler("transform", (request) => request)',
      },
    );
    const never = { type: "filter", body: { never: true } };
    const sent = await eventThatIs("delivered");
    const filtered = await eventThatIs("ignored", { rules: [never] });
    const unmade = await eventThatIs("ignored", { rules: [never, { type: "transform", transformation_id }] });
    for (const { connection_id } of [sent, filtered, unmade])
      await gateway.api.ok("DELETE", `/connections/${connection_id}`);
    expect((await retry(unmade.id)).status).toBe(409);
    expect((await retry(filtered.id)).status).toBe(202);
    expect(await attempted(filtered.id, 1)).toMatchObject({ status: "delivered" });
    expect((await retry(sent.id)).status).toBe(202);
    expect(await attempted(sent.id, 2)).toMatchObject({ status: "delivered" });
  });

  test("whose request has expired is refused", async () => {
    const event = await eventThatIs("delivered");
    await gateway.database.collection<{ _id: string }>("requests").deleteOne({ _id: event.request_id });
    const answer = await retry(event.id);
    expect(answer).toMatchObject({ status: 409, body: { code: "CONFLICT" } });
    expect(answer.body.detail).toContain("has expired");
  });

  test("that is not there, or with an unknown field, is refused", async () => {
    const { id } = await eventThatIs("delivered");
    expect((await retry("evt_missing")).status).toBe(404);
    expect(await retry(id, { refesh: true })).toMatchObject({
      status: 422,
      body: { errors: [{ path: "refesh" }] },
    });
  });
});

const events = () => gateway.database.collection<EventDocument>("events");
const stored = async (id: string) => (await events().findOne({ _id: id }))!;

describe("one order", () => {
  test("given by twenty calls with the same Idempotency-Key makes one attempt, and others one each", async () => {
    const event = await eventThatIs("delivered");
    const answers = await Promise.all(Array.from({ length: 20 }, () => retry(event.id, {}, "click")));
    expect(answers.some(({ status }) => status === 202)).toBe(true);
    await Promise.all(["a", "b", "c"].map((key) => retry(event.id, {}, key)));
    await attempted(event.id, 5);
    await eventually("all is told", async () => !(await stored(event.id)).outbox);
    expect((await attempts(event.id)).map(({ trigger }) => trigger)).toEqual([
      "initial",
      ...Array.from({ length: 4 }, () => "manual"),
    ]);
  });

  test("that a crash has left signalled and in the outbox makes one attempt", async () => {
    const event = await eventThatIs("delivered");
    const order = { id: "order-1", trigger: "manual" as const, actor: "key_1" };
    const mark = () => ({ orders: [order], outbox: { due: new Date(), lease: null, verb: "wake" as const } });
    await events().updateOne({ _id: event.id }, { $set: mark() });
    await attempted(event.id, 2);
    await events().updateOne({ _id: event.id }, { $set: mark() });
    await eventually("it is told again", async () => !(await stored(event.id)).outbox);
    await retry(event.id);
    await attempted(event.id, 3);
    expect((await attempts(event.id)).map(({ actor }) => actor).filter((it) => it === "key_1")).toEqual([
      "key_1",
    ]);
  });

  test("that comes to nothing is told with its event, and is not made when it is told of again", async () => {
    const event = await eventThatIs("delivered");
    await gateway.api.ok("PUT", `/destinations/${event.destination_id}/disable`);
    const order = { id: "order-2", trigger: "bulk_retry" as const, actor: null };
    const mark = () => ({ orders: [order], outbox: { due: new Date(), lease: null, verb: "wake" as const } });
    await events().updateOne({ _id: event.id }, { $set: mark() });
    const ended = await eventually("it has ended", async () => {
      const seen = await stored(event.id);
      return seen.order_ended?.id === order.id && !seen.outbox && seen;
    });
    expect(ended).toMatchObject({ status: "delivered", attempts_count: 1 });
    const { at } = ended.order_ended!;
    expect(await read(event.id)).toMatchObject({
      retry_ended: { at: at.toISOString(), cause: "DESTINATION_DISABLED" },
    });
    await gateway.api.ok("PUT", `/destinations/${event.destination_id}/enable`);
    await events().updateOne({ _id: event.id }, { $set: mark() });
    await eventually("it is told again", async () => !(await stored(event.id)).outbox);
    await retry(event.id);
    await attempted(event.id, 2);
    expect((await attempts(event.id)).map(({ trigger }) => trigger)).toEqual(["initial", "manual"]);
  });

  test("that a cancel took back is not made, though a dispatcher still tells of it", async () => {
    const event = await eventThatIs("queued", { rules: [{ type: "delay", delay: DAY }] });
    const order = { id: "order-3", trigger: "manual" as const, actor: "key_1" };
    const mark = () => ({ due: new Date(), lease: null, verb: "wake" as const });
    // Whoever tells the workflow to begin takes what stands there then out of the outbox.
    await eventually("it has begun", async () => !(await stored(event.id)).outbox);
    await events().updateOne({ _id: event.id }, { $set: { orders: [order] } });
    await gateway.api.ok("PUT", `/events/${event.id}/cancel`);
    await eventually("the cancel is told", async () => !(await stored(event.id)).outbox);
    const cancelled = await stored(event.id);
    expect(cancelled).toMatchObject({ status: "cancelled", orders_taken_back: [order.id] });
    expect(cancelled.orders_taken_back_at).toBeInstanceOf(Date);
    await events().updateOne({ _id: event.id }, { $set: { orders: [order], outbox: mark() } });
    await eventually("it has ended", async () => (await stored(event.id)).order_ended?.id === order.id);
    expect(await read(event.id)).toMatchObject({ status: "cancelled", attempts_count: 0 });

    // Of a bulk operation, which took the event up before the cancel, or after it.
    const sent = async (id: string, moment: number) => {
      const one = { id, trigger: "bulk_retry" as const, actor: null, taken_up_at: moment };
      await events().updateOne({ _id: event.id }, { $set: { orders: [one], outbox: mark() } });
    };
    const cancelledAt = cancelled.orders_taken_back_at!.getTime();
    await sent("bulk_1", cancelledAt - 1);
    await eventually("it has ended", async () => (await stored(event.id)).order_ended?.id === "bulk_1");
    expect((await read(event.id)).retry_ended).toMatchObject({ cause: "CANCELLED" });
    await sent("bulk_2", cancelledAt + 1);
    expect(await attempted(event.id, 1)).toMatchObject({ status: "delivered" });
  });

  test("that is accepted as the process stops is carried out by the next one", async () => {
    const event = await eventThatIs("delivered");
    await gateway.restart({ roles: ["api"] });
    await retry(event.id);
    expect((await stored(event.id)).orders).toHaveLength(1);
    await gateway.restart();
    await attempted(event.id, 2);
    expect(await attempts(event.id)).toHaveLength(2);
  });
});

test("an attempt that was written before a crash counts, though its event was cancelled meanwhile", async () => {
  const { id } = await eventThatIs("queued", { rules: [{ type: "delay", delay: DAY }] });
  const other = await eventThatIs("delivered");
  const attempts = gateway.database.collection<AttemptDocument>("attempts");
  const made = await attempts.findOne({ event_id: other.id });
  await attempts.insertOne({ ...made!, _id: `${made!._id}-again`, event_id: id });
  const outbox = { due: new Date(), lease: null, verb: "wake" as const };
  const cancelled = { status: "cancelled" as const, next_attempt_at: new Date(), outbox };
  await events().updateOne({ _id: id }, { $set: cancelled });
  expect(await attempted(id, 1)).toMatchObject({ status: "delivered", next_attempt_at: null });
});
