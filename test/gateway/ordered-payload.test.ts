import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { List, Wire } from "../support/api.ts";
import { eventually } from "../support/eventually.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { startReceiver, type Receiver } from "../support/receiver.ts";
import { attemptsOf, connect, routed, submit } from "./scene.ts";

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
const daily = { type: "retry", strategy: "linear", interval: DAY, count: 2 };
const adding = (text: string) =>
  `addHandler("transform", (request) => ({ ...request, body: { ...request.body, made: "${text}" } }));`;
const failing = `addHandler("transform", () => { throw new Error("broken"); });`;
const isSent = { type: "filter", body: { n: { $gt: 0 } } };

const read = (id: string) => gateway.api.ok<Wire["event"]>("GET", `/events/${id}`);
const retry = (id: string, body: object = {}) => gateway.api.ok("POST", `/events/${id}/retry`, body);
const attempted = (id: string, count: number) =>
  eventually(`${count} attempts of ${id}`, async () => {
    const event = await read(id);
    return event.attempts_count >= count && event;
  });
const transformation = (name: string, code: string) =>
  gateway.api.ok<Wire["transformation"]>("PUT", "/transformations", { name, code });
const lastBody = () => JSON.parse(receiver.requests.at(-1)!.body.toString()) as { made?: string };

async function eventThatIs(status: string, rules: object[], destination = {}): Promise<Wire["event"]> {
  const connection = await connect(gateway.api, receiver.url, { rules, destination });
  const request = await submit(connection.source, {
    headers: [["content-type", "application/json"]],
    body: '{"n":0}',
  });
  await routed(gateway.api, request);
  return eventually(`the event is ${status}`, async () => {
    const path = `/requests/${request}/events?status=${status}`;
    return (await gateway.api.ok<List<Wire["event"]>>("GET", path)).models[0];
  });
}

test("a retry sends the payload that an event had, and a refreshed one what the present code makes", async () => {
  const { id: transformation_id } = await transformation("present", adding("first"));
  const event = await eventThatIs("delivered", [{ type: "transform", transformation_id }]);
  await transformation("present", adding("second"));
  await retry(event.id);
  await attempted(event.id, 2);
  expect(lastBody().made).toBe("first");
  await retry(event.id, { refresh: true });
  await attempted(event.id, 3);
  expect(lastBody().made).toBe("second");
});

test("a retry of an event that was filtered out transforms it, and does not filter it again", async () => {
  const { id: transformation_id } = await transformation("filtered", adding("late"));
  const transform = { type: "transform", transformation_id };
  for (const rules of [
    [isSent, transform],
    [transform, isSent],
  ]) {
    const event = await eventThatIs("ignored", rules);
    await retry(event.id);
    expect(await attempted(event.id, 1)).toMatchObject({ status: "delivered", cause: null });
    expect(lastBody().made).toBe("late");
  }
});

test("a retry of an event whose transformation failed transforms it anew", async () => {
  const { id: transformation_id } = await transformation("mended", failing);
  const event = await eventThatIs("failed", [{ type: "transform", transformation_id }]);
  expect(event).toMatchObject({ cause: "TRANSFORMATION_FAILED" });
  await transformation("mended", adding("well"));
  await retry(event.id);
  expect(await attempted(event.id, 1)).toMatchObject({ status: "delivered", cause: null });
  expect(lastBody().made).toBe("well");
});

test("a refresh that fails takes nothing from an event between two tries", async () => {
  const { id: transformation_id } = await transformation("broken", adding("kept"));
  receiver.answer({ status: 500 });
  const event = await eventThatIs("processing", [{ type: "transform", transformation_id }, daily]);
  await transformation("broken", failing);
  await retry(event.id, { refresh: true });
  const tried = await eventually("the refresh was tried", async () => {
    const seen = await read(event.id);
    return seen.execution_ids.length === 2 && seen;
  });
  const { next_attempt_at } = event;
  expect(tried).toMatchObject({ status: "processing", attempts_count: 1, next_attempt_at, cause: null });
  receiver.answer({});
  await retry(event.id);
  expect(await attempted(event.id, 2)).toMatchObject({ status: "delivered" });
  expect(lastBody().made).toBe("kept");
});

test("a refresh that fails, or filters, takes nothing from an event that was delivered", async () => {
  const { id: transformation_id } = await transformation("spoilt", adding("sent"));
  const event = await eventThatIs("delivered", [{ type: "transform", transformation_id }]);
  for (const [tries, code] of [failing, `addHandler("transform", () => null);`].entries()) {
    await transformation("spoilt", code);
    await retry(event.id, { refresh: true });
    const tried = await eventually("the refresh was tried", async () => {
      const seen = await read(event.id);
      return seen.execution_ids.length === tries + 2 && seen;
    });
    expect(tried).toMatchObject({ status: "delivered", cause: null, attempts_count: 1 });
  }
  await retry(event.id);
  await attempted(event.id, 2);
  expect(lastBody().made).toBe("sent");
});

test("retries that wait for a rate limit get an attempt each, and the automatic one keeps its time", async () => {
  receiver.answer({ status: 500 });
  const event = await eventThatIs("processing", [daily], { rate_limit: { limit: 20, period: "minute" } });
  await Promise.all([retry(event.id), retry(event.id)]);
  const tried = await attempted(event.id, 3);
  expect(tried).toMatchObject({ status: "processing", next_attempt_at: event.next_attempt_at });
  const triggers = (await attemptsOf(gateway.api, event.id)).map(({ trigger }) => trigger);
  expect(triggers).toEqual(["initial", "manual", "manual"]);
});

test("a retry that waits for a place leaves the automatic one its time", async () => {
  const destination = { rate_limit: { limit: 1, period: "concurrent" } };
  const connection = await connect(gateway.api, receiver.url, { rules: [daily], destination });
  const sent = (body: string) => submit(connection.source, { body });
  const eventOf = async (request: string) => {
    const { models } = await gateway.api.ok<List<Wire["event"]>>("GET", `/requests/${request}/events`);
    return models[0]!;
  };
  receiver.answer({ status: 500 });
  const first = await sent("first");
  await routed(gateway.api, first);
  const failed = await attempted((await eventOf(first)).id, 1);

  let answer = () => {};
  const held = new Promise<void>((resolve) => (answer = resolve));
  receiver.answer(async ({ body }) => {
    if (body.toString() === "second") await held;
    return { status: 500 };
  });
  const before = receiver.requests.length;
  await sent("second");
  await eventually("the place is taken", () => receiver.requests.length > before);
  await retry(failed.id);
  await eventually(
    "it waits",
    async () => (await read(failed.id)).next_attempt_at !== failed.next_attempt_at,
  );
  answer();
  const tried = await attempted(failed.id, 2);
  expect(tried).toMatchObject({ status: "processing", next_attempt_at: failed.next_attempt_at });
});
