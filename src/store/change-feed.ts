import { setTimeout as sleep } from "node:timers/promises";
import type { ChangeStream, ChangeStreamDocument, Collection, Document } from "mongodb";

/** A collection's changes as they happen, over all processes. */
export interface ChangeFeed extends AsyncDisposable {
  /** Whether every change up to some seconds ago was heard. While false, nothing remembered may be used. */
  live: () => boolean;
}

const REOPEN_AFTER = 500;
/** Where there is nothing to tell, MongoDB waits for a second before it says so: sooner than this, in milliseconds… */
const QUICK = 100;
/** …and so often in a row, the stream is at its end. */
const MOST_QUICK = 3;
/** Without an answer for so many milliseconds nothing is known: a primary that froze has lost its place to another. */
const SILENT = 3000;

/**
 * Follows a change stream for as long as it is not disposed, and opens it again when it breaks. `missed` is called
 * whenever changes may have gone unheard: at the first opening and after every break, just before `live`.
 */
export function followChanges<D extends Document>(options: {
  open: () => ChangeStream<D>;
  changed: (change: ChangeStreamDocument<D>) => void;
  missed: () => void;
  /** In milliseconds, monotonic. */
  clock?: () => number;
}): ChangeFeed {
  const { clock = () => performance.now() } = options;
  const stop = new AbortController();
  let live = false;
  let answeredAt = clock();
  let stream: ChangeStream<D> | null = null;

  async function followOnce(): Promise<void> {
    stream = options.open();
    let quick = 0;
    try {
      while (!stop.signal.aborted) {
        const askedAt = clock();
        const change = await stream.tryNext();
        answeredAt = clock();
        // A stream that was invalidated, as by a drop, answers nothing at once, for ever, and lets nothing else run.
        quick = !change && answeredAt - askedAt < QUICK ? quick + 1 : 0;
        if (quick === MOST_QUICK) throw new Error("the change stream has ended");
        if (!live) {
          options.missed();
          live = true;
        }
        if (change) options.changed(change);
      }
    } finally {
      live = false;
      await stream.close().catch(() => undefined);
    }
  }

  async function follow(): Promise<void> {
    while (!stop.signal.aborted) {
      await followOnce().catch(() => undefined);
      await sleep(REOPEN_AFTER, undefined, { signal: stop.signal }).catch(() => undefined);
    }
  }

  const done = follow();
  return {
    live: () => live && clock() - answeredAt < SILENT,
    async [Symbol.asyncDispose]() {
      stop.abort();
      await stream?.close().catch(() => undefined);
      await done;
    },
  };
}

/** Milliseconds for which MongoDB holds its answer back where there is nothing to tell. */
const MAX_AWAIT = 1000;

/** Tells the id of each document of a collection that any process writes, and null when some may have gone untold. */
export function followIds<D extends Document & { _id: string }>(
  collection: Collection<D>,
  changed: (id: string | null) => void,
): ChangeFeed {
  const idsAlone = [{ $project: { documentKey: 1, operationType: 1 } }];
  return followChanges<D>({
    open: () => collection.watch<D>(idsAlone, { maxAwaitTimeMS: MAX_AWAIT }),
    changed: (change: ChangeStreamDocument<D>) => {
      if ("documentKey" in change) changed((change.documentKey as { _id: string })._id);
    },
    missed: () => changed(null),
  });
}
