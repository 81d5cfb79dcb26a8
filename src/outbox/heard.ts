/** Ids of events that the change stream told of, and that nobody has taken up since. */
export interface Heard {
  /** Of one that has just come, with its destination; of one that came back, without. What would be too many is not kept. */
  hear: (id: string, destinationId: string | null) => void;
  /**
   * Takes out so many at most: what was claimed already, then what has just come, of each destination the oldest, in
   * turns; then the others.
   */
  take: (limit: number) => string[];
  /** What has come so far has waited: it is taken with the others, after what comes from now on. */
  letPass: () => void;
  /** What was claimed, and could not be told in time: nothing may pass it. */
  again: (ids: string[]) => void;
  /** Takes out what came back, and is claimed as it is now. */
  dropReturned: (id: string) => void;
  /** Takes out what had just come, and is taken up already: the news of it may be slower. */
  dropNew: (event: { _id: string; destination_id: string }) => void;
  clear: () => void;
  readonly isEmpty: boolean;
}

/** Of one destination, or of those that came back; and of destinations. What is not kept, the sweep finds. */
const MOST = 2000;
const MOST_DESTINATIONS = 1000;

/** In turns, so that a burst to one destination keeps nobody waiting who calls another; each has its own in order. */
export function createHeard(): Heard {
  const fresh = new Map<string, Set<string>>();
  const others = new Set<string>();
  const claimed = new Set<string>();

  function dropNew({ _id, destination_id }: { _id: string; destination_id: string }): void {
    const waiting = fresh.get(destination_id);
    waiting?.delete(_id);
    if (waiting?.size === 0) fresh.delete(destination_id);
  }

  function takeTurns(limit: number): string[] {
    const taken: string[] = [];
    while (fresh.size > 0) {
      for (const [destination_id, waiting] of fresh) {
        if (taken.length === limit) return taken;
        const [_id = ""] = waiting;
        dropNew({ _id, destination_id });
        taken.push(_id);
      }
    }
    return taken;
  }

  return {
    hear(id, destinationId) {
      const known = destinationId === null ? others : fresh.get(destinationId);
      const waiting = known ?? new Set();
      if (waiting.size >= MOST || (!known && fresh.size >= MOST_DESTINATIONS)) return;
      waiting.add(id);
      if (destinationId !== null) fresh.set(destinationId, waiting);
    },
    take(limit) {
      const first = takeOf(claimed, limit);
      const taken = [...first, ...takeTurns(limit - first.length)];
      return [...taken, ...takeOf(others, limit - taken.length)];
    },
    letPass() {
      const came = takeTurns(MOST - others.size);
      for (const id of came) others.add(id);
      fresh.clear();
    },
    again(ids) {
      for (const id of ids) claimed.add(id);
    },
    dropReturned(id) {
      others.delete(id);
      claimed.delete(id);
    },
    dropNew,
    clear() {
      for (const ids of [fresh, others, claimed]) ids.clear();
    },
    get isEmpty() {
      return fresh.size + others.size + claimed.size === 0;
    },
  };
}

function takeOf(ids: Set<string>, limit: number): string[] {
  const taken = [...ids].slice(0, limit);
  for (const id of taken) ids.delete(id);
  return taken;
}
