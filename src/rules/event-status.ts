import {
  EVENT_STATUSES,
  FailureCause,
  FINAL_STATUSES,
  type EventCause,
  type EventStatus,
} from "../resources/event.ts";

/** Whether no automatic step changes the event any more. */
export const isFinal = (status: EventStatus): boolean =>
  (FINAL_STATUSES as readonly EventStatus[]).includes(status);

/** The statuses of an event that is still to be attempted. */
export const WAITING_STATUSES: EventStatus[] = EVENT_STATUSES.filter((status) => !isFinal(status));

/** Whether an event came to nothing, which its request's record tells: it was ignored, or failed without its attempt. */
export function isPassedOver({ status, cause }: { status: EventStatus; cause: EventCause | null }): boolean {
  return status === "ignored" || FailureCause.options.some((it) => it === cause);
}

/** What tells whether an event has a payload. */
export interface Preparation {
  attempts_count: number;
  cause: EventCause | null;
  payload?: unknown;
  as_received?: boolean;
}

/** Whether the event has no payload of its own yet. Once it was attempted, its payload stays as it was. */
export function needsPreparation({ attempts_count, payload, cause }: Preparation): boolean {
  return (attempts_count === 0 && payload === undefined) || cause === "TRANSFORMATION_FAILED";
}

/** Whether the event's payload can't be told without its connection's rules. */
export function needsConnection(event: Preparation): boolean {
  if (event.cause === "TRANSFORMATION_FAILED") return true;
  return needsPreparation(event) && !event.as_received;
}

/** The times of an event that makes no attempt by itself any more. */
export const NOT_DUE = { next_attempt_at: null, slot_at: null, own_attempt_at: null };
