import type { ChangeFeed } from "../store/change-feed.ts";
import type { SourceDocument } from "../store/documents.ts";

/** What the directory needs of the store. */
export interface SourceReader {
  sources: {
    findOne: (filter: { token: string }, timeoutMs: number) => Promise<SourceDocument | null>;
    onWrite: (listener: (ids: string[]) => void) => void;
  };
  followSources: (changed: (id: string | null) => void) => ChangeFeed;
}

/** Finds a source by its token without asking MongoDB each time. */
export interface SourceDirectory extends AsyncDisposable {
  find: (token: string) => Promise<SourceDocument | null>;
}

const MAX_REMEMBERED = 50_000;
/** Milliseconds after which a sender is told to try again. */
const LOOKUP_WITHIN = 5000;

/**
 * Remembers sources in memory. What this process changes is forgotten before the change is answered; what others
 * change, some milliseconds later, by change stream; and while that is broken, nothing is remembered.
 */
export function createSourceDirectory(store: SourceReader): SourceDirectory {
  const byToken = new Map<string, SourceDocument>();
  const tokens = new Map<string, string>();
  let generation = 0;

  function forget(id: string | null): void {
    generation++;
    const token = id === null ? undefined : tokens.get(id);
    if (id === null || byToken.size > MAX_REMEMBERED) {
      byToken.clear();
      tokens.clear();
    } else if (token !== undefined) {
      byToken.delete(token);
      tokens.delete(id);
    }
  }

  store.sources.onWrite((ids) => ids.forEach(forget));
  const feed = store.followSources(forget);

  return {
    async find(token) {
      const remembered = feed.live() ? byToken.get(token) : undefined;
      if (remembered) return remembered;
      const asOf = generation;
      const source = await store.sources.findOne({ token }, LOOKUP_WITHIN);
      // A change heard of during the read may be newer than what was read.
      if (source && feed.live() && asOf === generation) {
        byToken.set(token, source);
        tokens.set(source._id, token);
      }
      return source;
    },
    [Symbol.asyncDispose]: () => feed[Symbol.asyncDispose](),
  };
}
