/**
 * Does each piece of work once at a time: who asks for one that is under way gets its result. Temporal runs a local
 * activity again when its workflow task has timed out, and the first run may still be waiting in this very process.
 */
export function createJoin<R>(): (key: string, work: () => Promise<R>) => Promise<R> {
  const underWay = new Map<string, Promise<R>>();
  return (key, work) => {
    const running = underWay.get(key) ?? work().finally(() => underWay.delete(key));
    underWay.set(key, running);
    return running;
  };
}
