import type { Trigger } from "../resources/attempt.ts";
import type { AttemptErrorCode, Event } from "../resources/event.ts";
import type { RetryRule } from "../resources/rule.ts";
import { isFinal } from "./event-status.ts";
import { planRetry } from "./retry.ts";

/** How an attempt ended, as far as the next step depends on it. */
export interface AttemptResult {
  trigger: Trigger;
  requested_at: Date;
  status: "delivered" | "failed";
  response_status: number | null;
  error_code: AttemptErrorCode | null;
  /** What the destination asked for with Retry-After, in milliseconds from the answer; null without one. */
  retry_after_ms: number | null;
}

/** What the decision reads of the event as it was before the attempt. */
export type BeforeAttempt = Pick<Event, "status" | "attempts_count" | "next_attempt_at"> & {
  retries_made: number;
  first_attempt_at: Date | null;
  own_attempt_at?: Date | null;
};

/** What an attempt makes of its event. */
export type Settlement = Pick<
  Event,
  "status" | "last_attempt_at" | "next_attempt_at" | "response_status" | "error_code"
> & {
  retries_made: number;
  first_attempt_at: Date;
  delivered_at?: Date;
  cause: null;
  cause_detail: null;
  updated_at: Date;
};

const GONE = 410;

/**
 * Decides what an attempt makes of its event.
 *
 * An attempt of the event's own (its first, or an automatic retry) that fails is followed by what the retry rule
 * says. An attempt that an operator asked for does not count: where it fails, an automatic retry that was still due
 * stays due, at once for an event that was held or just released (where its connection is paused, it is held again);
 * where there was none, the event is failed, as is one that was ignored or cancelled before its first. Success and 410
 * end the event, whatever was due.
 */
export function settle(
  event: BeforeAttempt,
  result: AttemptResult,
  rule: RetryRule | null,
  now: Date,
  random: () => number,
): Settlement {
  const released = result.trigger === "unpause" && event.attempts_count > 0;
  const automatic = result.trigger === "automatic" || released;
  const firstAttemptAt = event.first_attempt_at ?? result.requested_at;
  const retriesMade = event.retries_made + (automatic ? 1 : 0);
  const settled = {
    last_attempt_at: result.requested_at,
    response_status: result.response_status,
    error_code: result.error_code,
    retries_made: retriesMade,
    first_attempt_at: firstAttemptAt,
    cause: null,
    cause_detail: null,
    updated_at: now,
  };
  if (result.status === "delivered") {
    return { ...settled, status: "delivered", next_attempt_at: null, delivered_at: now };
  }
  const next = nextAttempt();
  return { ...settled, status: next ? "processing" : "failed", next_attempt_at: next };

  function nextAttempt(): Date | null {
    if (result.response_status === GONE) return null;
    const isFirst = event.attempts_count === 0 && event.status !== "ignored" && event.status !== "cancelled";
    const own = automatic || isFirst;
    if (!own) return isFinal(event.status) ? null : (event.own_attempt_at ?? event.next_attempt_at ?? now);
    const plan = planRetry({ rule, outcome: result, retriesMade, firstAttemptAt, now, random });
    return plan.retry ? new Date(now.getTime() + plan.waitMs) : null;
  }
}
