import type { BulkCause, BulkStatus } from "../resources/bulk-operation.ts";
import type { RateLimit } from "../resources/destination.ts";
import { isPaced, paceOf } from "./pace.ts";

/** How far a bulk operation has come. */
export interface BulkTally {
  total_count: number;
  in_flight_count: number;
  delivered_count: number;
  failed_count: number;
  skipped_count: number;
  cancelled_count: number;
}

/** Nothing to do, and nothing done. */
export const NO_TALLY: Readonly<BulkTally> = {
  total_count: 0,
  in_flight_count: 0,
  delivered_count: 0,
  failed_count: 0,
  skipped_count: 0,
  cancelled_count: 0,
};

/** The counts alone of whatever has them. */
export function tallyOf(counted: BulkTally): BulkTally {
  const { total_count, in_flight_count, delivered_count, failed_count, skipped_count, cancelled_count } =
    counted;
  return { total_count, in_flight_count, delivered_count, failed_count, skipped_count, cancelled_count };
}

/** What an operator bounds an operation by; null: no bound. */
export interface BulkLimits {
  canary: number | null;
  max_failures: number | null;
  rate_per_second: number | null;
}

/** What may be started by the rate, as of a moment: a token each. */
export interface TokenBucket {
  tokens: number;
  at: Date;
}

/** In flight at once over all destinations: each may hold a worker's slot, and live traffic needs them too. */
export const WINDOW = 200;
/** In flight at once to one destination. */
const WIDEST_SHARE = 50;
/** Seconds of a paced destination's limit that may be in flight: what waits there waits in front of live traffic. */
const PACED_AHEAD = 2;
/**
 * Started in one round: what a workflow keeps of a round in its history stays small, and one destination's share comes in
 * two rounds, so that the one runs while the other is being started.
 */
const ROUND = 25;

/** Of the total, how many have an outcome. */
export function doneCount(tally: BulkTally): number {
  return tally.delivered_count + tally.failed_count + tally.skipped_count + tally.cancelled_count;
}

/** From 0 to 1; nothing to do is all done. */
export function progressOf(tally: BulkTally): number {
  return tally.total_count === 0 ? 1 : doneCount(tally) / tally.total_count;
}

const inCanary = ({ delivered_count }: BulkTally, { canary }: Pick<BulkLimits, "canary">) =>
  canary !== null && delivered_count < canary;

/** How an operation ends by what has come of it so far; null: it goes on. */
export function verdictOf(
  tally: BulkTally,
  limits: Omit<BulkLimits, "rate_per_second">,
): { status: BulkStatus; cause: BulkCause | null } | null {
  if (inCanary(tally, limits) && tally.failed_count > 0) return { status: "failed", cause: "CANARY_FAILED" };
  if (limits.max_failures !== null && tally.failed_count > limits.max_failures) {
    return { status: "failed", cause: "TOO_MANY_FAILURES" };
  }
  return doneCount(tally) === tally.total_count ? { status: "completed", cause: null } : null;
}

/**
 * How many more may be started now. A canary lets its own number through until all of it is delivered; one that was
 * skipped has proved nothing, and the next takes its place. Under `max_failures` no more are in flight than could fail
 * without exceeding it by more than one, and one more for each that was delivered: a destination that is still down
 * gets exactly as many attempts as it takes to find out, one that is up soon gets its full share.
 */
export function roomFor(tally: BulkTally, limits: Omit<BulkLimits, "rate_per_second">): number {
  const { in_flight_count, delivered_count, failed_count } = tally;
  const bounds = [WINDOW - in_flight_count, ROUND];
  if (limits.canary !== null && inCanary(tally, limits)) {
    bounds.push(limits.canary - delivered_count - in_flight_count);
  }
  if (limits.max_failures !== null) {
    bounds.push(limits.max_failures + 1 - failed_count + delivered_count - in_flight_count);
  }
  return Math.max(0, Math.min(...bounds));
}

/** Tokens at a moment, with one second's worth at most; the first one is there at once. */
export function tokensAt(bucket: TokenBucket | null, rate: number | null, now: Date): number {
  if (rate === null) return Infinity;
  if (!bucket) return 1;
  const seconds = Math.max(0, now.getTime() - bucket.at.getTime()) / 1000;
  return Math.min(Math.max(1, rate), bucket.tokens + seconds * rate);
}

/**
 * How much of the window one destination gets: an equal part, so that a dead one does not take it all, and no more
 * than a rate limit lets through soon.
 */
export function shareOf(limit: RateLimit | null, destinations: number): number {
  const equal = Math.min(WIDEST_SHARE, Math.floor(WINDOW / Math.max(1, destinations)));
  const allowed = !limit ? equal : isPaced(limit) ? (PACED_AHEAD * 1000) / paceOf(limit) : limit.limit;
  return Math.max(1, Math.min(equal, Math.floor(allowed)));
}

const SOONEST = 250;
const LATEST = 5000;
const SLOWING = 1.5;
/** A paused operation, with nothing in flight, looks around by itself this often; a signal wakes it. */
const RESTING = 3_600_000;

/**
 * Milliseconds until an operation looks again. It looks at once while there is more to start, when the next token
 * comes, and after what is in flight: soon at first, and less often with each round in a row (`idle`) that found nothing.
 */
export function lookAgainIn(round: {
  startsMore: boolean;
  tokens: number;
  rate: number | null;
  inFlight: number;
  paused: boolean;
  idle: number;
}): number {
  const { startsMore, tokens, rate, inFlight, paused, idle } = round;
  if (paused && inFlight === 0) return RESTING;
  if (startsMore && !paused && tokens >= 1) return 0;
  const poll = Math.min(LATEST, Math.round(SOONEST * SLOWING ** Math.min(idle, 20)));
  if (rate === null || tokens >= 1) return poll;
  const token = Math.ceil(((1 - tokens) / rate) * 1000);
  return inFlight > 0 ? Math.min(poll, Math.max(token, SOONEST)) : Math.max(token, 1);
}

/** What an operator tells an operation, and the statuses in which that means something. */
export const BULK_VERBS = {
  pause: { from: ["pending", "running"], to: "paused" },
  resume: { from: ["paused"], to: "running" },
  cancel: { from: ["pending", "running", "paused"], to: "cancelled" },
} as const satisfies Record<string, { from: readonly BulkStatus[]; to: BulkStatus }>;
/** One of the `BULK_VERBS`. */
export type BulkVerb = keyof typeof BULK_VERBS;

/** Milliseconds for which a finished operation is kept at least. */
const KEPT = 86_400_000;

/** Until when an operation that has ended now is kept. */
export const keptUntil = ({ expires_at }: { expires_at: Date }, now: Date): Date =>
  new Date(Math.max(expires_at.getTime(), now.getTime() + KEPT));

/** Whether nothing further is started, for good. */
export const isOver = (status: BulkStatus): boolean =>
  status === "completed" || status === "cancelled" || status === "failed";
