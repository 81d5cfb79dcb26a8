/** What was opened, to be closed in reverse order. */
export interface Lifetime {
  [Symbol.asyncDispose]: () => Promise<void>;
  /** Takes a resource over, and answers it. */
  own: <R extends AsyncDisposable>(resource: R) => R;
}

/** Closing goes on past a failure; the first one is thrown in the end. */
export function createLifetime(): Lifetime {
  const owned: AsyncDisposable[] = [];
  return {
    own(resource) {
      owned.push(resource);
      return resource;
    },
    async [Symbol.asyncDispose]() {
      const failures: unknown[] = [];
      for (let last = owned.pop(); last; last = owned.pop()) {
        await Promise.resolve(last[Symbol.asyncDispose]()).catch((error: unknown) => failures.push(error));
      }
      if (failures.length > 0) throw failures[0];
    },
  };
}
