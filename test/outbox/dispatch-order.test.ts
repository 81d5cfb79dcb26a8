import { once, setMaxListeners } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Unavailable } from "../../src/errors.ts";
import { newId } from "../../src/ids.ts";
import {
  createDispatcher,
  type DispatchedBatch,
  type DispatcherDependencies,
} from "../../src/outbox/dispatcher.ts";
import { createRightOfWay } from "../../src/outbox/right-of-way.ts";
import { createUnderWay } from "../../src/outbox/under-way.ts";
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

let leases = 0;

/** A dispatcher of the store's outbox, whose Temporal answers. */
const dispatch = (deps: Pick<DispatcherDependencies, "tell"> & Partial<DispatcherDependencies>) =>
  createDispatcher({
    ...own.store,
    assign: async (events) => events,
    answers: async () => true,
    rightOfWay: createRightOfWay(() => false),
    newLease: () => `lease-${++leases}`,
    now: () => new Date(),
    log: createLogger("silent"),
    ...deps,
  });

/** What calls wait for while Temporal does not answer. */
function newSilence(): AbortController {
  const silence = new AbortController();
  setMaxListeners(2 * AT_ONCE, silence.signal);
  return silence;
}

/** An event in the outbox, the first of its connection. */
async function firstEvent(): Promise<EventDocument> {
  const connection = await own.connect();
  await using router = createRouter(own.store, () => new Date());
  await router.route(await own.receive(connection));
  const [event] = await own.eventsOf(connection);
  return event!;
}

/** Puts so many into the outbox after one of the same connection; answers their ids, the oldest first. */
async function insertAfter(first: EventDocument, count: number): Promise<string[]> {
  const events = Array.from({ length: count }, (_, at): EventDocument => {
    const created_at = new Date(first.created_at.getTime() + 1 + at);
    const outbox = { due: created_at, lease: null };
    return { ...first, _id: newId("event", created_at), created_at, outbox };
  });
  await own.store.events.insertMissing(events);
  return events.map((event) => event._id);
}

/** Many events of one connection in the outbox; answers their ids, the oldest first. */
async function fillOutbox(): Promise<string[]> {
  const first = await firstEvent();
  return [first._id, ...(await insertAfter(first, WAITING - 1))];
}

test("events that wait while Temporal is away: only the first are tried, and all are told by age when it is back", async () => {
  const waiting = await fillOutbox();
  const tried = new Set<string>();
  const told: string[] = [];
  let away = true;
  let asked = 0;
  await using _dispatcher = dispatch({
    tell: async ({ _id }) => {
      if (!away) return void told.push(_id);
      tried.add(_id);
      throw new Unavailable("Temporal", "it is away");
    },
    answers: async () => {
      asked++;
      return !away;
    },
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

test("events whose attempts begin in an activity keep nobody waiting: it may have no slot for long", async () => {
  const waiting = await fillOutbox();
  const told = new Set<string>();
  await using _dispatcher = dispatch({
    tell: async ({ _id }) => void told.add(_id),
    underWay: createUnderWay(),
    lane: () => "remote",
  });
  await eventually("all are told", () => waiting.every((id) => told.has(id)), 60_000);
}, 90_000);

test("what was heard while Temporal let every call wait is a backlog: what comes after passes it, and it goes by age", async () => {
  const told: string[] = [];
  const silence = newSilence();
  let calls = 0;
  await using _dispatcher = dispatch({
    tell: async ({ _id }) => {
      calls++;
      if (!silence.signal.aborted) await once(silence.signal, "abort");
      await sleep(50);
      told.push(_id);
    },
  });
  const first = await firstEvent();
  await eventually("a call waits", () => calls > 0);
  const backlog = await insertAfter(first, WAITING);
  await sleep(1500);
  silence.abort();
  await eventually("some are told", () => told.length > 100);
  const [live] = await insertAfter({ ...first, created_at: new Date() }, 1);
  await eventually("all are told", () => told.length === WAITING + 2);
  expect(told.indexOf(live!)).toBeLessThan(WAITING);
  expect(told.filter((id) => id !== live)).toEqual([first._id, ...backlog]);
});

test("what comes live is told before the backlog that it is taken up with", async () => {
  const { events } = own.store;
  const batches: string[][] = [];
  const heard = new Set<string>();
  let follows = false;
  const called: string[] = [];
  const silences = [newSilence(), newSilence()];
  let time = Date.now();
  await using _dispatcher = dispatch({
    async tell({ _id }) {
      called.push(_id);
      const { signal } = silences[called.length === 1 ? 0 : 1]!;
      if (!signal.aborted) await once(signal, "abort");
    },
    events: {
      ...events,
      async claimUndispatched(claim) {
        const claimed = await events.claimUndispatched(claim);
        batches.push(claimed.map(({ _id }) => _id));
        return claimed;
      },
      followOutbox: (queued, missed) =>
        events.followOutbox(
          (id, destinationId) => {
            queued(id, destinationId);
            heard.add(id);
          },
          () => {
            follows = true;
            missed();
          },
        ),
    },
    // So that Temporal was away where the test says so, however long its own steps take.
    now: () => new Date(time),
  });
  // No sweep finds what is due only after the time that stands.
  await eventually("the outbox is followed", () => follows);
  const first = await firstEvent();
  await eventually("a call waits", () => called.length > 0);
  const backlog = await insertAfter(first, WAITING);
  await eventually("all are heard", () => backlog.every((id) => heard.has(id)));
  time = first.created_at.getTime() + WAITING + 2000;
  silences[0]!.abort();
  await eventually("a batch of the backlog waits", () => called.length > AT_ONCE);

  const [live] = await insertAfter({ ...first, created_at: new Date(time - 2) }, 1);
  await eventually("it is heard", () => heard.has(live!));
  silences[1]!.abort();
  await eventually("all are told", () => called.length === WAITING + 2);
  const batch = batches.find((it) => it.includes(live!))!;
  expect(batch.length).toBeGreaterThan(1);
  expect(called.find((id) => batch.includes(id))).toBe(live);
});

test("a call that fails while others that began with it succeed holds nobody up: Temporal is back", async () => {
  const waiting = await fillOutbox();
  const told = new Set<string>();
  const batches: DispatchedBatch[] = [];
  let calls = 0;
  await using _dispatcher = dispatch({
    async tell({ _id }) {
      if (++calls === 1) throw new Unavailable("Temporal", "it was away until now");
      await sleep(100);
      told.add(_id);
    },
    dispatched: (batch) => batches.push(batch),
  });
  await eventually("all are told", () => waiting.every((id) => told.has(id)));
  expect(batches.map(({ counts }) => counts.failed).filter((count) => count > 0)).toEqual([1]);
  expect(batches.filter(({ backOff }) => backOff > 0)).toEqual([]);
});

test("Temporal goes away in the middle of a batch: what had its turn is tried once, and keeps its place", async () => {
  const waiting = await fillOutbox();
  const tried: string[] = [];
  const told: string[] = [];
  let away = true;
  let asked = 0;
  await using _dispatcher = dispatch({
    async tell({ _id }) {
      tried.push(_id);
      // The last of the first calls are answered, the others not.
      await sleep(tried.length > 40 ? 20 : 60);
      if (away && waiting.indexOf(_id) < 40) throw new Unavailable("Temporal", "it has gone");
      told.push(_id);
    },
    answers: async () => {
      asked++;
      return !away;
    },
  });
  await eventually("it was asked for, again and again", () => asked >= 3);
  expect(new Set(tried).size).toBe(tried.length);
  away = false;
  await eventually("all are told", () => told.length === WAITING);
  const late = told.filter((id) => waiting.indexOf(id) < 40);
  expect(late).toEqual(waiting.slice(0, 40));
  // Behind no more than what was told of the first batch, and what is told beside it.
  expect(told.indexOf(late[0]!)).toBeLessThan(150);
});

test("released events are told in order of age, also where the first of them is not taken, and others are", async () => {
  const told: string[] = [];
  const first = { ...(await firstEvent()), released: true };
  const line = [first._id];
  const { events } = own.store;
  let failures = 0;
  await using _dispatcher = dispatch({
    events: {
      ...events,
      // So that the line is taken up by sweeps, and what is heard in between.
      followOutbox: (queued, missed) =>
        events.followOutbox((id, destinationId) => {
          if (destinationId !== first.destination_id) queued(id, destinationId);
        }, missed),
    },
    async tell({ _id, released }) {
      await sleep(released ? 2 : 100);
      if (_id === line[1] && ++failures === 1) {
        await sleep(300);
        throw new Unavailable("Temporal", "it was away until now");
      }
      told.push(_id);
    },
  });
  const other = await firstEvent();
  await eventually("the first is told", () => told.includes(first._id));
  line.push(...(await insertAfter(first, WAITING / 2)));
  const others = await insertAfter(other, WAITING);
  await eventually("all are told", () => [...line, ...others].every((id) => told.includes(id)));
  expect(failures).toBe(2);
  expect(told.filter((id) => line.includes(id))).toEqual(line);
});

test("released events are told in order of age, also where a batch could not be told in time", async () => {
  const told: string[] = [];
  let passed = 0;
  await using _dispatcher = dispatch({
    async tell({ _id }) {
      await sleep(2);
      told.push(_id);
      // So that what is left of each batch is given back.
      if (told.length % 60 === 0) passed += 6000;
    },
    now: () => new Date(Date.now() + passed),
  });
  const first = { ...(await firstEvent()), released: true };
  const waiting = await insertAfter(first, WAITING);
  await eventually("all are told", () => told.length === WAITING + 1);
  expect(told).toEqual([first._id, ...waiting]);
});
