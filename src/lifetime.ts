import { setTimeout as sleep } from "node:timers/promises";

/** What was opened, to be closed in reverse order, or all at once. */
export interface Lifetime {
  [Symbol.asyncDispose]: () => Promise<void>;
  /** Takes a resource over, and answers it. */
  own: <R extends AsyncDisposable>(resource: R) => R;
}

/** How a lifetime ends. */
interface Ending {
  /** Nothing in it needs another to close: the slowest of them alone tells how long it takes. */
  atOnce?: boolean;
  /** Milliseconds for all together. What has not closed by then is left behind, which is a failure. */
  within?: number;
}

/** Closing goes on past a failure; the first one is thrown in the end. */
export function createLifetime({ atOnce = false, within = Infinity }: Ending = {}): Lifetime {
  const owned: AsyncDisposable[] = [];

  return {
    own(resource) {
      owned.push(resource);
      return resource;
    },
    async [Symbol.asyncDispose]() {
      const end = performance.now() + within;
      const failures: unknown[] = [];
      const close = (resource: AsyncDisposable) =>
        before(end, resource).catch((error: unknown) => failures.push(error));
      if (atOnce) await Promise.all(owned.splice(0).reverse().map(close));
      for (let last = owned.pop(); last; last = owned.pop()) await close(last);
      if (failures.length > 0) throw failures[0];
    },
  };
}

/** Closes a resource; rejects at `end`, on the clock of `performance`, where it has not closed by then. */
async function before(end: number, resource: AsyncDisposable): Promise<void> {
  const closed = Promise.resolve(resource[Symbol.asyncDispose]());
  if (end === Infinity) return closed;
  const settled = new AbortController();
  const left = Math.max(0, end - performance.now());
  const timeUp = sleep(left, undefined, { signal: settled.signal }).then(() => {
    throw new Error("not all could be closed in time");
  });
  try {
    await Promise.race([closed, timeUp]);
  } finally {
    settled.abort();
  }
}
