import type { EventStatus } from "../resources/event.ts";

/**
 * How an attempt is run: `local` is a local activity, which costs Temporal nothing beyond the workflow but holds a
 * workflow-task slot while the destination answers; `remote` is an activity of its own, for slow destinations.
 */
export type Lane = "local" | "remote";

/** How an event stands after a step: all that its workflow learns, and goes by. */
export interface Outcome {
  status: EventStatus;
  attempts_made: number;
  /** Epoch milliseconds of the next automatic attempt, or null where none is due. */
  next_attempt_at: number | null;
  /** How the next attempt should be run. */
  lane: Lane;
  /** The attempt that was asked for is over, though it was not made now: made before, or not to be made. */
  done?: true;
}

/** The outcome that an event's record tells, whichever step wrote it. */
export function outcomeOf(
  event: Timed & { status: EventStatus; attempts_count: number },
  lane: Lane,
): Outcome {
  const { status, attempts_count } = event;
  return { status, attempts_made: attempts_count, next_attempt_at: wakeTimeOf(event), lane };
}

/**
 * The attempt of that number is still to be made, also where another one was counted meanwhile: at the event's time, or
 * at once where it has none.
 */
export function stillToMake(outcome: Outcome, attemptNumber: number, now: Date): Outcome {
  const attempts_made = Math.min(outcome.attempts_made, attemptNumber - 1);
  return { ...outcome, attempts_made, next_attempt_at: outcome.next_attempt_at ?? now.getTime() };
}

/**
 * The attempt of that number is to be made on the other lane: here it would hold a workflow task that others need. One
 * that was ordered is due at once, whenever the event's own is.
 */
export function onRemoteLane(
  outcome: Outcome,
  asked: { attempt_number: number; ordered: boolean },
  now: Date,
): Outcome {
  const due = asked.ordered ? { ...outcome, next_attempt_at: null } : outcome;
  return { ...stillToMake(due, asked.attempt_number, now), lane: "remote" };
}

/** When an event is due, and whether that is its turn under a rate limit. */
export interface Timed {
  next_attempt_at: Date | null;
  slot_at?: Date | null;
}

/** Timers may be late by this, in milliseconds: an event that has a turn comes so much earlier, and waits for it. */
const LEAD = 1000;

/** Epoch milliseconds at which a workflow looks after its event, or null where no attempt is due. */
export function wakeTimeOf({ next_attempt_at, slot_at }: Timed): number | null {
  return next_attempt_at && next_attempt_at.getTime() - (slot_at ? LEAD : 0);
}

/** Whether the event makes another attempt by itself, or one that waits for its turn. */
export function isDue({ status, next_attempt_at }: Pick<Outcome, "status" | "next_attempt_at">): boolean {
  return next_attempt_at !== null || status === "queued" || status === "processing" || status === "held";
}

/** Whether the attempt of that number is still to be made: it waits for its turn. */
export function isPostponed(outcome: Outcome, attemptNumber: number): boolean {
  return isDue(outcome) && outcome.attempts_made < attemptNumber && !outcome.done;
}

/** Whether the workflow has nothing left to do: a failed event stays open for a signal, the others end. */
export function endsWorkflow({ status, next_attempt_at }: Outcome): boolean {
  if (next_attempt_at !== null) return false;
  return status === "delivered" || status === "ignored" || status === "held" || status === "cancelled";
}
