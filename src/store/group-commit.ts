import { setTimeout as sleep } from "node:timers/promises";
import { within } from "./deadline.ts";

/** Takes single items and writes them in groups. */
export interface GroupCommit<Item, Result> extends AsyncDisposable {
  /** Resolves when the item is written; rejects with its own error, or with the error of its whole group. */
  add: (item: Item) => Promise<Result>;
}

/** Thrown by `add` when too much is waiting, or for too long, so that memory and waits stay bounded. */
export class Overloaded extends Error {
  constructor() {
    super("too much is waiting to be written");
    this.name = "Overloaded";
  }
}

interface GroupCommitOptions<Item, Result> {
  /** Safe to repeat: what is given up may have been written. */
  write: (items: Item[]) => Promise<(Result | Error)[]>;
  /** Milliseconds for one write: one that hangs would stop all others. */
  writeWithin: number;
  /** Bytes of an item, or 1 where only the number counts. */
  size?: (item: Item) => number;
  maxGroup: number;
  maxGroupSize?: number;
  maxWaitingSize: number;
  /** Milliseconds after which an item that waited for its turn is given up, unwritten. */
  maxWait?: number;
  writers: number;
  /** Whether a writer waits a moment for more where only little came during the group before. */
  patient?: boolean;
  /** Told of each write: how many items, and how many milliseconds it took, whether it failed or not. */
  wrote?: (items: number, ms: number) => void;
}

interface Waiting<Item, Result> {
  item: Item;
  size: number;
  since: number;
  resolve: (result: Result) => void;
  reject: (error: unknown) => void;
}

/** Milliseconds; and so many as make a group that is worth its write, so that nobody need wait for more. */
const REST = 20;
const ENOUGH = 8;

/** How many of the queue make the next group: one at least, whatever its size. */
function groupLength(queue: { size: number }[], maxGroup: number, maxGroupSize: number): number {
  let count = 0;
  for (let size = 0; count < queue.length && count < maxGroup; count++) {
    size += queue[count]!.size;
    if (count > 0 && size > maxGroupSize) break;
  }
  return count;
}

/**
 * Group commit: what arrives while one write is under way is written by the next, together. A journalled write costs
 * the same for one item and for a hundred, so the busier it gets, the cheaper an item becomes, and an idle system
 * pays no waiting time. `writers` groups are under way at once; `write` answers one result or Error for each item. Who
 * is patient lets only those wait for others that came during a write: who comes alone still pays nothing.
 */
export function createGroupCommit<Item, Result>(
  options: GroupCommitOptions<Item, Result>,
): GroupCommit<Item, Result> {
  const sizeOf = options.size ?? (() => 1);
  const { maxGroupSize = Infinity, maxWait = Infinity, patient = false } = options;
  const queue: Waiting<Item, Result>[] = [];
  let waitingSize = 0;
  const underWay = new Set<Promise<void>>();

  /** The first in the queue are the oldest. */
  function giveUpLate(): void {
    const oldest = performance.now() - maxWait;
    while (queue.length > 0 && queue[0]!.since < oldest) {
      const late = queue.shift()!;
      waitingSize -= late.size;
      late.reject(new Overloaded());
    }
  }

  async function writeGroup(group: Waiting<Item, Result>[]): Promise<void> {
    const startedAt = performance.now();
    try {
      const results = await within(options.writeWithin, options.write(group.map((waiting) => waiting.item)));
      group.forEach((waiting, index) => {
        const result = results[index]!;
        if (result instanceof Error) waiting.reject(result);
        else waiting.resolve(result);
      });
    } catch (error) {
      for (const waiting of group) waiting.reject(error);
    } finally {
      for (const waiting of group) waitingSize -= waiting.size;
      options.wrote?.(group.length, performance.now() - startedAt);
    }
  }

  async function writeAndRest(group: Waiting<Item, Result>[]): Promise<void> {
    await writeGroup(group);
    if (patient && queue.length > 0 && queue.length < ENOUGH) await sleep(REST);
  }

  function pump(): void {
    giveUpLate();
    while (queue.length > 0 && underWay.size < options.writers) {
      const group = queue.splice(0, groupLength(queue, options.maxGroup, maxGroupSize));
      const done = writeAndRest(group).finally(() => {
        underWay.delete(done);
        pump();
      });
      underWay.add(done);
    }
  }

  return {
    add(item) {
      const size = sizeOf(item);
      if (waitingSize > 0 && waitingSize + size > options.maxWaitingSize)
        return Promise.reject(new Overloaded());
      waitingSize += size;
      return new Promise<Result>((resolve, reject) => {
        queue.push({ item, size, since: performance.now(), resolve, reject });
        pump();
      });
    },
    async [Symbol.asyncDispose]() {
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
}
