import type { BulkOutcome, BulkReason } from "../resources/bulk-operation.ts";
import type { EventCause, EventStatus } from "../resources/event.ts";

/** What is read of an event to tell what its operation made of it. */
export interface OrderedEvent {
  status: EventStatus;
  cause: EventCause | null;
  attempts_count: number;
  updated_at: Date;
}

/** What became of one event or request in its operation. */
export interface BulkResult {
  outcome: BulkOutcome;
  reason: BulkReason | null;
}

/** Milliseconds after which an event that was not to be attempted is taken for passed over. */
const PATIENCE = 60_000;

/**
 * What became of an order: its own attempt says it, whatever the event did later; without one, the event must have been
 * ended since. null: not known yet. `attempt`: the order's, `event`: null where it has expired, `deliverable`: whether its
 * destination takes events.
 */
export function outcomeOfOrder(order: {
  attempt: { status: "delivered" | "failed" } | null;
  event: OrderedEvent | null;
  deliverable: boolean;
  sentAt: Date;
  now: Date;
}): BulkResult | null {
  const { attempt, event, sentAt, now } = order;
  if (attempt) return { outcome: attempt.status, reason: null };
  if (!event) return { outcome: "skipped", reason: "EXPIRED" };
  const waited = now.getTime() - sentAt.getTime() > PATIENCE;
  // What ended the event before the order came may be undone by it: only a later end, or a long silence, counts.
  if (event.updated_at >= sentAt || waited) {
    if (event.cause === "TRANSFORMATION_FAILED") return { outcome: "failed", reason: event.cause };
    if (event.status === "cancelled") return { outcome: "skipped", reason: "CANCELLED" };
    if (event.status === "ignored") return { outcome: "skipped", reason: event.cause ?? "FILTERED" };
  }
  return waited && !order.deliverable ? { outcome: "skipped", reason: "DESTINATION_DISABLED" } : null;
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
  return { outcome: "skipped", reason: results.includes("held") ? "HELD" : "NOTHING_TO_DELIVER" };
}

function firstResult({ status, cause, attempts_count }: OrderedEvent) {
  if (cause === "TRANSFORMATION_FAILED") return cause;
  if (status === "delivered" || status === "held") return status;
  if (status === "ignored" || status === "cancelled") return "ended";
  return attempts_count > 0 ? "failed" : "unknown";
}
