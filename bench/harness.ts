import { performance } from "node:perf_hooks";

/** What was done in one lap: how often, in how many milliseconds, and, where it was timed, each time by itself. */
export interface Lap {
  done: number;
  ms: number;
  latencies?: number[];
}

/** One way to do a thing; `threads` of them share its work. */
export interface Contender {
  name: string;
  threads: number;
  /** Does it over and over, for about so many milliseconds. */
  lap: (ms: number) => Promise<Lap>;
}

/** Ways to do the same thing, each measured against the first. */
export interface Contest {
  title: string;
  yardstick: Contender;
  contenders: Contender[];
  /** The ratio to the yardstick, for each thread, that the contenders are to reach; null: there is none. */
  goal: number | null;
}

/** Smallest, middle and largest of the laps. */
export interface Spread {
  min: number;
  median: number;
  max: number;
}

/** How one contender did. */
export interface Score {
  contest: string;
  name: string;
  threads: number;
  perSecond: Spread;
  /** To the yardstick's lap beside it, for each thread; null for the yardstick itself. */
  ratio: Spread | null;
  /** Microseconds of all threads' processor time for one: what a busy machine changes least. */
  cpuMicros: Spread;
  p99Ms: Spread | null;
  goal: number | null;
}

/** How long is measured, and how often. */
export interface Effort {
  seconds: number;
  laps: number;
}

/** Measures all in turn, lap by lap, so that what slows the machine down slows all of them down. */
export async function measure(contest: Contest, { seconds, laps }: Effort): Promise<Score[]> {
  const all = [contest.yardstick, ...contest.contenders];
  const ran = new Map<Contender, TimedLap[]>(all.map((contender) => [contender, []]));
  for (const contender of all) await contender.lap((seconds * 1000) / 4);
  for (let at = 0; at < laps; at += 1) {
    for (const contender of all) ran.get(contender)!.push(await timed(contender, seconds * 1000));
  }
  const yard = ratesOf(ran.get(contest.yardstick)!);
  return all.map((contender) => {
    const isYardstick = contender === contest.yardstick;
    const measured = scoreOf(ran.get(contender)!, contender.threads, isYardstick ? null : yard);
    const { name, threads } = contender;
    return { contest: contest.title, name, threads, ...measured, goal: isYardstick ? null : contest.goal };
  });
}

function scoreOf(laps: TimedLap[], threads: number, yard: number[] | null) {
  const rates = ratesOf(laps);
  const tails = laps.flatMap(({ latencies }) => (latencies?.length ? [quantile(latencies, 0.99)] : []));
  return {
    perSecond: spread(rates),
    ratio: yard && spread(rates.map((rate, lap) => rate / threads / yard[lap]!)),
    cpuMicros: spread(laps.map(({ done, cpu }) => cpu / done)),
    p99Ms: tails.length > 0 ? spread(tails) : null,
  };
}

const ratesOf = (laps: Lap[]) => laps.map(({ done, ms }) => (done * 1000) / ms);

interface TimedLap extends Lap {
  /** Microseconds of the process. */
  cpu: number;
}

async function timed(contender: Contender, ms: number): Promise<TimedLap> {
  const before = process.cpuUsage();
  const lap = await contender.lap(ms);
  const { user, system } = process.cpuUsage(before);
  return { ...lap, cpu: user + system };
}

/** A contender that does one thing after the other, in chunks between two looks at the clock. */
export function oneByOne(name: string, once: () => void, chunk = 1): Contender {
  return {
    name,
    threads: 1,
    async lap(ms) {
      const started = performance.now();
      let done = 0;
      for (; performance.now() - started < ms; done += chunk) for (let at = 0; at < chunk; at += 1) once();
      return { done, ms: performance.now() - started };
    },
  };
}

/** A contender that keeps `inFlight` things going, and times each. */
export function concurrently(
  name: string,
  { threads, inFlight }: { threads: number; inFlight: number },
  once: () => Promise<void>,
): Contender {
  return {
    name,
    threads,
    async lap(ms) {
      const started = performance.now();
      const latencies: number[] = [];
      const line = async () => {
        for (let at = performance.now(); at - started < ms; at = performance.now()) {
          await once();
          latencies.push(performance.now() - at);
        }
      };
      await Promise.all(Array.from({ length: inFlight }, line));
      return { done: latencies.length, ms: performance.now() - started, latencies };
    },
  };
}

/** The value below which this share of them lies; NaN where there are none. */
export function quantile(values: readonly number[], share: number): number {
  if (values.length === 0) return NaN;
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!;
}

/** Smallest, middle and largest of some values. */
export const spread = (values: readonly number[]): Spread => ({
  min: Math.min(...values),
  median: quantile(values, 0.5),
  max: Math.max(...values),
});
