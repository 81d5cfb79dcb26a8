import type { Departing } from "./departing.ts";
import type { Draft } from "./draft.ts";

/** At once to one destination; and without an end of any for so many milliseconds, it is stuck. */
const AT_ONCE = 64;
const STUCK = 1000;
/** Of one destination, that have answered and are not recorded yet: where MongoDB is slow, no more are sent. */
const UNRECORDED = 256;

/** An event that waits for its turn; times on the clock of `performance`. */
export interface Waiting {
  departing: Departing;
  draft?: Draft;
  /** Writes the draft. */
  timer?: NodeJS.Timeout;
  readAt: number;
}

/** The first attempts of one destination, in order of arrival. */
export interface Line {
  running: number;
  unrecorded: number;
  waiting: Waiting[];
  /** When an attempt last ended. */
  movedAt: number;
  looking: boolean;
}

/** A line without anyone in it. */
export const newLine = (): Line => ({
  running: 0,
  unrecorded: 0,
  waiting: [],
  movedAt: performance.now(),
  looking: false,
});

/** Whether none of its attempts has ended for too long. */
export const isStuck = ({ running, movedAt }: Line): boolean =>
  running === AT_ONCE && performance.now() - movedAt > STUCK;

/** Whether another attempt may begin. */
export const hasPlace = ({ running, unrecorded, looking }: Line): boolean =>
  running < AT_ONCE && unrecorded < UNRECORDED && !looking;

/** Whether there is nothing left to be done. */
export const isIdle = ({ unrecorded, waiting, looking }: Line): boolean =>
  unrecorded === 0 && waiting.length === 0 && !looking;
