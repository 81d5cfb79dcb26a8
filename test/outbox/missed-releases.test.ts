import { MockActivityEnvironment } from "@temporalio/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createBodyRoom } from "../../activities/body-room.ts";
import { createDeliveryActivities } from "../../activities/delivery.ts";
import { createHealthTracker } from "../../src/delivery/health.ts";
import { createChangeRunner } from "../../src/outbox/change-runner.ts";
import { createRouter, type RoutingStore } from "../../src/outbox/router.ts";
import type { ConnectionDocument, RequestDocument } from "../../src/store/documents.ts";
import { createLogger } from "../../src/telemetry/log.ts";
import { eventually } from "../support/eventually.ts";
import { openTestStore, type TestStore } from "./test-store.ts";

const now = () => new Date();

let test: TestStore;
beforeAll(async () => {
  test = await openTestStore();
});
afterAll(() => test[Symbol.asyncDispose]());

async function tellChanges(): Promise<void> {
  let leases = 0;
  await using _runner = createChangeRunner({
    store: test.store,
    throttle: { reassign: () => Promise.resolve() },
    newLease: () => `lease-${++leases}`,
    now,
    log: createLogger("silent"),
  });
  await eventually("all changes are told", async () => {
    return (await test.database.collection("changes").countDocuments()) === 0;
  });
}

/** What may happen to a paused connection, and to the events that it holds. */
const CHANGES: [string, (connection: ConnectionDocument) => Promise<void>, object][] = [
  ["unpaused", (it) => replace({ ...it, paused_at: null }), { status: "queued", released: true }],
  [
    "disabled",
    (it) => replace({ ...it, enabled: false }),
    { status: "ignored", cause: "CONNECTION_DISABLED" },
  ],
  [
    "deleted",
    (it) =>
      test.store.transaction(async (session) => {
        await test.store.connections.remove(it.team_id, [it._id], session);
        await test.store.changes.note([it], now(), session);
      }),
    { status: "ignored", cause: "CONNECTION_DISABLED" },
  ],
];

const replace = (connection: ConnectionDocument) =>
  test.store.transaction(async (session) => {
    await test.store.connections.replace(connection, session);
    await test.store.changes.note([connection], now(), session);
  });

async function route(request: RequestDocument, store: RoutingStore = test.store): Promise<void> {
  await using router = createRouter(store, now);
  await router.route(request);
}

/** A store in which something happens after the connections were read, and before events are written. */
const interrupted = (work: () => Promise<void>): RoutingStore => ({
  ...test.store,
  events: {
    ...test.store.events,
    async insertMissing(events) {
      await work();
      return test.store.events.insertMissing(events);
    },
  },
});

describe.each(CHANGES)("an event whose connection is %s", (_, change, expected) => {
  it("while a request is routed as held does not stay so", async () => {
    const connection = await test.connect({ paused_at: now() });
    const request = await test.receive(connection);
    const happens = async () => {
      await change(connection);
      await tellChanges();
    };
    await route(request, interrupted(happens));
    expect(await test.eventsOf(connection)).toMatchObject([{ status: "held" }]);
    await tellChanges();
    expect(await test.eventsOf(connection)).toMatchObject([expected]);
  });

  it("while its run is about to hold it does not stay so", async () => {
    const connection = await test.connect();
    await route(await test.receive(connection));
    const [event] = await test.eventsOf(connection);
    const paused = { ...connection, paused_at: now() };
    await replace(paused);
    const activities = createDeliveryActivities({
      store: {
        ...test.store,
        events: {
          ...test.store.events,
          async change(...asked) {
            await change(paused);
            await tellChanges();
            return test.store.events.change(...asked);
          },
        },
      },
      sandbox: { run: () => Promise.reject(new Error("nothing is to be run")) },
      deliver: () => Promise.reject(new Error("nothing is to be sent")),
      health: createHealthTracker(),
      throttle: { enter: () => Promise.resolve(null), leave: () => Promise.resolve() },
      bodies: createBodyRoom(),
      now,
      random: () => 0.5,
      begun: () => undefined,
      transformed: () => undefined,
      settled: () => undefined,
    });
    const asked = { team_id: event!.team_id, event_id: event!._id, attempt_number: 1 };
    const initial = { ...asked, trigger: "initial", actor: null } as const;
    const outcome: unknown = await new MockActivityEnvironment().run(() => activities.deliver(initial));
    expect(outcome).toMatchObject({ status: "held" });
    await tellChanges();
    expect(await test.eventsOf(connection)).toMatchObject([expected]);
  });
});

describe("routing again after a crash", () => {
  it("finds the held events of the first time, and has them released where that is due", async () => {
    const connection = await test.connect({ paused_at: now() });
    const request = await test.receive(connection);
    const crashes = { ...test.store.requests, markRouted: () => Promise.reject(new Error("crash")) };
    await expect(route(request, { ...test.store, requests: crashes })).rejects.toThrow("crash");
    await replace({ ...connection, paused_at: null });
    await test.database.collection("changes").deleteMany({});

    await route(request);
    await tellChanges();
    expect(await test.eventsOf(connection)).toMatchObject([{ status: "queued", released: true }]);
  });

  it("makes the event whose deduplication window was claimed before, under the same workflow id", async () => {
    const rules = [{ type: "deduplicate" as const, window: 60_000 }];
    const connection = await test.connect({ rules });
    const [first, copy] = [await test.receive(connection), await test.receive(connection)];
    await route(first);
    const [made] = await test.eventsOf(connection);
    await test.database.collection("events").deleteMany({ connection_id: connection._id });

    await route(copy);
    await route(first);
    expect(await test.eventsOf(connection)).toMatchObject([
      { _id: made!._id, status: "queued", workflow_id: made!.workflow_id },
      { status: "ignored", cause: "DUPLICATE", cause_detail: { duplicate_of: made!._id } },
    ]);
  });
});
