import { OPEN_BULK_STATUSES, type BulkCause } from "../resources/bulk-operation.ts";
import { isOver, keptUntil } from "../rules/bulk.ts";
import type { BulkItemDocument, BulkOperationDocument } from "../store/documents.ts";
import type { Store } from "../store/store.ts";
import type { Logger } from "../telemetry/log.ts";
import { repeat, type Loop } from "./repeat.ts";

/** What the runner needs. */
export interface BulkRunnerDependencies {
  store: Pick<Store, "bulkOperations" | "bulkItems">;
  /** Has an operation's workflow look at it, or makes sure that it is there; answers why it is closed, or null. */
  workflows: Record<"tell" | "check", (operation: BulkOperationDocument) => Promise<BulkCause | null>>;
  /** Counts what has ended of what is in flight, and answers what is left. */
  settle: (operation: BulkOperationDocument) => Promise<{ left: Pick<BulkItemDocument, "sent_at">[] }>;
  newLease: () => string;
  now: () => Date;
  log: Logger;
}

const PAUSE = 250;
const HOLD = 30_000;
const AT_ONCE = 20;
/** Milliseconds between two looks at whether an open operation's workflow is there. */
const CHECK_EVERY = 60_000;
/** …and after Temporal did not answer. */
const BACKOFF = 2000;
const REMOVED_AT_ONCE = 5000;
/** Milliseconds between two looks at what was in flight when its workflow was ended… */
const SETTLE_EVERY = 5000;
/** …and after which nothing more is expected of what was taken up: it may never have been sent. */
const HEARD_WITHIN = 900_000;

/**
 * Sees to it that each open bulk operation has its workflow, and that the workflow hears of what the API changes; ends
 * an operation whose workflow was ended by force, and counts what that had sent; removes what has expired, and sets that
 * never became whole. All of it goes by the operation's outbox mark, so that a crash, or Temporal's absence, only delays it.
 */
export function createBulkRunner({
  store,
  workflows,
  settle,
  newLease,
  now,
  log,
}: BulkRunnerDependencies): Loop {
  const { bulkOperations, bulkItems } = store;
  const later = (milliseconds: number) => new Date(now().getTime() + milliseconds);

  /** Answers when the operation is to be looked after again; null: it is gone, or says so itself. */
  async function lookAfter(operation: BulkOperationDocument, lease: string): Promise<Date | null> {
    if (!operation.frozen || operation.completed_at) return remove(operation, lease);
    const verb = operation.outbox.verb === "wake" ? "tell" : "check";
    const closed = await workflows[verb](operation);
    return closed ? end(operation, closed) : later(CHECK_EVERY);
  }

  /** What was in flight has its attempt all the same: the operation is over at once, and complete once that is counted. */
  async function end(operation: BulkOperationDocument, cause: BulkCause): Promise<Date | null> {
    const { left } = await settle(operation);
    const longAgo = later(-HEARD_WITHIN);
    const awaited = left.some(({ sent_at }) => sent_at !== null && sent_at > longAgo);
    const change = {
      updated_at: now(),
      ...(!awaited && { completed_at: now(), outbox: { due: keptUntil(operation, now()), lease: null } }),
    };
    if (isOver(operation.status)) await bulkOperations.change(operation, [operation.status], change);
    else await bulkOperations.change(operation, OPEN_BULK_STATUSES, { ...change, status: "failed", cause });
    return awaited ? later(SETTLE_EVERY) : null;
  }

  /** What was accepted, or begun anew, since it was claimed stays whole. */
  async function remove(operation: BulkOperationDocument, lease: string): Promise<Date | null> {
    const given = await bulkOperations.giveUp(operation, lease);
    if (!given) return null;
    const removed = await bulkItems.removeSome(given, REMOVED_AT_ONCE);
    if (removed === REMOVED_AT_ONCE) return now();
    if (removed !== null) await bulkOperations.remove(given, lease);
    return null;
  }

  async function turn(): Promise<number> {
    const lease = newLease();
    const operations = await bulkOperations.claim({ lease, now: now(), holdFor: HOLD, limit: AT_ONCE });
    const looked = operations.map(async (operation) => {
      const { _id, outbox } = operation;
      try {
        const due = await lookAfter(operation, lease);
        if (due) await bulkOperations.release(_id, lease, due);
      } catch (error) {
        log.warn({ err: error, bulk_operation_id: _id }, "a bulk operation could not be looked after");
        await bulkOperations.release(_id, lease, later(BACKOFF), outbox.verb);
      }
    });
    await Promise.all(looked);
    return operations.length;
  }

  return repeat({ name: "the runner of bulk operations", pause: PAUSE, log, turn });
}
