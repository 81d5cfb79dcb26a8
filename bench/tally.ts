/** What was sent, and what of it arrived: the header that carries its number passes through unchanged. */
export interface Tallies {
  begin: () => Tally;
  /** Notes an arrival by its header. */
  received: (mark: string) => void;
  arrived: () => number;
}

/** One load's webhooks. Times are of the clock of `performance`, in milliseconds. */
export interface Tally {
  /** Notes that the next one is sent now, and answers its mark. */
  send: () => string;
  /** Takes one back that was refused. */
  refused: () => void;
  /** From sending to the first arrival, of all that arrived. */
  latencies: () => number[];
  /** How many arrived in that time. */
  arrivals: (from: number, to: number) => number;
  underWay: () => number;
  /** Resolves at the next arrival. */
  change: () => Promise<void>;
}

/** The request header that names a webhook. */
export const MARK = "x-bench-mark";

/** Keeps the tallies of all loads of this process. */
export function createTallies(): Tallies {
  const loads: ((index: number) => void)[] = [];
  let arrived = 0;
  return {
    begin() {
      const { tally, received } = createTally(`${loads.length}`);
      loads.push(received);
      return tally;
    },
    received(mark) {
      arrived += 1;
      const [load, index] = mark.split(".");
      loads[Number(load)]?.(Number(index));
    },
    arrived: () => arrived,
  };
}

function createTally(load: string): { tally: Tally; received: (index: number) => void } {
  const sentAt: number[] = [];
  const arrivals = new Map<number, number>();
  let refusals = 0;
  let waiting: (() => void)[] = [];
  const wake = () => {
    const woken = waiting;
    waiting = [];
    for (const resolve of woken) resolve();
  };
  const tally: Tally = {
    send: () => `${load}.${sentAt.push(performance.now()) - 1}`,
    refused() {
      refusals += 1;
      wake();
    },
    latencies: () => [...arrivals].map(([index, at]) => at - sentAt[index]!),
    arrivals: (from, to) => [...arrivals.values()].filter((at) => at >= from && at <= to).length,
    underWay: () => sentAt.length - refusals - arrivals.size,
    change: () => new Promise((resolve) => waiting.push(resolve)),
  };
  const received = (index: number) => {
    if (!arrivals.has(index)) arrivals.set(index, performance.now());
    wake();
  };
  return { tally, received };
}
