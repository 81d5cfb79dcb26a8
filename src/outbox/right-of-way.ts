/** Who goes first where Temporal has not the time for all: destinations that do well. */
export interface RightOfWay {
  /** Whether an event to this destination is to let others pass now. */
  isBehind: (destinationId: string) => boolean;
  /** How many of those that let others pass may be started together now. */
  room: () => number;
  /** Notes that so many of them are started. */
  spend: (count: number) => void;
  /** Notes how many milliseconds the start of an event's workflow took; null: Temporal gave no answer. */
  started: (destinationId: string, ms: number | null) => void;
  /** How many starts per second those that ail have at most. */
  pace: () => number;
}

/** Milliseconds after the last start for a destination that does well, in which there is still someone to be let pass. */
const QUIET = 2000;
/** How many of those that ail are started together, and per second, however busy Temporal is. */
const BESIDE_OTHERS = { together: 1, slowest: 4 };
const ALONE = { together: 8, slowest: 10 };
/** Starts per second where there is time for all, and the part of a second's that may be started together. */
const FASTEST = 1000;
const TOGETHER = 0.05;
/** What the pace is divided by where Temporal is busy, once in so many milliseconds, and grows by in each second. */
const CUT = 4;
const CUT_EVERY = 250;
const GROWTH = 1.5;

/**
 * What a sick destination is sent costs several times as much: it waits in activities, and is retried. So its events let
 * those pass of destinations that do well. They are started at a pace of their own, which is cut where starts take much
 * longer than they do when Temporal has time, and grows from then on: once there is time for all, nobody waits.
 */
export function createRightOfWay(
  ails: (destinationId: string) => boolean,
  clock = () => performance.now(),
): RightOfWay {
  const isBusy = createYardstick(clock);
  let wellAt = -Infinity;
  let cut = { to: FASTEST, at: -Infinity };
  let credit = { left: 0, at: clock() };

  const terms = () => (clock() - wellAt > QUIET ? ALONE : BESIDE_OTHERS);

  const bounded = (perSecond: number) => Math.min(FASTEST, Math.max(terms().slowest, perSecond));

  const pace = () => bounded(cut.to * GROWTH ** ((clock() - cut.at) / 1000));

  function room(): number {
    const earned = ((clock() - credit.at) * pace()) / 1000;
    const most = Math.max(terms().together, TOGETHER * pace());
    // One more than that: who looks a moment too early must not lose what is left over.
    credit = { left: Math.min(most + 1, credit.left + earned), at: clock() };
    return Math.floor(Math.min(most, credit.left));
  }

  return {
    isBehind: (destinationId) => pace() < FASTEST && ails(destinationId),
    room,
    spend: (count) => void (credit.left -= count),
    started(destinationId, ms) {
      if (!ails(destinationId)) wellAt = clock();
      const busy = ms === null || isBusy(ms);
      if (busy && clock() - cut.at > CUT_EVERY) cut = { to: bounded(pace() / CUT), at: clock() };
    },
    pace,
  };
}

/** Temporal is busy where starts take so many times as long as the short ones do. */
const BUSY = 5;
/** What those take is at first taken to be so many milliseconds, and never less than so many. */
const SHORT = 20;
const SHORTEST = 10;
/** The part of the newest start in the average, and of a shorter one in what the short ones take. */
const WEIGHT = 0.3;
const SHORTER = 0.1;
/** What the latter grows by in each minute without a shorter one: Temporal may have moved to where all takes longer. */
const LONGER = 1.05;

/** Tells of each start by its milliseconds whether those of late took much longer than they can. */
function createYardstick(clock: () => number): (ms: number) => boolean {
  let short = SHORT;
  let average = SHORT;
  let at = clock();
  return (ms) => {
    average += WEIGHT * (ms - average);
    const longer = Math.min(ms, short * LONGER ** ((clock() - at) / 60_000));
    short = ms < short ? short + SHORTER * (ms - short) : longer;
    at = clock();
    return average > BUSY * Math.max(SHORTEST, short);
  };
}
