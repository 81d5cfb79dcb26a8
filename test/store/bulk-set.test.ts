import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createBulkActivities, type BulkDependencies } from "../../activities/bulk-operation.ts";
import { freeze } from "../../src/api/freeze.ts";
import { newId, randomToken } from "../../src/ids.ts";
import { NO_TALLY } from "../../src/rules/bulk.ts";
import type { BulkRecord } from "../../src/store/bulk-records.ts";
import type { BulkOperationDocument } from "../../src/store/documents.ts";
import { openTestStore, type TestStore } from "../outbox/test-store.ts";

const START = new Date("2026-01-01T00:00:00.000Z");
const after = (ms: number) => new Date(START.getTime() + ms);
const now = () => START;

let own: TestStore;
beforeAll(async () => {
  own = await openTestStore();
});
afterAll(async () => own[Symbol.asyncDispose]());

function newOperation(changes: Partial<BulkOperationDocument> = {}): BulkOperationDocument {
  const id = newId("bulk_operation", START);
  return {
    ...NO_TALLY,
    _id: id,
    team_id: "tm_test",
    noun: "events",
    type: "events_retry",
    status: "pending",
    cause: null,
    query: {},
    rate_per_second: null,
    max_failures: null,
    canary: null,
    refresh: false,
    workflow_id: id,
    created_by: "key_test",
    started_at: null,
    completed_at: null,
    frozen: false,
    freezing: randomToken(),
    bucket: null,
    round: null,
    created_at: START,
    updated_at: START,
    expires_at: after(86_400_000),
    outbox: { due: after(80_000), lease: null },
    ...changes,
  };
}

const record = (id: string): BulkRecord => {
  return { id, status: "failed", source_id: "src_1", destination_id: "dst_1", cause: null };
};

/** Finds one record after another; before each, the test may have something else happen. */
async function* finding(...ids: (string | (() => Promise<unknown>))[]): AsyncGenerator<BulkRecord[]> {
  for (const id of ids) {
    if (typeof id === "string") yield [record(id)];
    else await id();
  }
}

const setOf = async (operation: Pick<BulkOperationDocument, "_id" | "team_id">) => {
  const page = { limit: 100, dir: "asc", cursor: null } as const;
  const { rows } = await own.store.bulkItems.page(operation, undefined, page);
  return rows.map((row) => row.record_id);
};
const claim = (lease: string) =>
  own.store.bulkOperations.claim({ lease, now: after(100_000), holdFor: 30_000, limit: 100 });

describe("the set of a bulk operation", () => {
  test("frozen twice at once under one key: the later call's is accepted whole, the earlier call is refused", async () => {
    const operation = newOperation();
    const again = { ...operation, freezing: randomToken() };
    let accepted: BulkOperationDocument | null = null;
    const overtake = async () => {
      accepted = await freeze({ store: own.store, now }, again, finding("evt_2", "evt_3"));
    };
    const first = freeze({ store: own.store, now }, operation, finding("evt_1", overtake, "evt_4"));
    await expect(first).rejects.toMatchObject({ code: "CONFLICT" });
    expect(accepted).toMatchObject({ frozen: true, total_count: 2 });
    expect(await setOf(operation)).toEqual(["evt_2", "evt_3"]);
    expect(await own.store.bulkOperations.find("tm_test", operation._id)).toMatchObject({ total_count: 2 });
  });

  test("accepted after the runner had claimed it to give it up: stays whole", async () => {
    const operation = newOperation();
    await freeze(
      { store: own.store, now },
      operation,
      finding("evt_1", () => claim("runner-1"), "evt_2"),
    );
    expect(await own.store.bulkOperations.giveUp(operation, "runner-1")).toBeNull();
    const stale = { ...operation, freezing: "runner-1" };
    expect(await own.store.bulkItems.removeSome(stale, 100)).toBeNull();
    await own.store.bulkOperations.remove(operation, "runner-1");
    expect(await setOf(operation)).toEqual(["evt_1", "evt_2"]);
  });

  test("given up while it is frozen: nothing more is added, the call is refused, and all of it is removed", async () => {
    const operation = newOperation();
    let removed: number | null = null;
    const giveUp = async () => {
      await claim("runner-2");
      const given = (await own.store.bulkOperations.giveUp(operation, "runner-2"))!;
      removed = await own.store.bulkItems.removeSome(given, 100);
    };
    const call = freeze({ store: own.store, now }, operation, finding("evt_1", giveUp, "evt_2"));
    await expect(call).rejects.toMatchObject({ code: "CONFLICT" });
    expect(removed).toBe(1);
    await own.store.bulkOperations.remove(operation, "runner-2");
    expect(await setOf(operation)).toEqual([]);
    const row = { _id: operation._id } as object;
    expect(await own.database.collection("bulk_operations").findOne(row)).toBeNull();
  });
});

/** Rounds on a store whose first look for something to start hangs until `release`. */
function hanging(at: { now: Date }) {
  let hangs = () => {};
  let release = () => {};
  const hung = new Promise<void>((resolve) => (hangs = resolve));
  const released = new Promise<void>((resolve) => (release = resolve));
  const { bulkItems } = own.store;
  let looks = 0;
  const lines: typeof bulkItems.lines = async (operation) => {
    if (looks++ > 0) return bulkItems.lines(operation);
    hangs();
    await released;
    return bulkItems.lines(operation);
  };
  const deps: BulkDependencies = {
    store: { ...own.store, bulkItems: { ...bulkItems, lines } },
    startOf: () => expect.fail("none of these events is kept"),
    replay: () => expect.fail("these are no requests"),
    signalWindow: 0,
    now: () => at.now,
  };
  return { ...createBulkActivities(deps), hung, release };
}

describe("a round of a bulk operation", () => {
  test("that hangs until a later one has started something: starts nothing beyond the rate", async () => {
    const operation = newOperation({ rate_per_second: 1 });
    const ids = ["evt_1", "evt_2", "evt_3", "evt_4"];
    await freeze({ store: own.store, now }, operation, finding(...ids));
    const at = { now: START };
    const rounds = hanging(at);
    const round = { team_id: "tm_test", operation_id: operation._id, chain: "run", idle: 0, wishes: [] };
    const late = rounds.advanceBulk({ ...round, round: 0 });
    await rounds.hung;
    await rounds.advanceBulk({ ...round, round: 0 });
    at.now = after(1000);
    await rounds.advanceBulk({ ...round, round: 1 });
    rounds.release();
    await late;
    const left = await own.store.bulkItems.pending(operation, "dst_1", 10);
    expect(left.map((item) => item.record_id)).toEqual(["evt_3", "evt_4"]);
  });
});
