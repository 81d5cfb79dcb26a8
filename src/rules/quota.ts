import type { RequestRateLimit } from "../resources/source.ts";
import { PERIODS } from "./pace.ts";

/** A request is taken, and the quota is whole again at `wholeAt`; or it is refused, and the next one is in `wait`. */
export type Take = { wholeAt: number } | { wait: number };

/**
 * Takes one request out of a quota, or refuses it; all times are milliseconds. The generic cell rate algorithm: a quota
 * that was not used gives `limit` requests at once, and from then on comes back evenly over the period. A quota that
 * was changed meanwhile lets its next request wait no longer than it would itself.
 */
export function takeFrom({ limit, period }: RequestRateLimit, wholeAt: number, now: number): Take {
  const whole = PERIODS[period];
  const next = Math.max(now, Math.min(wholeAt, now + whole)) + whole / limit;
  return next > now + whole ? { wait: next - now - whole } : { wholeAt: next };
}
