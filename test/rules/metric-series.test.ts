import { describe, expect, test } from "vitest";
import { percentile } from "../../src/rules/histogram.ts";
import {
  createSeries,
  granularityFor,
  timesOf,
  type SeriesPlan,
  type Tally,
} from "../../src/rules/metric-series.ts";

const at = (time: string) => new Date(`2026-03-01T${time}Z`);
const histogram = (values: number[]) =>
  values.reduce(
    (counts, value) => counts.set(value, (counts.get(value) ?? 0) + 1),
    new Map<number, number>(),
  );

describe("a percentile", () => {
  test.each([
    [[5], 0.5, 5],
    [[4, 1, 3, 2], 0.5, 2],
    [[1, 2, 3], 0.5, 2],
    [Array.from({ length: 100 }, (_, i) => i + 1), 0.95, 95],
    [Array.from({ length: 100 }, (_, i) => i + 1), 0.99, 99],
    [[7, 7, 7, 100], 0.99, 100],
  ])("of %j at %d is %d, by nearest rank", (values, share, expected) => {
    expect(percentile(histogram(values), share)).toBe(expected);
  });

  test("of nothing is null", () => {
    expect(percentile(new Map(), 0.5)).toBeNull();
  });
});

describe("intervals", () => {
  test("begin at whole multiples, and hold both ends of the range", () => {
    const times = timesOf(at("09:58:30.000"), at("10:05:00.000"), "5m");
    expect(times).toEqual([at("09:55:00.000"), at("10:00:00.000"), at("10:05:00.000")]);
    expect(timesOf(at("10:00:00.000"), at("10:59:59.999"), "1h")).toEqual([at("10:00:00.000")]);
    expect(timesOf(at("00:00:00.000"), at("23:00:00.000"), "1d")).toHaveLength(1);
  });

  test.each([
    [3_600_000, "1m"],
    [86_400_000, "5m"],
    [7 * 86_400_000, "1h"],
    [30 * 86_400_000, "1d"],
    [3650 * 86_400_000, "1d"],
  ])("of a range of %d ms are by default %s", (length, expected) => {
    expect(granularityFor(new Date(1e12), new Date(1e12 + length))).toBe(expected);
  });
});

describe("a series", () => {
  const plan: SeriesPlan = {
    of: "attempts",
    measures: ["count", "delivered", "failed", "error_rate", "latency_p50"],
    groupBy: [],
    times: timesOf(at("10:00:00.000"), at("10:02:00.000"), "1m"),
    now: at("10:10:00.000"),
  };
  const tally = (changes: Partial<Tally>): Tally => ({
    time: at("10:01:00.000"),
    group: {},
    status: "delivered",
    latencies: [],
    count: 1,
    oldest: null,
    ...changes,
  });
  const linesOf = (changed: Partial<SeriesPlan>, tallies: Partial<Tally>[]) => {
    const series = createSeries({ ...plan, ...changed });
    for (const it of tallies) series.add(tally(it));
    return series.lines();
  };
  const NOTHING = { count: 0, delivered: 0, failed: 0, error_rate: null, latency_p50: null };

  test("has a point for each interval, with zeros where nothing was", () => {
    const [line] = linesOf({}, [
      {
        count: 3,
        latencies: [
          [10, 2],
          [20, 1],
        ],
      },
      { status: "failed", latencies: [[500, 1]] },
    ]);
    const values = { count: 4, delivered: 3, failed: 1, error_rate: 0.25, latency_p50: 10 };
    expect(line?.points.map((point) => point.values)).toEqual([NOTHING, values, NOTHING]);
    expect(line?.totals).toEqual(values);
  });

  test("of nothing is one line of zeros, or none where it was to be grouped", () => {
    expect(linesOf({}, []).map(({ totals }) => totals)).toEqual([NOTHING]);
    expect(linesOf({ groupBy: ["status"] }, [])).toEqual([]);
  });

  test("of several groups has a line for each, the largest first", () => {
    const lines = linesOf({ groupBy: ["error_code"], measures: ["count"] }, [
      { group: { error_code: null } },
      { group: { error_code: "TIMEOUT" }, count: 2 },
      { group: { error_code: null }, time: at("10:02:00.000") },
      { group: { error_code: "TIMEOUT" }, time: at("10:02:00.000") },
    ]);
    expect(lines.map(({ group, totals }) => [group.error_code, totals.count])).toEqual([
      ["TIMEOUT", 3],
      [null, 2],
    ]);
  });

  test("of the queue counts what came before the range in its totals alone", () => {
    const [line] = linesOf({ of: "queue", measures: ["depth", "oldest_age_ms"] }, [
      { time: at("08:00:00.000"), oldest: at("08:00:10.000"), status: "held" },
      { time: at("10:01:00.000"), oldest: at("10:01:30.000"), count: 2, status: "queued" },
    ]);
    expect(line?.totals).toEqual({ depth: 3, oldest_age_ms: 7_790_000 });
    expect(line?.points[1]?.values).toEqual({ depth: 2, oldest_age_ms: 510_000 });
    expect(line?.points[0]?.values).toEqual({ depth: 0, oldest_age_ms: null });
  });

  test.each([
    ["requests", { accepted: 3, rejected: 1 }, 0.25],
    ["events", { delivered: 1, failed: 1, ignored: 5, queued: 9 }, 0.5],
    ["events", { ignored: 5, queued: 9 }, null],
  ] as const)("of %s that stand as %j has the error rate %d", (of, statuses, expected) => {
    const tallies = Object.entries(statuses).map(([status, count]) => ({ status, count }));
    expect(linesOf({ of, measures: ["error_rate"] }, tallies)[0]?.totals.error_rate).toBe(expected);
  });
});
