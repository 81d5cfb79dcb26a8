import type { ChangeFeed } from "../store/change-feed.ts";

/** What a listener is told: records as the API shows them, and the ids of changed ones that its filter leaves out. */
export interface Changes {
  models: unknown[];
  gone: string[];
}

/** Who listens, and for what. */
export interface Listener {
  /** Finds out of which of the changed records it is to be told; null: more than it can be told. */
  find: (ids: string[]) => Promise<Changes | null>;
  tell: (changes: Changes) => void;
  /** Tells that changes up to now may have gone untold: what is shown must be read anew. */
  missed: () => void;
}

/** One kind of record's changes, told to all who listen. */
export interface LiveFeed extends AsyncDisposable {
  /** Adds a listener until the answered function is called; the first that it hears of is `missed`. */
  listen: (listener: Listener) => () => void;
}

/** Milliseconds between two rounds: an event changes several times in its first moments. */
const ROUND = 300;
/** So many changed records are kept for a round; where there are more, everybody reads anew. */
const MOST_CHANGED = 2000;

/** Follows one change stream for however many listeners, and none while there are none. */
export function createLiveFeed(follow: (changed: (id: string | null) => void) => ChangeFeed): LiveFeed {
  const listeners = new Set<Listener>();
  let feed: ChangeFeed | null = null;
  let closing: Promise<void> = Promise.resolve();
  let changed = new Set<string>();
  let timer: NodeJS.Timeout | undefined;

  function hear(id: string | null): void {
    if (id !== null) changed.add(id);
    if (id === null || changed.size > MOST_CHANGED) {
      changed.clear();
      for (const { missed } of listeners) missed();
    }
    if (changed.size > 0) timer ??= setTimeout(() => void round(), ROUND);
  }

  async function round(): Promise<void> {
    const ids = [...changed];
    changed = new Set();
    await Promise.all([...listeners].map((listener) => inform(listener, ids)));
    timer = undefined;
    if (changed.size > 0 && feed) timer = setTimeout(() => void round(), ROUND);
  }

  function stop(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    changed.clear();
    const last = feed;
    feed = null;
    if (last) closing = closing.then(() => last[Symbol.asyncDispose]());
    return closing;
  }

  return {
    listen(listener) {
      listeners.add(listener);
      feed ??= follow(hear);
      if (feed.live()) listener.missed();
      return () => {
        if (listeners.delete(listener) && listeners.size === 0) void stop();
      };
    },
    [Symbol.asyncDispose]: stop,
  };
}

/** A listener whose records can't be read now is told to read them itself. */
async function inform({ find, tell, missed }: Listener, ids: string[]): Promise<void> {
  try {
    const changes = await find(ids);
    if (changes === null) missed();
    else if (changes.models.length > 0 || changes.gone.length > 0) tell(changes);
  } catch {
    missed();
  }
}
