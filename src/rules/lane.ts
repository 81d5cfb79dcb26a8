import type { FirstAttempt } from "../resources/connection.ts";

/** How a destination does: its failures in a row, and its latency of late in milliseconds, or null. */
export interface Condition {
  recentFailures: number;
  latency: number | null;
}

/** What decides where an event's first attempt is made. */
export interface Departure {
  first_attempt: FirstAttempt;
  /** The event waits for nothing: no delay, no window of duplicates, no order of an operator, no limit, no hold. */
  needsNoTime: boolean;
  /** Of the destination. */
  condition: Condition;
  /** Events wait longer for Temporal than they should. */
  backlogged: boolean;
}

/** Failures in a row, and milliseconds, from which on a destination is one that will need time. */
const FAILING = 3;
const SLOW = 1000;

/** Whether what it is sent is likely to fail, or to take long. */
export const ails = ({ recentFailures, latency }: Condition): boolean =>
  recentFailures >= FAILING || (latency ?? 0) >= SLOW;

/**
 * Whether an event's first attempt is made without a workflow. One that is likely to fail, or to take long, gets its
 * workflow at once, which would have to be started anyway.
 */
export function goesDirect(departure: Departure): boolean {
  const { first_attempt, needsNoTime, condition, backlogged } = departure;
  if (first_attempt === "workflow" || !needsNoTime) return false;
  if (ails(condition)) return false;
  return first_attempt === "direct" || backlogged;
}
