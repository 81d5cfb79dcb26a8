import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { findingsMarkdown, findingsTable } from "../../bench/findings.ts";
import { compare, type Finding, type Way } from "../../bench/laps.ts";
import { readBenchOptions } from "../../bench/options.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const PARTS = ["ingest", "growth"];

/** Milliseconds, on a machine that is busy with much else; half a minute where it is not. */
const WITHIN = 300_000;

/** What each trial has to tell, whatever the figures are. */
const TOLD = [
  ["Ingest: 64 connections, as fast as it goes", "FastHook, all being delivered", "requests/s"],
  ["Ingest: acks at 200 requests/s", "under full delivery load", "ack p99 ms"],
  ["Ingest: a burst of 10 requests", "FastHook", "RSS MiB: ingress, at most"],
  ["The workflow lane: 100 under way", "an empty workflow, no cache", "CPU-ms/event: all"],
  ["The workflow lane: 100 under way", "FastHook, as they come", "CPU-ms/event: worker"],
  ["The direct lane: 64 connections, 500 under way", "a bare pipeline", "latency p50 ms"],
  ["The direct lane: 64 connections, 500 under way", "FastHook, direct", "CPU-ms/event: all"],
  ["Idle latency: one webhook at a time", "FastHook, direct", "p50 ms"],
  ["Idle latency: one webhook at a time", "FastHook, workflow", "p99 ms"],
  [
    "Isolation, workflow lane: 20 events/s each",
    "beside a slow, a silent and a refusing one",
    "latency p99 ms",
  ],
  ["Isolation, direct lane: 20 events/s each", "beside three that are well", "latency p99 ms"],
  ["Delayed events", "10 events, delayed by 2 s", "late p99 ms"],
  ["Bulk retry of 10 failed events", "a bulk retry", "events/s"],
  ["Growth: the same with more stored", "10 requests, events and attempts", "count of failed, p50 ms"],
] as const;

test(
  "every part of the benchmark measures what it is about, and the program ends",
  async () => {
    const quick = ["--seconds", "0.2", "--laps", "1", "--size", "10", "--together", "--json"];
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ["--import", "tsx", "bench/main.ts", ...quick],
      { cwd: root, maxBuffer: 4_000_000, timeout: WITHIN },
    );
    const findings = JSON.parse(stdout) as Finding[];
    for (const [trial, way, figure] of TOLD) {
      const found = findings.find((it) => it.trial === trial && it.way === way && it.figure === figure);
      expect(found, `${trial}: ${way}: ${figure}`).toBeDefined();
      expect(found!.value.median).toBeGreaterThan(0);
    }
    // In a moment none of a backlog need be delivered.
    expect(findings.map(({ way }) => way)).toContain("FastHook, from a backlog");
    const missing = findings.filter(({ figure }) => figure === "missing");
    expect(missing.map(({ value }) => value.max)).toEqual([0, 0, 0, 0, 0, 0]);
  },
  WITHIN,
);

/** A way that gives these figures, one a lap. */
const scripted = (name: string, figures: number[], more: Partial<Way> = {}): Way => {
  const rest = figures.values();
  return { name, lap: async () => ({ "events/s": rest.next().value! }), ...more };
};

test("a way is compared with the yardstick's lap beside it, and judged by the middle ratio", async () => {
  const goals = [{ figure: "events/s", of: "ratio" as const, least: 0.5 }];
  const ways = [scripted("bare", [0, 10, 20, 40]), scripted("ours", [0, 4, 12, 36], { goals })];
  const [bare, ours] = await compare({ title: "Runs", ways }, { seconds: 1, laps: 3 });
  expect(bare).toMatchObject({ ratio: null, value: { min: 10, median: 20, max: 40 } });
  expect(ours).toMatchObject({
    ratio: { min: 0.4, median: 0.6, max: 0.9 },
    goal: { text: "at least 0.5 times", met: true },
  });
});

test("findings are printed as a table, and as Markdown", () => {
  const value = { min: 900, median: 1234.5, max: 2000 };
  const ratio = { min: 0.7, median: 0.75, max: 0.8 };
  const goal = { text: "at least 0.8 times", met: false };
  const finding: Finding = { trial: "Runs", way: "ours", figure: "events/s", value, ratio, goal };
  const findings = [finding, { ...finding, figure: "p50 ms", ratio: null, goal: null }];
  expect(findingsTable(findings).split("\n")).toEqual([
    "Runs",
    expect.stringMatching(/figure +median +min … max/),
    expect.stringMatching(
      /ours +events\/s +1,235 +900 … 2,000 +0\.75 +0\.70 … 0\.80 +at least 0\.8 times: missed$/,
    ),
    expect.stringMatching(/^ +p50 ms +1,235 +900 … 2,000$/),
    "",
  ]);
  expect(findingsMarkdown(findings)).toContain(
    "| ours | events/s | 1,235 | 900 … 2,000 | 0.75 | 0.70 … 0.80 | at least 0.8 times: missed |",
  );
});

test.each([
  [["ingst"], "there is no part ingst: choose of ingest, growth"],
  [["--size", "1.5"], "--size must be a whole number above 0"],
  [["--laps", "0"], "--laps must be a whole number from 1 up"],
])("arguments of the benchmark such as %j are refused", (args, message) => {
  expect(() => readBenchOptions(args, PARTS)).toThrow(message);
});

test("the benchmark runs the parts that are named, in its own order, or all", () => {
  expect(readBenchOptions(["growth", "ingest"], PARTS).parts).toEqual(PARTS);
  expect(readBenchOptions([], PARTS)).toMatchObject({ parts: PARTS, seconds: 10, laps: 3, form: "table" });
  expect(readBenchOptions(["-h"], PARTS).help).toBe(true);
});
