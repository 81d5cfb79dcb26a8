import type { Collection, CountDocumentsOptions } from "mongodb";
import { OPEN_BULK_STATUSES } from "../resources/bulk-operation.ts";
import type { Collections } from "./database.ts";
import { within } from "./deadline.ts";
import type { Outbox } from "./documents.ts";

/** Steps of one kind that are still to be done. */
interface Pending {
  count: number;
  /** Since when the one has been due that has been so longest; null: none is. */
  dueSince: Date | null;
}

/** What waits, of all teams together: for those who run FastHook, not for its users. */
export interface Backlog {
  waiting: { queued: number; held: number; processing: number };
  /** Since when the event has been due that has been so longest; null: none is. */
  dueSince: Date | null;
  /** `aside`: events that let others pass, and since when; they are not among the others. */
  outbox: { requests: Pending; events: Pending; aside: Pending };
  bulkOperations: number;
}

/** Milliseconds. */
const READ_WITHIN = 3000;
/** A count ends here: it reads an entry of an index for each, and a million of them would take a second. */
const MOST = 100_000;
const BEGINNING = new Date(0);

/** Counts by indexes alone, each of which has nothing but what waits. */
export function createBacklog({
  requests,
  events,
  bulk_operations,
}: Pick<Collections, "requests" | "events" | "bulk_operations">): () => Promise<Backlog> {
  const bounds = { limit: MOST, maxTimeMS: READ_WITHIN } satisfies CountDocumentsOptions;

  const waiting = (status: "queued" | "held" | "processing") => events.countDocuments({ status }, bounds);

  async function dueSince(status: "queued" | "processing"): Promise<Date | null> {
    const due = { status, next_attempt_at: { $gt: BEGINNING } };
    const first = await events.findOne(due, {
      sort: { next_attempt_at: 1 },
      projection: { _id: 0, next_attempt_at: 1 },
      maxTimeMS: READ_WITHIN,
    });
    return first?.next_attempt_at ?? null;
  }

  async function pending<D extends { outbox?: Outbox }>(
    rows: Collection<D>,
    since: "due" | "behind" = "due",
  ): Promise<Pending> {
    const marked = rows as unknown as Collection<{ outbox?: Outbox }>;
    const field = `outbox.${since}` as const;
    const filter = { [field]: { $gt: BEGINNING } };
    const [count, first] = await Promise.all([
      marked.countDocuments(filter, bounds),
      marked.findOne(filter, {
        sort: { [field]: 1 },
        projection: { _id: 0, [field]: 1 },
        maxTimeMS: READ_WITHIN,
      }),
    ]);
    return { count, dueSince: first?.outbox?.[since] ?? null };
  }

  async function read(): Promise<Backlog> {
    const [queued, held, processing, bulkOperations] = await Promise.all([
      waiting("queued"),
      waiting("held"),
      waiting("processing"),
      bulk_operations.countDocuments({ status: { $in: [...OPEN_BULK_STATUSES] } }, bounds),
    ]);
    const [first, again, ofRequests, ofEvents] = await Promise.all([
      dueSince("queued"),
      dueSince("processing"),
      pending(requests),
      pending(events),
    ]);
    const aside = await pending(events, "behind");
    return {
      waiting: { queued, held, processing },
      dueSince: earlier(first, again),
      outbox: {
        requests: ofRequests,
        events: { ...ofEvents, count: Math.max(0, ofEvents.count - aside.count) },
        aside,
      },
      bulkOperations,
    };
  }

  return () => within(READ_WITHIN, read());
}

function earlier(one: Date | null, other: Date | null): Date | null {
  if (one === null || other === null) return one ?? other;
  return one < other ? one : other;
}
