import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { RateLimit } from "../../src/resources/destination.ts";
import { isPostponed } from "../../src/rules/outcome.ts";
import type { DestinationDocument, EventDocument } from "../../src/store/documents.ts";
import { openTestStore, type TestStore } from "../outbox/test-store.ts";
import { routeOne, runDeliver, stepsOf } from "./steps.ts";

let own: TestStore;
beforeAll(async () => {
  own = await openTestStore();
});
afterAll(() => own[Symbol.asyncDispose]());

const HOUR = 3_600_000;
const ORDER = { trigger: "manual", actor: "signal", attempt_number: 1 } as const;

/** An order whose turn comes in an hour; the event's first attempt is counted by another one, before or during that. */
async function postponed(rate_limit: RateLimit, counted: "before" | "meanwhile") {
  const { event } = await routeOne(own);
  const { _id, destination_id } = event;
  await own.database
    .collection<DestinationDocument>("destinations")
    .updateOne({ _id: destination_id }, { $set: { rate_limit } });
  const count = () =>
    own.database
      .collection<EventDocument>("events")
      .updateOne({ _id }, { $set: { status: "delivered", attempts_count: 1 } });
  if (counted === "before") await count();
  const enter = async () => {
    if (counted === "meanwhile") await count();
    return new Date(Date.now() + HOUR);
  };
  const throttle = { enter, leave: () => Promise.resolve() };
  return runDeliver({ ...stepsOf(own.store, vi.fn()), throttle }, event, ORDER);
}

describe.each([
  ["a pace", { limit: 1, period: "minute" } as const],
  ["a number at once", { limit: 1, period: "concurrent" } as const],
])("an order that must wait for its turn under %s", (_, limit) => {
  it.each(["before", "meanwhile"] as const)(
    "is not dropped where another attempt was counted %s",
    async (when) => {
      const outcome = await postponed(limit, when);
      expect(isPostponed(outcome, ORDER.attempt_number)).toBe(true);
    },
  );
});
