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

/** A dispatcher beside a Temporal that answers, for which destinations are behind while there is no room. */
function dispatch(sick: EventDocument[], deps: Partial<DispatcherDependencies> = {}) {
  const told: string[] = [];
  const way = { room: 0, behind: new Set(sick.map(({ destination_id }) => destination_id)) };
  const dispatcher = createDispatcher({
    ...own.store,
    assign: async (events) => events,
    answers: async () => true,
    tell: async ({ _id }) => void told.push(_id),
    rightOfWay: {
      isBehind: (id) => way.behind.has(id),
      room: () => way.room,
      spend: () => undefined,
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
  await using it = dispatch([sick]);
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
  const [sick, well] = [await eventOf(), await eventOf()];
  let claimed = 0;
  const events = {
    ...own.store.events,
    async claimUndispatched(claim: Claim) {
      const taken = await own.store.events.claimUndispatched(claim);
      claimed += taken.length;
      return taken;
    },
  };
  await using it = dispatch([sick], { events });
  await standAside(sick);
  // The stream is in order: news of what stands aside would come before.
  const [last = ""] = await insert(well, 1);
  await eventually("a later one is told", () => it.told.includes(last));
  expect(claimed).toBe(SICK + 1);
});

test("what an operator orders or cancels, and what a pause is to hold, comes out of it at once", async () => {
  const sick = await eventOf();
  await using it = dispatch([sick]);
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

test("what a pause held, or what an operator replays alone, does not stand aside", async () => {
  const sick = await eventOf();
  await using it = dispatch([sick]);
  const released = await insert(sick, 1, { released: true });
  const replayed = await insert(sick, 1, { replay_number: 1 });
  const [ofMany = ""] = await insert(sick, 1, { replay_number: 1, bulk_operation_id: "bulk_1" });
  await eventually("the others are told", () => it.told.length === 2);
  expect([...it.told].sort()).toEqual([...released, ...replayed].sort());
  const ofManyAside = { _id: ofMany, "outbox.behind": { $exists: true } };
  await eventually(
    "that one stands aside",
    async () => (await collection().countDocuments(ofManyAside)) === 1,
  );
});

test.each<[string, "connections" | "destinations", object]>([
  ["is paused", "connections", { paused_at: new Date() }],
  ["is off", "connections", { enabled: false }],
  ["leads to a destination that is off", "destinations", { enabled: false }],
  ["leads to a destination with a limit", "destinations", { rate_limit: { limit: 1, period: "concurrent" } }],
])("nothing stands aside on a connection that %s", async (_, of, change) => {
  const sick = await eventOf();
  const _id = of === "connections" ? sick.connection_id : sick.destination_id;
  await own.database.collection<{ _id: string }>(of).updateOne({ _id }, { $set: change });
  await using it = dispatch([sick]);
  const ids = await insert(sick, 5);
  await eventually("all are told", () => it.told.length === 5);
  expect([...it.told].sort()).toEqual(ids);
});

test("what stood aside while Temporal was away is told when it is back, though nobody else calls", async () => {
  const sick = await eventOf();
  let away = true;
  let refused = 0;
  const told: string[] = [];
  await using it = dispatch([sick], {
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
  await eventually("all are told", () => told.length === SICK);
  expect([...told].sort()).toEqual(ids);
});

test("a sweep goes on while it sets aside: who waits behind a backlog to a sick destination waits for seconds", async () => {
  const sick = await eventOf();
  await insert(sick, 2500);
  await using it = dispatch([sick]);
  await eventually("all stand aside", async () => (await asideOf(sick)) === 2500);
  expect(it.told).toEqual([]);
});

test("what is claimed again in the meantime keeps its place", async () => {
  const sick = await eventOf();
  await using _it = dispatch([sick]);
  const [first = ""] = await standAside(sick);
  const since = async () => (await collection().findOne({ _id: first }))?.outbox?.behind?.getTime();
  const before = await since();
  await collection().updateOne({ _id: first }, { $set: { "outbox.due": new Date() } });
  const isAside = { _id: first, "outbox.due": { $gt: new Date(Date.now() + 1_800_000) } };
  await eventually("it stands aside again", async () => (await collection().countDocuments(isAside)) === 1);
  expect(await since()).toBe(before);
});

test("destinations have their turns, however much of another one stands aside", async () => {
  const [dead, sick] = [await eventOf(), await eventOf()];
  await using it = dispatch([dead, sick]);
  await standAside(dead);
  const younger = await insert(sick, 10);
  await eventually("all stand aside", async () => (await asideOf(sick)) === younger.length);
  it.way.room = 2;
  await eventually("all of the younger are told", () => younger.every((id) => it.told.includes(id)));
  expect(it.told.findLastIndex((id) => younger.includes(id))).toBeLessThanOrEqual(2 * younger.length + 4);
});

test("what stands aside is taken up with all others after an hour, wherever it may have been left", async () => {
  const sick = await eventOf();
  {
    await using _it = dispatch([sick]);
    await standAside(sick);
  }
  const inAnHour = () => new Date(Date.now() + 3_600_000);
  const claim = { lease: "lease-later", holdFor: 1000, limit: 100 };
  expect(await own.store.events.claimUndispatched({ ...claim, now: new Date() })).toEqual([]);
  expect(await own.store.events.claimUndispatched({ ...claim, now: inAnHour() })).toHaveLength(SICK);
});
