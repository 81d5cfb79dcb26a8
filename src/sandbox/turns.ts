/** A queue whose shares take turns; within a share, who came first is first. */
export interface Turns<T> extends Iterable<T> {
  readonly size: number;
  add(share: string, item: T): void;
  /** Takes an item out; its share then comes after the others. */
  remove(share: string, item: T): void;
}

/** Iterates over the share whose turn it is first. */
export function createTurns<T>(): Turns<T> {
  const shares = new Map<string, Set<T>>();
  let size = 0;
  return {
    get size() {
      return size;
    },
    add(share, item) {
      const items = shares.get(share) ?? new Set();
      shares.set(share, items.add(item));
      size += 1;
    },
    remove(share, item) {
      const items = shares.get(share);
      if (!items?.delete(item)) return;
      size -= 1;
      shares.delete(share);
      if (items.size > 0) shares.set(share, items);
    },
    *[Symbol.iterator]() {
      for (const items of shares.values()) yield* items;
    },
  };
}
