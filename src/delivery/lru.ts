/** A map that forgets the entry unused for longest when it holds more than its capacity. */
export interface Lru<K, V> {
  get: (key: K) => V | undefined;
  set: (key: K, value: V) => void;
  delete: (key: K) => void;
}

/** `capacity` counts entries. */
export function createLru<K, V>(capacity: number): Lru<K, V> {
  /** A Map keeps the order of insertion, so an entry that is used is inserted anew. */
  const entries = new Map<K, V>();

  function set(key: K, value: V): void {
    entries.delete(key);
    entries.set(key, value);
    if (entries.size <= capacity) return;
    const oldest = entries.keys().next();
    if (!oldest.done) entries.delete(oldest.value);
  }

  return {
    get(key) {
      const value = entries.get(key);
      if (value !== undefined) set(key, value);
      return value;
    },
    set,
    delete: (key) => void entries.delete(key),
  };
}
