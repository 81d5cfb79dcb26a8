import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createFirstAttempt } from "../../activities/first-attempt.ts";
import type { Rule } from "../../src/resources/rule.ts";
import type { RequestDocument } from "../../src/store/documents.ts";
import { openTestStore, type TestStore } from "../outbox/test-store.ts";
import { routeOne, runDeliver, stepsOf, type RoutedEvent } from "./steps.ts";

let own: TestStore;
beforeAll(async () => {
  own = await openTestStore();
});
afterAll(() => own[Symbol.asyncDispose]());

const TRANSFORMED: Rule[] = [{ type: "transform", transformation_id: "trf_gone" }];
const requests = () => own.database.collection<RequestDocument>("requests");

/** How a request is lost, and the cause that its event tells. */
const LOSSES = [
  [
    "DATA_ERASED",
    "had its data erased",
    (id: string) => requests().updateOne({ _id: id }, { $set: { data_erased_at: new Date() } }),
  ],
  ["EXPIRED", "has expired", (id: string) => requests().deleteOne({ _id: id })],
] as const;

const presentOf = async ({ connection }: RoutedEvent) => (await own.eventsOf(connection))[0]!;

describe.each(LOSSES)("%s: an event whose request %s", (cause, _, lose) => {
  it.each([
    ["as received", []],
    ["by a transformation", TRANSFORMED],
  ])("is to be sent %s: fails without an attempt, and its workflow learns that", async (_how, rules) => {
    const routed = await routeOne(own, { rules });
    await lose(routed.request._id);
    const deliver = vi.fn();
    const outcome = await runDeliver(stepsOf(own.store, deliver), routed.event);
    expect(outcome).toMatchObject({ status: "failed", attempts_made: 0, next_attempt_at: null });
    expect(deliver).not.toHaveBeenCalled();
    expect(await presentOf(routed)).toMatchObject({ status: "failed", cause, attempts_count: 0 });
  });

  it("makes its first attempt without a workflow: fails without it", async () => {
    const routed = await routeOne(own, { rules: TRANSFORMED });
    await lose(routed.request._id);
    const deliver = vi.fn();
    const attempt = createFirstAttempt(stepsOf(own.store, deliver));
    const destination = await own.store.destinations.find("tm_test", routed.event.destination_id);
    const departing = { ...routed, destination: destination!, sourceName: "shop", readAt: 0 };
    const record = await attempt(departing, { lease: "lease-1", signal: new AbortController().signal });
    await record();
    expect(deliver).not.toHaveBeenCalled();
    expect(await presentOf(routed)).toMatchObject({ status: "failed", cause, attempts_count: 0 });
  });

  it("was delivered, and is ordered again: stays delivered, and the order ends with that cause", async () => {
    const routed = await routeOne(own);
    const events = own.database.collection("events");
    await events.updateOne({ request_id: routed.request._id }, { $set: { status: "delivered" } });
    await lose(routed.request._id);
    const order = { id: "order-1", trigger: "manual", actor: "key_1" } as const;
    const outcome = await runDeliver(stepsOf(own.store, vi.fn()), routed.event, order);
    expect(outcome).toMatchObject({ status: "delivered", done: true });
    expect(await presentOf(routed)).toMatchObject({
      status: "delivered",
      order_ended: { id: "order-1", cause },
    });
  });
});
