import type { Collection, Filter } from "mongodb";
import type { BulkItemState } from "../resources/bulk-operation.ts";
import type { Database, Transaction } from "./database.ts";
import type { BulkItemDocument, BulkOperationDocument } from "./documents.ts";
import { findPage, type Page, type PageQuery } from "./page.ts";

type Operation = Pick<BulkOperationDocument, "_id" | "team_id">;
type Fenced = Pick<BulkOperationDocument, "_id" | "team_id" | "freezing">;

/** One item's step from the state that all of a move have now. */
export interface BulkStep {
  id: string;
  to: BulkItemState;
  set: Partial<
    Pick<BulkItemDocument, "reason" | "round" | "sent_at" | "resend_at" | "done_at" | "attempt_id">
  >;
}

/** The frozen sets of bulk operations, and where each item of them stands. */
export interface BulkItems {
  /** Adds to a set, and counts it; false, with nothing changed, where the set is not up to `freezing` any more. */
  add: (operation: Fenced, records: { id: string; line: string }[]) => Promise<boolean>;
  /** What is in flight, the oldest first: some hundred at most. */
  inFlight: (operation: Operation) => Promise<BulkItemDocument[]>;
  /** The lines that still have pending items. */
  lines: (operation: Operation) => Promise<string[]>;
  /** The oldest pending items of a line. */
  pending: (operation: Operation, line: string, limit: number) => Promise<BulkItemDocument[]>;
  /**
   * Takes those items on that have the state `from`, and counts them in the same transaction, with `change` beside it.
   * Answers the operation; null, with nothing changed, where it has no such `status`, or another round than `after` was
   * the last that started something.
   */
  move: (
    operation: Operation,
    from: BulkItemState,
    steps: BulkStep[],
    now: Date,
    start?: Pick<BulkOperationDocument, "status" | "bucket"> & { after: string | null; round: string },
  ) => Promise<BulkOperationDocument | null>;
  /** Notes for items in flight that they are taken up once more, in that round. */
  resend: (operation: Operation, items: { id: string; resend_at: Date }[], round: string) => Promise<void>;
  /** Notes what routing a request again has made. */
  noteEvents: (operation: Operation, itemId: string, eventIds: string[]) => Promise<void>;
  page: (
    operation: Operation,
    state: BulkItemState | undefined,
    page: PageQuery,
  ) => Promise<Page<BulkItemDocument>>;
  /** Removes up to `limit` items, and answers how many there were; null where the set is not up to `freezing` any more. */
  removeSome: (operation: Fenced, limit: number) => Promise<number | null>;
}

/** Cursors are ids of rows, made of words: so is this one. */
const itemId = ({ _id }: Operation, recordId: string) => `${_id}_${recordId}`;

/** All of an operation's, as a range of ids: in their order without a sort, whatever their state. */
const idsOf = ({ _id }: Operation) => ({ $gt: `${_id}_`, $lt: `${_id}_~` });

/** What a step to or from a state counts as, in the operation. */
const COUNT = {
  in_flight: "in_flight_count",
  delivered: "delivered_count",
  failed: "failed_count",
  skipped: "skipped_count",
  cancelled: "cancelled_count",
} as const;

/**
 * The operation's counts change with its items' states in one transaction, and so add up after any crash. So does its
 * total with its set, until that is frozen: that write is also what keeps two from changing one set.
 */
export function createBulkItems(
  items: Collection<BulkItemDocument>,
  operations: Collection<BulkOperationDocument>,
  transaction: Database["transaction"],
): BulkItems {
  const of = ({ _id, team_id }: Operation) => ({ operation_id: _id, team_id });
  const oldest = { _id: 1 } as const;

  /** Counts what is added to a set, or taken from it; false where that is not up to `freezing` any more. */
  async function resize({ _id, team_id, freezing }: Fenced, by: number, session: Transaction) {
    const open = { _id, team_id, frozen: false, freezing };
    const counted = await operations.updateOne(open, { $inc: { total_count: by } }, { session });
    return counted.matchedCount === 1;
  }

  return {
    add: (operation, records) =>
      transaction(async (session) => {
        if (!(await resize(operation, records.length, session))) return false;
        const rows = records.map(({ id, line }) => newItem(operation, id, line));
        if (rows.length > 0) await items.insertMany(rows, { session });
        return true;
      }),
    inFlight: (operation) =>
      items
        .find({ ...of(operation), state: "in_flight" })
        .sort(oldest)
        .toArray(),
    lines: (operation) => items.distinct("line", { ...of(operation), state: "pending" }),
    pending: (operation, line, limit) =>
      items
        .find({ ...of(operation), state: "pending", line })
        .sort(oldest)
        .limit(limit)
        .toArray(),
    move: (operation, from, steps, now, start) =>
      transaction(async (session) => {
        const ids = steps.map((step) => step.id);
        const there = items.find(
          { ...of(operation), _id: { $in: ids }, state: from },
          { session, projection: { _id: 1 } },
        );
        const present = new Set((await there.toArray()).map((row) => row._id));
        const moving = steps.filter((step) => present.has(step.id));
        const guard = start ? { status: start.status, round: start.after } : {};
        const set = start ? { round: start.round, bucket: start.bucket } : {};
        const change = { $inc: countsOf(from, moving), $set: { ...set, updated_at: now } };
        const changed = await operations.findOneAndUpdate(
          { _id: operation._id, team_id: operation.team_id, ...guard },
          change,
          { session, returnDocument: "after" },
        );
        if (!changed || moving.length === 0) return changed;
        const writes = moving.map(({ id, to, set }) => ({
          updateOne: { filter: { _id: id, state: from }, update: { $set: { ...set, state: to } } },
        }));
        await items.bulkWrite(writes, { session });
        return changed;
      }),
    async resend(operation, again, round) {
      const writes = again.map(({ id, resend_at }) => ({
        updateOne: {
          filter: { ...of(operation), _id: id, state: "in_flight" as const },
          update: { $set: { round, resend_at } },
        },
      }));
      if (writes.length > 0) await items.bulkWrite(writes, { ordered: false });
    },
    async noteEvents(operation, id, event_ids) {
      await items.updateOne({ ...of(operation), _id: id }, { $set: { event_ids } });
    },
    page(operation, state, page) {
      const all: Filter<BulkItemDocument> = { ...of(operation), _id: idsOf(operation) };
      return findPage(items, state ? { ...of(operation), state } : all, page);
    },
    removeSome: (operation, limit) =>
      transaction(async (session) => {
        const all = { ...of(operation), _id: idsOf(operation) };
        const found = items.find(all, { session, projection: { _id: 1 } }).limit(limit);
        const ids = (await found.toArray()).map((row) => row._id);
        if (!(await resize(operation, -ids.length, session))) return null;
        if (ids.length > 0) await items.deleteMany({ ...of(operation), _id: { $in: ids } }, { session });
        return ids.length;
      }),
  };
}

function newItem(operation: Operation, record_id: string, line: string): BulkItemDocument {
  return {
    _id: itemId(operation, record_id),
    team_id: operation.team_id,
    operation_id: operation._id,
    record_id,
    line,
    state: "pending",
    reason: null,
    round: null,
    sent_at: null,
    resend_at: null,
    done_at: null,
    attempt_id: null,
    event_ids: null,
  };
}

function countsOf(
  from: BulkItemState,
  steps: BulkStep[],
): Partial<Record<(typeof COUNT)[keyof typeof COUNT], number>> {
  const counts: Partial<Record<(typeof COUNT)[keyof typeof COUNT], number>> = {};
  const add = (state: BulkItemState, by: number) => {
    if (state !== "pending") counts[COUNT[state]] = (counts[COUNT[state]] ?? 0) + by;
  };
  for (const { to } of steps) {
    add(from, -1);
    add(to, 1);
  }
  return counts;
}
