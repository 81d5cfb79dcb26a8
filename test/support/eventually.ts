import { setTimeout as sleep } from "node:timers/promises";

const EVERY = 25;

/**
 * Looks again and again until `look` answers something other than null, undefined or false, and answers that. Fails
 * after `within` milliseconds with what was waited for.
 */
export async function eventually<T>(
  what: string,
  look: () => Promise<T | null | undefined | false> | T | null | undefined | false,
  within = 20_000,
): Promise<T> {
  for (const end = Date.now() + within; ; await sleep(EVERY)) {
    const seen = await look();
    if (seen !== null && seen !== undefined && seen !== false) return seen;
    if (Date.now() > end) throw new Error(`waited ${within} ms in vain: ${what}`);
  }
}
