/** Which destinations ail: what they are sent is likely to fail, or to take long. */
export interface Ailing {
  ails: (destinationId: string) => boolean;
  ailing: () => string[];
}

/** Who goes first where Temporal has not the time for all: destinations that do well. */
export interface RightOfWay {
  ailing: () => string[];
  /** Of how many events to destinations that ail may be told together now. */
  room: () => number;
  /** For the events that are taken up together now: whether one more to this destination may be among them. */
  turn: () => (destinationId: string) => boolean;
  /** Notes in how many milliseconds Temporal took up an event. */
  told: (destinationId: string, ms: number) => void;
  /** Of how many events per second to destinations that ail is told at most. */
  pace: () => number;
}

/** Milliseconds after which an event of a destination that does well needs not be let pass any more: there was no other. */
const QUIET = 2000;
/** How those that ail are treated: so many are told of together at most, and so many per second at least. */
const BESIDE_OTHERS = { together: 1, slowest: 4 };
const ALONE = { together: 8, slowest: 10 };
/** Events per second where there is time for all. */
const FASTEST = 1000;
/** Temporal is busy where it takes so many times as long as it can. */
const BUSY = 5;
/** Milliseconds over which the shortest time is looked for: between once and twice as many. */
const WINDOW = 60_000;
/** The part of the newest time in the average. */
const WEIGHT = 0.3;
/** Milliseconds between two cuts of the pace, and by what it then is divided. */
const CUT_EVERY = 250;
const CUT = 2;
/** What the pace grows by in each second without a cut. */
const GROWTH = 0.25;

/**
 * What a sick destination is sent costs several times as much: it waits in activities, and is retried. So its events let
 * those pass of destinations that do well. They are told of at a pace of their own, which is cut where Temporal takes
 * much longer than it does when it has time, and which grows where it doesn't: nobody waits where there is time for all.
 */
export function createRightOfWay({ ails, ailing }: Ailing, clock = () => performance.now()): RightOfWay {
  let wellAt = -Infinity;
  let shortest = { since: -Infinity, now: Infinity, before: Infinity };
  let average: number | null = null;
  let pace = FASTEST;
  let pacedAt = clock();
  let cutAt = -Infinity;
  let credit = ALONE.together;
  let creditAt = clock();

  const terms = () => (clock() - wellAt > QUIET ? ALONE : BESIDE_OTHERS);

  function shortestWith(ms: number): number {
    const { since, now, before } = shortest;
    if (clock() - since > WINDOW) shortest = { since: clock(), now: ms, before: now };
    else shortest = { since, now: Math.min(now, ms), before };
    return Math.min(shortest.now, shortest.before);
  }

  function adapt(isBusy: boolean): void {
    const at = clock();
    if (!isBusy) {
      pace *= 1 + (GROWTH * (at - pacedAt)) / 1000;
    } else if (at - cutAt > CUT_EVERY) {
      pace /= CUT;
      cutAt = at;
    }
    pace = Math.min(FASTEST, Math.max(terms().slowest, pace));
    pacedAt = at;
  }

  function room(): number {
    credit = Math.min(terms().together, credit + ((clock() - creditAt) * pace) / 1000);
    creditAt = clock();
    return Math.floor(credit);
  }

  return {
    ailing,
    room,
    turn() {
      let left = room();
      return (destinationId) => !ails(destinationId) || left-- > 0;
    },
    told(destinationId, ms) {
      if (ails(destinationId)) credit = Math.max(0, credit - 1);
      else wellAt = clock();
      average = average === null ? ms : WEIGHT * ms + (1 - WEIGHT) * average;
      adapt(average > BUSY * Math.max(1, shortestWith(ms)));
    },
    pace: () => pace,
  };
}
