import type { RateLimit } from "../resources/destination.ts";

const PERIODS = { second: 1000, minute: 60_000, hour: 3_600_000 } as const;

/** A limit of attempts in a period, as opposed to one of attempts at once. */
export type PacedLimit = RateLimit & { period: keyof typeof PERIODS };

export function isPaced(limit: RateLimit): limit is PacedLimit {
  return limit.period !== "concurrent";
}

/**
 * Milliseconds between the starts of two attempts, whole ones and at least 1: at this distance no period, wherever it
 * begins, has more than `limit` starts.
 */
export function paceOf({ limit, period }: PacedLimit): number {
  return Math.max(1, Math.ceil(PERIODS[period] / limit));
}
