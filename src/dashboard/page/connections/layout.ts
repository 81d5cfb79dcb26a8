import type { Wire } from "../wire.ts";

/** Where everything stands in the picture of connections, in pixels from the top; each row is one connection. */
export interface Picture {
  height: number;
  rows: { connection: Wire["connection"]; y: number }[];
  sources: { source: Wire["source"]; y: number }[];
  destinations: { destination: Wire["destination"]; y: number }[];
}

/** The height of a row, and the least distance between two ends. */
export const ROW = 64;

/** Orders connections by source, then destination, and puts each end in the middle of its connections. */
export function layOut(connections: Wire["connection"][]): Picture {
  const sorted = [...connections].sort(
    (a, b) =>
      a.source.name.localeCompare(b.source.name) || a.destination.name.localeCompare(b.destination.name),
  );
  const rows = sorted.map((connection, at) => ({ connection, y: (at + 0.5) * ROW }));
  const sources = endsOf(rows, ({ source }) => source).map(({ end, y }) => ({ source: end, y }));
  const destinations = endsOf(rows, ({ destination }) => destination).map(({ end, y }) => ({
    destination: end,
    y,
  }));
  return { height: rows.length * ROW, rows, sources, destinations };
}

function endsOf<E extends { id: string }>(
  rows: Picture["rows"],
  endOf: (connection: Wire["connection"]) => E,
): { end: E; y: number }[] {
  const ends = new Map<string, { end: E; ys: number[] }>();
  for (const { connection, y } of rows) {
    const end = endOf(connection);
    const known = ends.get(end.id) ?? { end, ys: [] };
    known.ys.push(y);
    ends.set(end.id, known);
  }
  const placed = [...ends.values()]
    .map(({ end, ys }) => ({ end, y: ys.reduce((sum, y) => sum + y, 0) / ys.length }))
    .sort((a, b) => a.y - b.y);
  return spread(placed, rows.length * ROW);
}

/** Moves ends apart that would stand on each other: down, and from the bottom up again. */
function spread<T extends { y: number }>(ends: T[], height: number): T[] {
  const moved = ends.map((end) => ({ ...end }));
  moved.forEach((end, at) => (end.y = Math.max(end.y, (moved[at - 1]?.y ?? -ROW / 2) + ROW)));
  for (let at = moved.length - 1; at >= 0; at--) {
    moved[at]!.y = Math.min(moved[at]!.y, (moved[at + 1]?.y ?? height + ROW / 2) - ROW);
  }
  return moved;
}
