import type { Finding } from "./laps.ts";
import { aligned, between } from "./report.ts";

const COLUMNS = ["", "figure", "median", "min … max", "ratio", "min … max", "goal"];

/** Findings as a table for people, one block for each trial. */
export function findingsTable(findings: readonly Finding[]): string {
  const blocks = trialsOf(findings).map(([trial, rows]) => `${trial}\n${aligned([COLUMNS, ...rows])}`);
  return `${blocks.join("\n\n")}\n`;
}

/** The same in Markdown, for docs/performance.md. */
export function findingsMarkdown(findings: readonly Finding[]): string {
  const line = (cells: string[]) => `| ${cells.join(" | ")} |`;
  const rule = line(COLUMNS.map((_, column) => (column < 2 ? "---" : "---:")));
  const blocks = trialsOf(findings).map(([trial, rows]) =>
    [`### ${trial}`, "", line(COLUMNS), rule, ...rows.map(line)].join("\n"),
  );
  return `${blocks.join("\n\n")}\n`;
}

function trialsOf(findings: readonly Finding[]): [string, string[][]][] {
  const trials = [...new Set(findings.map(({ trial }) => trial))];
  return trials.map((trial) => {
    const own = findings.filter((finding) => finding.trial === trial);
    return [trial, own.map((finding, at) => rowOf(finding, own[at - 1]))];
  });
}

/** A way is named in the first of its rows. */
function rowOf({ way, figure, value, ratio, goal }: Finding, before: Finding | undefined): string[] {
  return [
    way === before?.way ? "" : way,
    figure,
    readable(value.median),
    between(value, readable),
    ratio ? ratio.median.toFixed(2) : "",
    ratio ? between(ratio, (it) => it.toFixed(2)) : "",
    goal ? `${goal.text}: ${goal.met ? "met" : "missed"}` : "",
  ];
}

/** Three digits that count. */
function readable(value: number): string {
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString("en-US");
  return Math.abs(value) >= 10 ? value.toFixed(1) : value.toFixed(2);
}
