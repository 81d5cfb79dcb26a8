import type { RetryRule } from "../../src/resources/rule.ts";
import { outcomeOf } from "../../src/rules/outcome.ts";
import { settle, type BeforeAttempt } from "../../src/rules/settlement.ts";
import type { EventActivities } from "./event-runs.ts";

/** An answer of the destination: a status, or one with a `Retry-After` in milliseconds. */
export type Reply = number | { status: number; retryAfter: number };

const NO_JITTER = () => 0.5;

/**
 * An event in memory that the real rules decide on. The destination gives these answers, the last one again and again.
 */
export function simulated(rule: RetryRule | null, ...replies: Reply[]): EventActivities {
  let event: BeforeAttempt & { next_attempt_at: Date | null } = {
    status: "queued",
    attempts_count: 0,
    next_attempt_at: null,
    retries_made: 0,
    first_attempt_at: null,
  };
  return {
    deliver({ attempt_number, trigger }, now) {
      const reply = (replies.length > 1 ? replies.shift() : replies[0])!;
      const { status, retryAfter } = typeof reply === "number" ? { status: reply, retryAfter: null } : reply;
      const delivered = status < 300;
      const result = {
        trigger,
        requested_at: new Date(now),
        status: delivered ? "delivered" : "failed",
        response_status: status,
        error_code: delivered ? null : "BAD_RESPONSE",
        retry_after_ms: retryAfter,
      } as const;
      event = {
        ...settle(event, result, rule, new Date(now), NO_JITTER),
        attempts_count: attempt_number,
      };
      return outcomeOf(event, "local");
    },
    cancel() {
      const waits = event.status === "queued" || event.status === "processing";
      if (waits) event = { ...event, status: "cancelled", next_attempt_at: null };
      return outcomeOf(event, "local");
    },
  };
}
