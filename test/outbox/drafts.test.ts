import { MongoNetworkError } from "mongodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eventIdOf } from "../../src/ids.ts";
import type { Departing } from "../../src/outbox/departing.ts";
import { createDrafts, type Draft } from "../../src/outbox/draft.ts";
import { createRouter } from "../../src/outbox/router.ts";
import type { ConnectionDocument, EventDocument, RequestDocument } from "../../src/store/documents.ts";
import type { Store } from "../../src/store/store.ts";
import { eventually } from "../support/eventually.ts";
import { openTestStore, type TestStore } from "./test-store.ts";

let own: TestStore;
beforeAll(async () => {
  own = await openTestStore();
});
afterAll(() => own[Symbol.asyncDispose]());

const now = () => new Date();
const MARK = { due: new Date(Date.now() + 60_000), lease: "ingress-1" };
const LEASED = { due: now(), lease: "lane-1" };

/** A direct lane in which attempts end when the test says so. */
function openLane() {
  const begun: { departing: Departing; draft?: Draft }[] = [];
  return {
    begun,
    stopping: new AbortController().signal,
    plan: (event: EventDocument, { first_attempt }: ConnectionDocument) =>
      first_attempt === "direct" ? { ...event, lane: "direct" as const, outbox: LEASED } : null,
    begin: (departing: Departing, draft?: Draft) => void begun.push({ departing, draft }),
  };
}

const delivered = ({ outbox: _, ...event }: EventDocument): EventDocument => ({
  ...event,
  status: "delivered",
});
const stored = ({ team_id, _id }: RequestDocument) => own.store.requests.find(team_id, _id);

async function twoConnections(first_attempt: ConnectionDocument["first_attempt"]) {
  const one = await own.connect({ first_attempt: "direct" });
  const other = await own.connect({ first_attempt, source_id: one.source_id });
  return { one, other, request: await own.receive(one, { outbox: MARK }) };
}

/** A new request on one direct connection, whose draft is open; disposing it closes its router. */
async function openDraft(store: Store = own.store) {
  const connection = await own.connect({ first_attempt: "direct" });
  const request = await own.receive(connection, { outbox: MARK });
  const lane = openLane();
  const router = createRouter(store, now, { lane });
  const routed = router.routeNew(request);
  await eventually("it has begun", () => lane.begun.length === 1);
  const [{ departing, draft }] = lane.begun as [{ departing: Departing; draft: Draft }];
  const write = () => draft.write(delivered(departing.event));
  return {
    connection,
    request,
    router,
    routed,
    write,
    [Symbol.asyncDispose]: () => router[Symbol.asyncDispose](),
  };
}

describe("of a new request whose first attempts all need no workflow:", () => {
  it("its events are written when the last has ended; until then its own mark stands for them", async () => {
    const { one, other, request } = await twoConnections("direct");
    const lane = openLane();
    await using router = createRouter(own.store, now, { lane });
    const routed = router.routeNew(request);
    await eventually("both have begun", () => lane.begun.length === 2);
    const [first, second] = lane.begun.map(({ departing, draft }) => ({
      event: departing.event,
      draft: draft!,
    }));
    const ended = first!.draft.write(delivered(first!.event));
    expect([first!.draft.isOpen(), second!.draft.isOpen()]).toEqual([false, true]);
    expect([await own.eventsOf(one), await own.eventsOf(other)]).toEqual([[], []]);
    expect(await stored(request)).toMatchObject({ outbox: MARK, events_count: 0 });

    expect(await second!.draft.write(second!.event)).toBe(true);
    expect(await ended).toBe(true);
    await routed;
    expect(await own.eventsOf(one)).toMatchObject([{ status: "delivered", lane: "direct" }]);
    expect(await own.eventsOf(other)).toMatchObject([{ status: "queued", outbox: LEASED }]);
    const record = await stored(request);
    expect(record).toMatchObject({ events_count: 2 });
    expect(record).not.toHaveProperty("outbox");
    expect(record!.routing.map(({ outcome }) => outcome)).toEqual(["queued", "queued"]);
  });

  it("those that someone else has written meanwhile are not new, and stay as they are", async () => {
    await using open = await openDraft();
    await open.router.route(open.request);
    expect(await open.write()).toBe(false);
    await open.routed;
    expect(await own.eventsOf(open.connection)).toMatchObject([
      { status: "queued", outbox: { lease: null } },
    ]);
    expect(await stored(open.request)).toMatchObject({ events_count: 1 });
  });
});

it("where another event of the request needs a workflow, none waits to be written", async () => {
  const { one, other, request } = await twoConnections("workflow");
  const lane = openLane();
  await using router = createRouter(own.store, now, { lane });
  await router.routeNew(request);
  expect(await own.eventsOf(one)).toMatchObject([{ status: "queued", outbox: LEASED }]);
  expect(await own.eventsOf(other)).toMatchObject([{ status: "queued", lane: "workflow" }]);
  expect(lane.begun).toMatchObject([{ departing: { connection: { _id: one._id } }, draft: undefined }]);
});

it("where its own mark is about to run out, none waits to be written, and what others wrote begins no attempt", async () => {
  const connection = await own.connect({ first_attempt: "direct" });
  const due = new Date(Date.now() + 1000);
  const request = await own.receive(connection, { outbox: { ...MARK, due } });
  const lane = openLane();
  await using router = createRouter(own.store, now, { lane });
  await router.route(request);
  await router.routeNew(request);
  expect(lane.begun).toEqual([]);
  expect(await own.eventsOf(connection)).toMatchObject([{ status: "queued", outbox: { lease: null } }]);
});

it("a draft whose write fails for want of a primary is written when there is one again", async () => {
  let failed = false;
  const insertMissing: typeof own.store.events.insertMissing = (events) => {
    if (failed) return own.store.events.insertMissing(events);
    failed = true;
    return Promise.reject(new MongoNetworkError("no primary"));
  };
  await using open = await openDraft({ ...own.store, events: { ...own.store.events, insertMissing } });
  expect(await open.write()).toBe(true);
  await open.routed;
  expect(failed).toBe(true);
  expect(await own.eventsOf(open.connection)).toMatchObject([{ status: "delivered" }]);
});

it("a replay waits for the events of a request that has just come in", async () => {
  await using open = await openDraft();
  const { team_id, _id } = open.request;
  const replay = { key: "k", connection_ids: null, at: now(), actor: "key_1", bulk_operation_id: null };
  const replayed = own.store.requests.addReplay(team_id, _id, replay, LEASED);
  await open.write();
  await open.routed;
  expect(await replayed).toMatchObject({ events_count: 1, replays: [{ number: 1 }] });
});

it("a request that is routed by the sweeper begins no attempt: one may have been made before", async () => {
  const connection = await own.connect({ first_attempt: "direct" });
  const request = await own.receive(connection, { outbox: MARK });
  const lane = openLane();
  await using router = createRouter(own.store, now, { lane });
  await router.route(request);
  expect(lane.begun).toEqual([]);
  expect(await own.eventsOf(connection)).toMatchObject([
    {
      status: "queued",
      lane: "direct",
      workflow_id: eventIdOf(request.received_at, request._id, connection._id, 0),
      outbox: { lease: null },
    },
  ]);
});

describe("a draft", () => {
  const event = { _id: "evt_1" } as EventDocument;
  const departing = { event } as Departing;

  it("that was written answers every later write as the first, and writes nothing more", async () => {
    const writes: EventDocument[][] = [];
    const { drafts } = createDrafts([departing], async (events) => {
      writes.push(events);
      return { existing: new Set() };
    });
    const [[, draft]] = drafts as [[Departing, Draft]];
    expect(await draft.write(event)).toBe(true);
    expect(await draft.write({ ...event, status: "failed" })).toBe(true);
    expect(writes).toEqual([[event]]);
  });

  it("whose write fails says so to each who writes, and to who waits for all", async () => {
    const { drafts, written } = createDrafts([departing, departing], () =>
      Promise.reject(new Error("no primary")),
    );
    const tries = drafts.map(([, draft]) => draft.write(event));
    const results = await Promise.allSettled([...tries, written]);
    expect(results.map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
  });
});
