import type { AttemptErrorCode } from "../resources/event.ts";
import { LONGEST_RETRY_AFTER, LONGEST_WAIT } from "../resources/limits.ts";
import type { RetryRule } from "../resources/rule.ts";
import { isRetriedStatus, isSuccess } from "./response-codes.ts";

/** What an attempt came to, as far as a retry depends on it. No status means that there was no answer. */
export interface AttemptOutcome {
  response_status: number | null;
  error_code: AttemptErrorCode | null;
  /** What the answer's `Retry-After` asked for (`parseRetryAfter`), in milliseconds. */
  retry_after_ms: number | null;
}

/**
 * Why no retry follows: it was delivered; the destination said 410; the outcome is none that is retried; all retries
 * were made; the next would start later than 7 days after the first attempt.
 */
export type RetryEnd = "delivered" | "gone" | "not_retried" | "retries_used" | "too_late";
/** Milliseconds until the next attempt, or why there is none. */
export type RetryPlan = { retry: true; waitMs: number } | { retry: false; reason: RetryEnd };

/** All that the decision depends on, the clock and chance included. */
export interface RetryQuestion {
  rule: RetryRule | null;
  outcome: AttemptOutcome;
  /** Automatic retries that were made already: 0 after the first attempt. */
  retriesMade: number;
  firstAttemptAt: Date;
  now: Date;
  /** From 0 to 1, as `Math.random`. */
  random: () => number;
}

/** Without a rule: quick retries of network errors, in milliseconds. They outlast a restart or a dropped connection. */
const QUICK_WAITS = [1000, 2000, 4000];
const JITTER = 0.1;
const RETRY_AFTER_STATUSES = new Set<number | null>([429, 503]);

/**
 * Whether and when a failed attempt is repeated. The rule's wait is spread by ±10 %, within the 7 days; a
 * `Retry-After` of a 429 or 503 is a lower bound that the spread doesn't undercut.
 *
 * A `BLOCKED_ADDRESS` is retried by a rule as any attempt without an answer is, since names and allowed subnets may be
 * mended meanwhile, but not quickly without one: we would refuse it again. An answer of 2xx that broke off counts as a
 * network error.
 */
export function planRetry(question: RetryQuestion): RetryPlan {
  const { rule, outcome, retriesMade, firstAttemptAt, now, random } = question;
  const end = finalReason(rule, outcome);
  if (end) return { retry: false, reason: end };
  const wait = nominalWait(rule, retriesMade);
  if (wait === null) return { retry: false, reason: "retries_used" };

  const left = firstAttemptAt.getTime() + LONGEST_WAIT - now.getTime();
  const earliest = retryAfter(outcome);
  if (Math.max(wait, earliest) > left) return { retry: false, reason: "too_late" };
  const spread = Math.round(wait * (1 - JITTER + 2 * JITTER * random()));
  return { retry: true, waitMs: Math.min(left, Math.max(spread, earliest)) };
}

/** The waits of a rule as they stand in it, without jitter, in milliseconds; those that would start after 7 days not. */
export function retrySchedule(rule: RetryRule | null): number[] {
  const waits: number[] = [];
  let total = 0;
  for (let wait = nominalWait(rule, 0); wait !== null; wait = nominalWait(rule, waits.length)) {
    total += wait;
    if (total > LONGEST_WAIT) break;
    waits.push(wait);
  }
  return waits;
}

function finalReason(
  rule: RetryRule | null,
  { response_status, error_code }: AttemptOutcome,
): RetryEnd | null {
  if (response_status === 410) return "gone";
  const answered = response_status !== null && (error_code === null || !isSuccess(response_status));
  if (!answered) return rule === null && error_code === "BLOCKED_ADDRESS" ? "not_retried" : null;
  if (isSuccess(response_status)) return "delivered";
  return rule !== null && isRetriedStatus(rule.response_status_codes, response_status) ? null : "not_retried";
}

/** The wait before a retry, the first being 0; null if the rule has no such retry. */
function nominalWait(rule: RetryRule | null, retry: number): number | null {
  if (rule === null) return QUICK_WAITS[retry] ?? null;
  if (rule.strategy === "custom") return rule.schedule[retry] ?? null;
  if (retry >= rule.count) return null;
  if (rule.strategy === "linear") return rule.interval;
  return Math.min(rule.interval * 2 ** retry, rule.max_interval ?? LONGEST_WAIT);
}

function retryAfter({ response_status, retry_after_ms }: AttemptOutcome): number {
  if (!RETRY_AFTER_STATUSES.has(response_status)) return 0;
  return Math.min(retry_after_ms ?? 0, LONGEST_RETRY_AFTER);
}
