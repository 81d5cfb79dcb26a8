import { expect, test } from "vitest";
import { describeFault, LINKS, planFaults, PROCESSES } from "../../loss-hunt/faults.ts";
import { seededRandom } from "../../loss-hunt/random.ts";

const plan = (seed: number, duration = 60_000) => planFaults(seededRandom(seed), duration);

test("a seed makes the same faults each time, and another seed others", () => {
  expect(plan(7)).toEqual(plan(7));
  expect(plan(8)).not.toEqual(plan(7));
});

test("the faults of a hunt come in turn, and leave its beginning and its end in peace", () => {
  const times = plan(7).map((fault) => fault.at);
  expect(times.length).toBeGreaterThan(20);
  expect(times).toEqual([...times].sort((a, b) => a - b));
  expect(times[0]).toBeGreaterThanOrEqual(1000);
  expect(times.at(-1)).toBeLessThan(59_000);
});

test("a long hunt kills and freezes every process, and cuts and slows every link", () => {
  const seen = new Set(
    plan(7, 600_000).map((fault) => `${fault.kind} ${"process" in fault ? fault.process : fault.link}`),
  );
  const wanted = [
    ...PROCESSES.flatMap((name) => [`kill ${name}`, `freeze ${name}`]),
    ...LINKS.flatMap((name) => [`cut ${name}`, `slow ${name}`]),
  ];
  expect([...seen].sort()).toEqual(wanted.sort());
});

test("a fault is told in one line", () => {
  expect(describeFault({ at: 1500, kind: "slow", link: "ingress-mongod", lasts: 900, lag: 40 })).toBe(
    "1.5 s: slow ingress-mongod for 900 ms by 40 ms",
  );
  expect(describeFault({ at: 2000, kind: "kill", process: "mongod" })).toBe("2.0 s: kill mongod");
});
