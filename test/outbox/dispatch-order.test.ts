import { afterAll, beforeAll, expect, test } from "vitest";
import { Unavailable } from "../../src/errors.ts";
import { newId } from "../../src/ids.ts";
import { createDispatcher } from "../../src/outbox/dispatcher.ts";
import { createRouter } from "../../src/outbox/router.ts";
import { createLogger } from "../../src/telemetry/log.ts";
import type { EventDocument } from "../../src/store/documents.ts";
import { eventually } from "../support/eventually.ts";
import { openTestStore, type TestStore } from "./test-store.ts";

const WAITING = 600;
const AT_ONCE = 50;

let own: TestStore;
beforeAll(async () => {
  own = await openTestStore();
});
afterAll(async () => own[Symbol.asyncDispose]());

/** Many events of one connection in the outbox; answers their ids, the oldest first. */
async function fillOutbox(): Promise<string[]> {
  const connection = await own.connect();
  await using router = createRouter(own.store, () => new Date());
  await router.route(await own.receive(connection));
  const [first] = await own.eventsOf(connection);
  const events = Array.from({ length: WAITING - 1 }, (_, at): EventDocument => {
    const created_at = new Date(first!.created_at.getTime() + 1 + at);
    const outbox = { due: created_at, lease: null };
    return { ...first!, _id: newId("event", created_at), created_at, outbox };
  });
  await own.store.events.insertMissing(events);
  return [first!._id, ...events.map((event) => event._id)];
}

test("events that wait while Temporal is away: only the first are tried, and all are told by age when it is back", async () => {
  const waiting = await fillOutbox();
  const tried = new Set<string>();
  const told: string[] = [];
  let away = true;
  let asked = 0;
  let leases = 0;
  await using _dispatcher = createDispatcher({
    events: own.store.events,
    assign: async (events) => events,
    tell: async ({ _id }) => {
      if (!away) return void told.push(_id);
      tried.add(_id);
      throw new Unavailable("Temporal", "it is away");
    },
    answers: async () => {
      asked++;
      return !away;
    },
    newLease: () => `lease-${++leases}`,
    now: () => new Date(),
    log: createLogger("silent"),
  });
  await eventually("it was asked for", () => asked >= 2);
  expect(tried.size).toBeGreaterThan(0);
  expect(tried.size).toBeLessThanOrEqual(AT_ONCE);
  away = false;
  await eventually("all are told", () => told.length === WAITING);
  const untried = waiting.filter((id) => !tried.has(id));
  expect(told.filter((id) => !tried.has(id))).toEqual(untried);
  expect([...told].sort()).toEqual([...waiting].sort());
});
