import type { Score, Spread } from "./harness.ts";

const COLUMNS = ["", "per second", "min … max", "ratio", "min … max", "goal", "CPU µs each", "p99 ms"];

/** Scores as a table for people, one block for each contest. */
export function table(scores: readonly Score[]): string {
  const blocks = [...new Set(scores.map(({ contest }) => contest))].map((contest) => {
    const own = scores.filter((score) => score.contest === contest);
    return `${contest}\n${aligned([COLUMNS, ...own.map(rowOf)])}`;
  });
  return `${blocks.join("\n\n")}\n`;
}

function rowOf({ name, threads, perSecond, ratio, cpuMicros, p99Ms, goal }: Score): string[] {
  return [
    threads === 1 ? name : `${name} (${threads} threads, ratio for each)`,
    whole(perSecond.median),
    between(perSecond, whole),
    ratio ? fraction(ratio.median) : "yardstick",
    ratio ? between(ratio, fraction) : "",
    goal === null || ratio === null ? "" : `${goal} ${ratio.median >= goal ? "met" : "missed"}`,
    fraction(cpuMicros.median),
    p99Ms ? fraction(p99Ms.median) : "",
  ];
}

const whole = (value: number) => Math.round(value).toLocaleString("en-US");
const fraction = (value: number) => value.toFixed(2);
/** Both ends of a spread. */
export const between = ({ min, max }: Spread, text: (value: number) => string) =>
  `${text(min)} … ${text(max)}`;

/** Rows as text: the first column to the left, the others to the right. */
export function aligned(rows: string[][]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const line = (row: string[]) =>
    row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!)));
  return rows.map((row) => `  ${line(row).join("  ").trimEnd()}`).join("\n");
}
