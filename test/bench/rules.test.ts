import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import type { Score } from "../../bench/harness.ts";
import { readOptions } from "../../bench/options.ts";
import { table } from "../../bench/report.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

test("the benchmark of the rules measures each way beside its yardstick, and tells it to programs", async () => {
  const command = ["--import", "tsx", "bench/rules.ts", "--seconds", "0.02", "--json"];
  const { stdout } = await promisify(execFile)(process.execPath, command, { cwd: root });
  const scores = JSON.parse(stdout) as Score[];
  const contests = new Set(scores.map(({ contest }) => contest));
  expect(contests.size).toBe(3);
  for (const contest of contests) {
    const [yardstick, ...others] = scores.filter((score) => score.contest === contest);
    expect(yardstick?.ratio).toBeNull();
    expect(others.length).toBeGreaterThan(0);
    for (const { ratio, perSecond } of others) {
      expect(perSecond.min).toBeGreaterThan(0);
      expect(ratio!.min).toBeLessThanOrEqual(ratio!.median);
      expect(ratio!.median).toBeLessThanOrEqual(ratio!.max);
    }
  }
});

test("scores are printed as a table, with what met its goal and what missed it", () => {
  const spread = (median: number) => ({ min: median / 2, median, max: median * 2 });
  const score = { contest: "Runs", threads: 1, cpuMicros: spread(3), p99Ms: null, goal: null };
  const own = { ...score, p99Ms: spread(4), goal: 0.8, threads: 2 };
  const scores: Score[] = [
    { ...score, name: "bare", perSecond: spread(2000), ratio: null },
    { ...own, name: "ours", perSecond: spread(3200), ratio: spread(0.8) },
    { ...own, name: "theirs", perSecond: spread(400), ratio: spread(0.1) },
  ];
  const [title, , bare, ours, theirs] = table(scores).split("\n");
  expect(title).toBe("Runs");
  expect(bare).toMatch(/^ {2}bare +2,000 +1,000 … 4,000 +yardstick +3\.00$/);
  expect(ours).toMatch(/ours \(2 threads, ratio for each\) .* 0\.8 met +3\.00 +4\.00$/);
  expect(theirs).toContain("0.8 missed");
});

test.each([
  [["--laps", "2"], "--laps must be a whole number from 3 up"],
  [["--seconds", "0"], "--seconds must be a number above 0"],
  [["--second", "1"], "Unknown option"],
])("options of a benchmark such as %j are refused", (args, message) => {
  expect(() => readOptions(args)).toThrow(message);
});
