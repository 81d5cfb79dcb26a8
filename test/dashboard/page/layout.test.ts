import { expect, test } from "vitest";
import { layOut, ROW } from "../../../src/dashboard/page/connections/layout.ts";
import type { Wire } from "../../../src/dashboard/page/wire.ts";

const connection = (source: string, destination: string) =>
  ({
    id: `${source}-${destination}`,
    source: { id: source, name: source },
    destination: { id: destination, name: destination },
  }) as Wire["connection"];

test("each connection has its own row, and ends stand in the middle of their own", () => {
  const { rows, sources, destinations, height } = layOut([
    connection("b", "x"),
    connection("a", "x"),
    connection("a", "y"),
  ]);
  expect(rows.map(({ connection: { id }, y }) => [id, y / ROW])).toEqual([
    ["a-x", 0.5],
    ["a-y", 1.5],
    ["b-x", 2.5],
  ]);
  expect(sources.map(({ source, y }) => [source.id, y / ROW])).toEqual([
    ["a", 1],
    ["b", 2.5],
  ]);
  expect(destinations).toHaveLength(2);
  expect(height).toBe(3 * ROW);
});

test("ends that would stand on each other are moved apart, and stay inside", () => {
  const names = ["1", "2", "3", "4", "5"];
  const { destinations, height } = layOut(
    names.flatMap((name) => ["a", "b"].map((source) => connection(source, name))),
  );
  const ys = destinations.map(({ y }) => y);
  for (const [at, y] of ys.entries()) {
    expect(y).toBeGreaterThanOrEqual(ROW / 2);
    expect(y).toBeLessThanOrEqual(height - ROW / 2);
    if (at > 0) expect(y - ys[at - 1]!).toBeGreaterThanOrEqual(ROW);
  }
});
