import { expect, test, vi } from "vitest";
import { hunt } from "../../loss-hunt/hunt.ts";

vi.setConfig({ testTimeout: 400_000 });

test("a short hunt with a fixed seed: each acked webhook is delivered, or ended with a reason, and each order is made", async () => {
  const said: string[] = [];
  const result = await hunt({ seed: 3, seconds: 15, rate: 30, say: (line) => said.push(line) });
  const { faults, lost, acked, delivered, failed, survived, orders } = result;
  // What is left at the end, and why, is told last.
  expect({ faults, lost }, said.toReversed().join("\n")).toEqual({ faults: [], lost: 0 });
  expect(delivered + failed).toBe(acked);
  expect(acked).toBeGreaterThan(100);
  expect(failed).toBeGreaterThan(0);
  expect(orders).toBeGreaterThan(3);
  expect(survived).toBeGreaterThan(4);
});
