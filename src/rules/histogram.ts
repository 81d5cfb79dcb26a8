/** How often each value occurs. */
export type Histogram = ReadonlyMap<number, number>;

/** The smallest value that at least `share` (0–1) of all are not above (nearest rank); null where there is none. */
export function percentile(histogram: Histogram, share: number): number | null {
  const sorted = [...histogram].sort(([a], [b]) => a - b);
  const total = sorted.reduce((sum, [, count]) => sum + count, 0);
  let below = 0;
  for (const [value, count] of sorted) {
    below += count;
    if (below >= total * share) return value;
  }
  return null;
}
