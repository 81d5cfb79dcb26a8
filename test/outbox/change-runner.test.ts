import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newId } from "../../src/ids.ts";
import { createChangeRunner } from "../../src/outbox/change-runner.ts";
import type { ConnectionDocument, EventDocument } from "../../src/store/documents.ts";
import type { WaitingEvents } from "../../src/store/waiting-events.ts";
import { createRouter } from "../../src/outbox/router.ts";
import { createLogger } from "../../src/telemetry/log.ts";
import { eventually } from "../support/eventually.ts";
import { openTestStore, type TestStore } from "./test-store.ts";

const now = () => new Date();
let leases = 0;

let test: TestStore;
beforeAll(async () => {
  test = await openTestStore();
});
afterAll(() => test[Symbol.asyncDispose]());

const changesLeft = () => test.database.collection("changes").countDocuments();
const run = (waiting: Partial<WaitingEvents> = {}) =>
  createChangeRunner({
    store: { ...test.store, waiting: { ...test.store.waiting, ...waiting } },
    throttle: { reassign: () => Promise.resolve() },
    newLease: () => `lease-${++leases}`,
    now,
    log: createLogger("silent"),
  });

/** A connection that goes on, and has so many held events, a millisecond apart, that are still to be released. */
async function unpaused(
  count: number,
  changes: Partial<ConnectionDocument> = {},
): Promise<ConnectionDocument> {
  const connection = await test.connect({ paused_at: now(), ...changes });
  const router = createRouter(test.store, now);
  await router.route(await test.receive(connection));
  await router[Symbol.asyncDispose]();
  const [held] = await test.eventsOf(connection);
  const copies = Array.from({ length: count - 1 }, (_, at): EventDocument => {
    const created_at = new Date(held!.created_at.getTime() + at + 1);
    return { ...held!, _id: newId("event", created_at), created_at };
  });
  if (copies.length > 0) await test.store.events.insertMissing(copies);
  await test.store.transaction(async (session) => {
    await test.store.connections.replace({ ...connection, paused_at: null }, session);
    await test.store.changes.note([connection], now(), session);
  });
  return connection;
}

describe("the runner of changes", () => {
  it("releases all held events, each to be dispatched by its age", async () => {
    const connection = await unpaused(1201);
    await using _runner = run();
    await eventually("all are released", async () => (await changesLeft()) === 0);
    const events = await test.eventsOf(connection);
    expect(events).toHaveLength(1201);
    for (const { status, released, outbox, created_at } of events) {
      expect({ status, released }).toEqual({ status: "queued", released: true });
      expect(outbox).toEqual({ due: created_at, lease: null, verb: "wake" });
    }
  });

  it("together with another one releases all held events, though each finds some gone", async () => {
    const connection = await unpaused(1201);
    let batches = 0;
    const releaseHeld: WaitingEvents["releaseHeld"] = async (of, options) => {
      // The other one claims the change too, and works beside this one.
      if (++batches <= 2) await test.store.changes.note([connection], now());
      return test.store.waiting.releaseHeld(of, options);
    };
    await using _first = run({ releaseHeld });
    await using _second = run();
    await eventually("all are released", async () => (await changesLeft()) === 0);
    expect((await test.eventsOf(connection)).every(({ status }) => status === "queued")).toBe(true);
  });

  it("that is stopped in the middle leaves the rest to the next one", async () => {
    const connection = await unpaused(1201);
    let stopped: PromiseLike<void> | undefined;
    const releaseHeld: WaitingEvents["releaseHeld"] = (of, options) => {
      stopped ??= stopping[Symbol.asyncDispose]();
      return test.store.waiting.releaseHeld(of, options);
    };
    const stopping = run({ releaseHeld });
    await eventually("it began", () => stopped !== undefined);
    await stopped;
    expect(await changesLeft()).toBe(1);
    const statuses = (await test.eventsOf(connection)).map(({ status }) => status);
    expect(statuses).toEqual([...Array<string>(500).fill("queued"), ...Array<string>(701).fill("held")]);
    await using _next = run();
    await eventually("all are released", async () => (await changesLeft()) === 0);
    expect((await test.eventsOf(connection)).every(({ status }) => status === "queued")).toBe(true);
  });

  it("leaves a delay that is not over in force", async () => {
    const delay = 3_600_000;
    const connection = await unpaused(1, { rules: [{ type: "delay", delay }] });
    await using _runner = run();
    await eventually("it is released", async () => (await changesLeft()) === 0);
    const [event] = await test.eventsOf(connection);
    expect(event!.next_attempt_at).toEqual(new Date(event!.created_at.getTime() + delay));
  });
});
