import type { RateLimit } from "../resources/destination.ts";

/** Milliseconds of the periods of limits. */
export const PERIODS = { second: 1000, minute: 60_000, hour: 3_600_000 } as const;

/** A limit of attempts in a period, as opposed to one of attempts at once. */
export type PacedLimit = RateLimit & { period: keyof typeof PERIODS };

/** Tells the two kinds of limit apart. */
export function isPaced(limit: RateLimit): limit is PacedLimit {
  return limit.period !== "concurrent";
}

/** From its start to the destination an attempt takes now more time, now less: this part of the period allows for it. */
const MARGIN = 0.05;

/**
 * Milliseconds between the starts of two attempts, whole ones and at least 1: at this distance no period, wherever it
 * begins, has more than `limit` of them, at the destination either.
 */
export function paceOf({ limit, period }: PacedLimit): number {
  return Math.max(1, Math.ceil((PERIODS[period] * (1 + MARGIN)) / limit));
}

/**
 * Milliseconds by which a start may come after it was granted: what the margin allows, less a fifth for the way to the
 * destination.
 */
export function slackOf({ period }: PacedLimit): number {
  return PERIODS[period] * MARGIN * 0.8;
}
