import type { AttemptDocument, EventDocument } from "../src/store/documents.ts";
import type { EventStore } from "../src/store/events.ts";
import type { AttemptInput, RetryOrder } from "../workflows/contract.ts";

/** Whether an operator asks for the attempt, rather than the event's own rules. */
export const isOrdered = ({ trigger }: Pick<RetryOrder, "trigger">): boolean =>
  trigger === "manual" || trigger === "bulk_retry";

/** Whether an attempt is the one that was asked for; without an id, who asked and why has to do. */
export function isFor({ order_id, trigger, actor }: AttemptDocument, asked: RetryOrder): boolean {
  if (asked.id !== undefined) return order_id === asked.id;
  return order_id === undefined && trigger === asked.trigger && actor === asked.actor;
}

/**
 * Whether the attempt that is asked for was made and settled already. The number of an order without an id may be that
 * of an attempt which ended as the order came, and so another's: then its own comes after that.
 */
export async function isMade(
  events: Pick<EventStore, "findAttempt" | "findOrdered">,
  event: EventDocument,
  asked: AttemptInput,
): Promise<boolean> {
  if (!isOrdered(asked)) return event.attempts_count >= asked.attempt_number;
  if (asked.id !== undefined) {
    const attempt = await events.findOrdered(event, asked.id);
    return attempt !== null && attempt.attempt_number <= event.attempts_count;
  }
  for (let number = asked.attempt_number; number <= event.attempts_count; number++) {
    const attempt = await events.findAttempt(event, number);
    if (attempt && isFor(attempt, asked)) return true;
  }
  return false;
}

/** Whether a cancel took an order back: until the workflow is told of it, only what was ordered after it stands. */
export function isTakenBack(event: EventDocument, asked: RetryOrder): boolean {
  const { cancelling, orders, orders_taken_back = [], orders_taken_back_at: at } = event;
  if (asked.id !== undefined && orders_taken_back.includes(asked.id)) return true;
  if (asked.taken_up_at !== undefined && at && at.getTime() >= asked.taken_up_at) return true;
  return cancelling === true && !orders?.some(({ id }) => id === asked.id);
}

/** Whether an order has come to its end without an attempt: told of again, it is not made either. */
export const isEnded = ({ order_ended }: EventDocument, { id }: RetryOrder): boolean =>
  id !== undefined && order_ended?.id === id;

/** When the event's own next attempt is due, which an order that waits for its turn must not lose. */
export function ownTimeOf(event: EventDocument, asked: RetryOrder): Date | null {
  return event.own_attempt_at ?? (isOrdered(asked) && !event.slot_at ? event.next_attempt_at : null);
}

/** Whether an event was cancelled after an attempt of it had begun; one that was ordered may come after a cancel. */
export function isCancelledSince(event: EventDocument, attempt: AttemptDocument): boolean {
  const { status, orders_taken_back_at: at } = event;
  return status === "cancelled" && (!isOrdered(attempt) || (!!at && at >= attempt.requested_at));
}
