import { GRANULARITIES, type Granularity, type Measure, type Measured } from "../resources/metric.ts";
import { percentile } from "./histogram.ts";

/** Records that have all of this in common. */
export interface Tally {
  /** The interval's beginning. */
  time: Date;
  group: Record<string, string | number | null>;
  status: string;
  count: number;
  /** Milliseconds, and how many took so long. */
  latencies: readonly (readonly [latency: number, count: number])[];
  /** Of the queue: when the oldest of them came. */
  oldest: Date | null;
}

/** What a series is made of. */
export interface SeriesPlan {
  of: Measured;
  measures: readonly Measure[];
  groupBy: readonly string[];
  times: readonly Date[];
  now: Date;
}

/** One line of a chart. */
export interface Series {
  group: Tally["group"];
  totals: Record<string, number | null>;
  points: { time: Date; values: Record<string, number | null> }[];
}

/** A chart shows no more; a default has no more intervals. */
const ENOUGH = 300;
const NAMES: Granularity[] = ["1m", "5m", "1h", "1d"];

/** The finest division of a range that still fits a chart. */
export function granularityFor(from: Date, to: Date): Granularity {
  return NAMES.find((name) => intervals(from, to, name) <= ENOUGH) ?? "1d";
}

/** How many intervals a range touches. */
export function intervals(from: Date, to: Date, granularity: Granularity): number {
  const length = GRANULARITIES[granularity];
  return Math.floor(to.getTime() / length) - Math.floor(from.getTime() / length) + 1;
}

/** The beginnings of the intervals that a range touches. */
export function timesOf(from: Date, to: Date, granularity: Granularity): Date[] {
  const length = GRANULARITIES[granularity];
  const first = Math.floor(from.getTime() / length);
  return Array.from(
    { length: intervals(from, to, granularity) },
    (_, index) => new Date((first + index) * length),
  );
}

/** What was counted of one interval of one group. */
interface Cell {
  count: number;
  byStatus: Map<string, number>;
  latencies: Map<number, number>;
  oldest: number;
}

const emptyCell = (): Cell => ({ count: 0, byStatus: new Map(), latencies: new Map(), oldest: Infinity });

function add(cell: Cell, { status, latencies, count, oldest }: Tally): void {
  cell.count += count;
  increase(cell.byStatus, status, count);
  for (const [latency, times] of latencies) increase(cell.latencies, latency, times);
  if (oldest) cell.oldest = Math.min(cell.oldest, oldest.getTime());
}

function increase<K>(counts: Map<K, number>, key: K, by: number): void {
  counts.set(key, (counts.get(key) ?? 0) + by);
}

interface Line {
  group: Tally["group"];
  total: Cell;
  cells: Map<number, Cell>;
}

/** Collects tallies into lines, one for each group. */
export function createSeries(plan: SeriesPlan) {
  const lines = new Map<string, Line>();
  const lineOf = (group: Tally["group"]): Line => {
    const key = JSON.stringify(plan.groupBy.map((field) => group[field]));
    const line = lines.get(key) ?? { group, total: emptyCell(), cells: new Map<number, Cell>() };
    lines.set(key, line);
    return line;
  };
  if (plan.groupBy.length === 0) lineOf({});

  return {
    /** Takes one tally in, and answers how many lines there are now. */
    add(tally: Tally): number {
      const line = lineOf(tally.group);
      const time = tally.time.getTime();
      const cell = line.cells.get(time) ?? emptyCell();
      line.cells.set(time, cell);
      add(cell, tally);
      add(line.total, tally);
      return lines.size;
    },
    /** The lines, the one that counts most first, with a point for each interval. */
    lines(): Series[] {
      const nothing = emptyCell();
      return [...lines.values()]
        .sort((a, b) => b.total.count - a.total.count)
        .map(({ group, total, cells }) => ({
          group,
          totals: valuesOf(plan, total),
          points: plan.times.map((time) => ({
            time,
            values: valuesOf(plan, cells.get(time.getTime()) ?? nothing),
          })),
        }));
    },
  };
}

function valuesOf(plan: SeriesPlan, cell: Cell): Record<string, number | null> {
  return Object.fromEntries(plan.measures.map((measure) => [measure, valueOf(plan, measure, cell)]));
}

const LATENCY = /^latency_p(\d+)$/;

function valueOf({ of, now }: SeriesPlan, measure: Measure, cell: Cell): number | null {
  const [, rank] = LATENCY.exec(measure) ?? [];
  if (rank !== undefined) return percentile(cell.latencies, Number(rank) / 100);
  if (measure === "count" || measure === "depth") return cell.count;
  if (measure === "error_rate") return errorRate(of, cell);
  if (measure === "oldest_age_ms") {
    return cell.count > 0 ? Math.max(0, now.getTime() - cell.oldest) : null;
  }
  return cell.byStatus.get(measure) ?? 0;
}

/** Of what has come to an end; null where nothing has. */
function errorRate(of: Measured, { byStatus }: Cell): number | null {
  const [good, bad] = (of === "requests" ? ["accepted", "rejected"] : ["delivered", "failed"]).map(
    (status) => byStatus.get(status) ?? 0,
  ) as [number, number];
  return good + bad > 0 ? bad / (good + bad) : null;
}
