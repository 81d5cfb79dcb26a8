import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { Unavailable } from "../../src/errors.ts";
import { newId } from "../../src/ids.ts";
import { createDispatcher, type DispatcherDependencies } from "../../src/outbox/dispatcher.ts";
import { createRouter } from "../../src/outbox/router.ts";
import type { Claim } from "../../src/store/outbox.ts";
import { createWaitingEvents } from "../../src/store/waiting-events.ts";
import { createLogger } from "../../src/telemetry/log.ts";
import type { EventDocument } from "../../src/store/documents.ts";
import { eventually } from "../support/eventually.ts";
import { openTestStore, type TestStore } from "./test-store.ts";

const SICK = 40;

let own: TestStore;
beforeAll(async () => {
  own = await openTestStore();
});
afterEach(async () => void (await collection().deleteMany({})));
afterAll(async () => own[Symbol.asyncDispose]());

let leases = 0;

/** A dispatcher beside a Temporal that answers, for which one destination is behind while there is no room. */
function dispatch(sick: EventDocument, deps: Partial<DispatcherDependencies> = {}) {
  const told: string[] = [];
  const way = { room: 0 };
  const dispatcher = createDispatcher({
    events: own.store.events,
    assign: async (events) => events,
    answers: async () => true,
    tell: async ({ _id }) => void told.push(_id),
    rightOfWay: {
      isBehind: (id) => id === sick.destination_id,
      room: () => way.room,
      started: () => undefined,
      pace: () => 1,
    },
    newLease: () => `lease-${++leases}`,
    now: () => new Date(),
    log: createLogger("silent"),
    ...deps,
  });
  return { told, way, [Symbol.asyncDispose]: () => dispatcher[Symbol.asyncDispose]() };
}

/** An event of a connection of its own, which is out of the outbox. */
async function eventOf(): Promise<EventDocument> {
  const connection = await own.connect();
  await using router = createRouter(own.store, () => new Date());
  await router.route(await own.receive(connection));
  const [event] = await own.eventsOf(connection);
  await collection().updateOne(
    { _id: event!._id },
    { $unset: { outbox: "" }, $set: { status: "delivered" } },
  );
  return event!;
}

const collection = () => own.database.collection<EventDocument>("events");

/** Puts so many more of the same connection into the outbox; answers their ids, the oldest first. */
async function insert(like: EventDocument, count: number, changes: Partial<EventDocument> = {}) {
  const at = Date.now();
  const events = Array.from({ length: count }, (_, index): EventDocument => {
    const created_at = new Date(at + index);
    const outbox = { due: created_at, lease: null };
    return { ...like, _id: newId("event", created_at), created_at, outbox, ...changes };
  });
  await own.store.events.insertMissing(events);
  return events.map(({ _id }) => _id);
}

const asideOf = async (like: EventDocument) =>
  collection().countDocuments({ connection_id: like.connection_id, "outbox.behind": { $exists: true } });

/** What lets others pass once all of it stands aside. */
async function standAside(sick: EventDocument): Promise<string[]> {
  const ids = await insert(sick, SICK);
  await eventually("all stand aside", async () => (await asideOf(sick)) === SICK);
  return ids;
}

test("what is sent to a sick destination lets others pass, and follows by age as there is room", async () => {
  const [sick, well] = [await eventOf(), await eventOf()];
  await using it = dispatch(sick);
  const behind = await standAside(sick);
  const others = await insert(well, 10);
  await eventually("the others are told", () => it.told.length >= others.length);
  expect([...it.told].sort()).toEqual(others);
  it.told.length = 0;
  it.way.room = 7;
  await eventually("all are told", () => it.told.length === SICK);
  const groups = (ids: string[]) =>
    Array.from({ length: 6 }, (_, at) => ids.slice(at * 7, at * 7 + 7).sort());
  expect(groups(it.told)).toEqual(groups(behind));
  await eventually("none is left", async () => (await asideOf(sick)) === 0);
});

test("what stands aside is left alone until there is room", async () => {
  const sick = await eventOf();
  let claimed = 0;
  const events = {
    ...own.store.events,
    async claimUndispatched(claim: Claim) {
      const taken = await own.store.events.claimUndispatched(claim);
      claimed += taken.length;
      return taken;
    },
  };
  await using _it = dispatch(sick, { events });
  await standAside(sick);
  await sleep(1500);
  expect(claimed).toBe(SICK);
});

test("what an operator orders or cancels, and what a pause is to hold, comes out of it at once", async () => {
  const sick = await eventOf();
  await using it = dispatch(sick);
  const [ordered = "", cancelled = "", ...rest] = await standAside(sick);
  const order = { id: "ord_1", trigger: "manual" as const, actor: null };
  await own.store.orders.order(sick.team_id, ordered, order, new Date());
  await own.store.orders.cancel(sick.team_id, cancelled, new Date());
  await eventually("both are told", () => it.told.length === 2);
  expect([...it.told].sort()).toEqual([ordered, cancelled].sort());
  const { team_id, connection_id } = sick;
  await createWaitingEvents(collection()).wake({ team_id, connection_id }, new Date());
  await eventually("all are told", () => rest.every((id) => it.told.includes(id)));
});

test("what a pause held, and what waits for its turn under a limit, does not stand aside", async () => {
  const sick = await eventOf();
  await using it = dispatch(sick);
  const released = await insert(sick, 1, { released: true });
  const placed = await insert(sick, 1, { slot_at: new Date() });
  await eventually("both are told", () => it.told.length === 2);
  expect([...it.told].sort()).toEqual([...released, ...placed].sort());
});

test("what stood aside while Temporal was away is told when it is back, though nobody else calls", async () => {
  const sick = await eventOf();
  let away = true;
  let refused = 0;
  const told: string[] = [];
  await using it = dispatch(sick, {
    answers: async () => !away,
    async tell({ _id }) {
      if (!away) return void told.push(_id);
      refused++;
      throw new Unavailable("Temporal", "it is away");
    },
  });
  const ids = await standAside(sick);
  it.way.room = 5;
  await eventually("some are tried", () => refused > 0);
  away = false;
  await eventually("all are told", () => told.length === SICK, 30_000);
  expect([...told].sort()).toEqual(ids);
});

test("what stands aside is taken up with all others after an hour, wherever it may have been left", async () => {
  const sick = await eventOf();
  {
    await using _it = dispatch(sick);
    await standAside(sick);
  }
  const inAnHour = () => new Date(Date.now() + 3_600_000);
  const claim = { lease: "lease-later", holdFor: 1000, limit: 100 };
  expect(await own.store.events.claimUndispatched({ ...claim, now: new Date() })).toEqual([]);
  expect(await own.store.events.claimUndispatched({ ...claim, now: inAnHour() })).toHaveLength(SICK);
});
