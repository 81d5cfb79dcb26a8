import type { Series } from "../parts/chart.tsx";
import type { Wire } from "../wire.ts";

/** What a measure is called, and the custom property of its colour. */
export type Drawn = [measure: string, name: string, colour: string];

/** A chart's times, in seconds, and its series, from the only line of an ungrouped metric. */
export function chartOf(
  metrics: Wire["metrics"] | null,
  drawn: readonly Drawn[],
): { times: number[]; series: Series[] } {
  const points = metrics?.series[0]?.points ?? [];
  return {
    times: points.map(({ time }) => Date.parse(time) / 1000),
    series: drawn.map(([measure, name, colour]) => ({
      name,
      colour,
      values: points.map(({ values }) => values[measure] ?? null),
      total: metrics?.series[0]?.totals[measure] ?? null,
    })),
  };
}

/** The sum over the range of one measure of an ungrouped metric. */
export const totalOf = (metrics: Wire["metrics"] | null, measure: string): number =>
  metrics?.series[0]?.totals[measure] ?? 0;
