/** Frees the place that was taken; to be called once. */
export type LeavePlace = () => void;

/** A bounded number of places for each destination. */
export interface Places {
  /**
   * Takes a place, or waits in order for one that is freed; null where there is none to be had: the destination has
   * `most`, as it is by then, and none of them was freed for a second.
   */
  enter: (destinationId: string) => Promise<LeavePlace | null>;
  /** Whether it would wait in vain. */
  isStuck: (destinationId: string) => boolean;
}

/** Milliseconds without anyone leaving. */
const STUCK = 1000;

interface Line {
  taken: number;
  /** When the last one left, or the first one entered. */
  movedAt: number;
  waiting: ((place: LeavePlace | null) => void)[];
  timer?: NodeJS.Timeout;
}

/** `most` tells how many places a destination has now; `clock` is in milliseconds. */
export function createPlaces(most: (destinationId: string) => number, clock: () => number): Places {
  const lines = new Map<string, Line>();

  const isFull = (destinationId: string, { taken }: Line) => taken >= most(destinationId);
  const idleFor = ({ movedAt }: Line) => clock() - movedAt;

  function take(destinationId: string, line: Line): LeavePlace {
    line.taken += 1;
    return () => {
      line.taken -= 1;
      line.movedAt = clock();
      admit(destinationId, line);
      if (line.taken === 0) lines.delete(destinationId);
    };
  }

  function admit(destinationId: string, line: Line): void {
    while (line.waiting.length > 0 && !isFull(destinationId, line))
      line.waiting.shift()!(take(destinationId, line));
    if (most(destinationId) === 0) turnAway(line);
    if (line.waiting.length === 0) clearTimeout(line.timer);
  }

  function turnAway(line: Line): void {
    for (const tell of line.waiting.splice(0)) tell(null);
  }

  function watch(line: Line): void {
    clearTimeout(line.timer);
    line.timer = setTimeout(
      () => {
        if (idleFor(line) < STUCK) watch(line);
        else turnAway(line);
      },
      STUCK - idleFor(line),
    );
  }

  return {
    async enter(destinationId) {
      if (most(destinationId) === 0) return null;
      const line = lines.get(destinationId) ?? { taken: 0, movedAt: clock(), waiting: [] };
      lines.set(destinationId, line);
      if (line.waiting.length === 0 && !isFull(destinationId, line)) return take(destinationId, line);
      if (idleFor(line) >= STUCK) return null;
      return new Promise((resolve) => {
        if (line.waiting.push(resolve) === 1) watch(line);
      });
    },
    isStuck(destinationId) {
      const line = lines.get(destinationId);
      return !!line && isFull(destinationId, line) && idleFor(line) >= STUCK;
    },
  };
}
