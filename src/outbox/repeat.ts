import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "../telemetry/log.ts";

/** Something that is done again and again until it is disposed. */
export type Loop = AsyncDisposable;

/**
 * Calls `turn` until it has nothing left to do (it answers 0), then waits for `pause` milliseconds. After a failure
 * the pause doubles, up to 30 seconds, and one line says why.
 */
export function repeat(options: {
  name: string;
  pause: number;
  turn: () => Promise<number>;
  log: Logger;
}): Loop {
  const stop = new AbortController();
  const longestPause = 30_000;

  async function run(): Promise<void> {
    let pause = options.pause;
    while (!stop.signal.aborted) {
      try {
        if ((await options.turn()) > 0) continue;
        pause = options.pause;
      } catch (error) {
        options.log.warn({ err: error }, `${options.name} failed and will try again in ${pause} ms`);
        pause = Math.min(pause * 2, longestPause);
      }
      await sleep(pause, undefined, { signal: stop.signal }).catch(() => undefined);
    }
  }

  const done = run();
  return {
    async [Symbol.asyncDispose]() {
      stop.abort();
      await done;
    },
  };
}
