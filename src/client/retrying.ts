import { setTimeout as sleep } from "node:timers/promises";

/** How often, and how, a call is tried again. */
export interface RetryOptions {
  /** Tries after the first one; 3 where nothing is said. */
  retries?: number;
  /** Milliseconds for each try; 30,000 where nothing is said. */
  timeoutMs?: number;
  fetch?: typeof fetch;
}

type Input = Parameters<typeof fetch>[0] & { clone: () => Input; headers: Headers; method: string };

const PASSING = new Set([429, 502, 503, 504]);
const FIRST_PAUSE = 200;
const LONGEST_PAUSE = 10_000;

/**
 * A fetch that tries again what may work later: lost connections, 429, 502, 503 and 504, after what `Retry-After` asks
 * for, or after a pause that doubles, with jitter. A POST gets an `Idempotency-Key` first, the same for all its tries.
 */
export function retrying({ retries = 3, timeoutMs = 30_000, fetch: call = fetch }: RetryOptions) {
  return async (input: unknown) => {
    const request = input as Input;
    if (request.method === "POST" && !request.headers.has("idempotency-key")) {
      request.headers.set("idempotency-key", crypto.randomUUID());
    }
    for (let tried = 0; ; tried += 1) {
      const last = tried >= retries;
      const answer = await call(request.clone(), { signal: AbortSignal.timeout(timeoutMs) }).catch(
        (error: unknown) => {
          if (last) throw error;
          return null;
        },
      );
      if (answer && (last || !PASSING.has(answer.status))) return answer;
      await answer?.body?.cancel();
      await sleep(pauseOf(answer?.headers.get("retry-after") ?? null, tried));
    }
  };
}

function pauseOf(retryAfter: string | null, tried: number): number {
  const asked = Number(retryAfter ?? NaN) * 1000;
  if (asked >= 0) return Math.min(asked, LONGEST_PAUSE);
  return Math.min(FIRST_PAUSE * 2 ** tried, LONGEST_PAUSE) * (0.5 + Math.random() / 2);
}
