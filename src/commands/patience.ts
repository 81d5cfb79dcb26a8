import { CommandFault, EXIT } from "./exit.ts";

/** Time, and what is told of a gateway that is away. */
export interface Patience {
  /** Milliseconds. */
  now: () => number;
  /** Rejects where there is to be no further try. */
  sleep: (milliseconds: number) => Promise<void>;
  /** Once for each time that it is away. */
  lost: (reason: string) => void;
  /** After that: it answers again. */
  back: () => void;
}

/** Milliseconds without an answer after which there is no more hope. */
const HOPE = 60_000;
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 5000;

/**
 * Asks again while the gateway can't be reached or is at fault, as it is while it starts anew, for a minute. A refusal
 * is an answer: it rejects at once, as the last fault does after that minute.
 */
export async function answered<T>(ask: () => Promise<T>, { now, sleep, lost, back }: Patience): Promise<T> {
  const end = now() + HOPE;
  let isLost = false;
  for (let pause = FIRST_PAUSE; ; pause = Math.min(2 * pause, LONGEST_PAUSE)) {
    try {
      const answer = await ask();
      if (isLost) back();
      return answer;
    } catch (error) {
      if (!(error instanceof CommandFault) || error.exitCode !== EXIT.fault || now() >= end) throw error;
      if (!isLost) lost(error.message);
      isLost = true;
    }
    await sleep(pause);
  }
}
