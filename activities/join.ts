/**
 * Does each piece of work once at a time: who asks for one that is under way gets its result. Temporal runs a local
 * activity again when its workflow task has timed out, and the first run may still be waiting in this very process. One
 * that takes longer than `patience`, in milliseconds, hangs, and is begun anew for the next who asks.
 */
export function createJoin<R>(
  patience: number,
  clock: () => number = () => performance.now(),
): (key: string, work: () => Promise<R>) => Promise<R> {
  const underWay = new Map<string, { since: number; result: Promise<R> }>();

  function begin(key: string, work: () => Promise<R>): Promise<R> {
    const result = work().finally(() => {
      if (underWay.get(key)?.result === result) underWay.delete(key);
    });
    underWay.set(key, { since: clock(), result });
    return result;
  }

  return (key, work) => {
    const running = underWay.get(key);
    return running && clock() - running.since < patience ? running.result : begin(key, work);
  };
}
