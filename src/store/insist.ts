import { setTimeout as sleep } from "node:timers/promises";
import { mayPass } from "./faults.ts";

/** Milliseconds for which a write is begun again, and between two tries: the first time, and at most. */
const INSISTS_FOR = 20_000;
const FIRST_PAUSE = 100;
const LONGEST_PAUSE = 2000;

/**
 * The result of a write that is safe to repeat, made again for 20 s while MongoDB can't take it: for what must not be
 * done once more because its record was lost. Once `signal` is aborted, one last try is made.
 */
export async function insist<R>(write: () => Promise<R>, signal: AbortSignal): Promise<R> {
  const until = performance.now() + INSISTS_FOR;
  for (let pause = FIRST_PAUSE; ; pause = Math.min(2 * pause, LONGEST_PAUSE)) {
    const isLast = signal.aborted || performance.now() >= until;
    try {
      return await write();
    } catch (error) {
      if (isLast || !mayPass(error)) throw error;
    }
    // Many wait for the same server: not all at the same moment.
    await sleep(pause * (0.5 + Math.random() / 2), undefined, { signal }).catch(() => undefined);
  }
}
