import type { BulkOutcome, BulkReason } from "../resources/bulk-operation.ts";
import type { EventCause, EventStatus, LossCause, RetryEndCause } from "../resources/event.ts";

/** What is read of an event to tell what its operation made of it. */
export interface OrderedEvent {
  status: EventStatus;
  cause: EventCause | null;
  attempts_count: number;
  /** The order that ended last without an attempt, and why. */
  order_ended?: { id: string; cause?: RetryEndCause } | null;
  /** Orders that a cancel took back, and that are not attempted. */
  orders_taken_back?: string[];
}

/** What became of one event or request in its operation. */
export interface BulkResult {
  outcome: BulkOutcome;
  reason: BulkReason | null;
}

/**
 * What became of an order: its own attempt says it, whatever the event did later; without one, the event must tell that
 * the order will have none: a cancel alone does not, as it may have come during the attempt. null: not known yet.
 * `attempt`: the order's, `event`: null where it has expired.
 */
export function outcomeOfOrder(order: {
  id: string;
  attempt: { status: "delivered" | "failed" } | null;
  event: OrderedEvent | null;
}): BulkResult | null {
  const { id, attempt, event } = order;
  if (attempt) return { outcome: attempt.status, reason: null };
  if (!event) return { outcome: "skipped", reason: "EXPIRED" };
  const { order_ended, orders_taken_back = [] } = event;
  if (orders_taken_back.includes(id)) return { outcome: "skipped", reason: "CANCELLED" };
  if (order_ended?.id !== id) return null;
  const { cause: reason = "NOTHING_TO_DELIVER" } = order_ended;
  return { outcome: reason === "TRANSFORMATION_FAILED" ? "failed" : "skipped", reason };
}

/**
 * What became of a request that was routed again: failed where the first attempt of one of its new events failed, or its
 * transformation; delivered where all that were to be delivered are; skipped where none was. null: not known yet.
 */
export function outcomeOfReplay(events: OrderedEvent[]): BulkResult | null {
  const results = events.map(firstResult);
  if (results.includes("unknown")) return null;
  if (results.includes("TRANSFORMATION_FAILED"))
    return { outcome: "failed", reason: "TRANSFORMATION_FAILED" };
  if (results.includes("failed")) return { outcome: "failed", reason: null };
  if (results.includes("delivered")) return { outcome: "delivered", reason: null };
  if (results.includes("held")) return { outcome: "skipped", reason: "HELD" };
  return { outcome: "skipped", reason: results.find(isLoss) ?? "NOTHING_TO_DELIVER" };
}

const isLoss = (cause: string): cause is LossCause => cause === "EXPIRED" || cause === "DATA_ERASED";

function firstResult({ status, cause, attempts_count }: OrderedEvent) {
  if (cause === "TRANSFORMATION_FAILED") return cause;
  if (attempts_count === 0 && cause !== null && isLoss(cause)) return cause;
  if (status === "delivered" || status === "held") return status;
  if (status === "ignored" || status === "cancelled") return "ended";
  return attempts_count > 0 ? "failed" : "unknown";
}
