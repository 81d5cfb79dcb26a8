import { expect, test } from "vitest";
import type { RequestRateLimit } from "../../src/resources/source.ts";
import { takeFrom } from "../../src/rules/quota.ts";

const NOW = 1_000_000_000_000;

/** Takes at each of the times in turn; the wait for each that was refused, 0 for each that was taken. */
function takeAt(limit: RequestRateLimit, times: number[], wholeAt = 0): number[] {
  return times.map((time) => {
    const taken = takeFrom(limit, wholeAt, NOW + time);
    if ("wait" in taken) return taken.wait;
    wholeAt = taken.wholeAt;
    return 0;
  });
}

test.each<[RequestRateLimit, number[], number[]]>([
  [{ limit: 1, period: "second" }, [0, 0, 999, 1000], [0, 1000, 1, 0]],
  [{ limit: 3, period: "minute" }, [0, 0, 0, 0, 20_000, 20_000], [0, 0, 0, 20_000, 0, 20_000]],
  [{ limit: 2, period: "hour" }, [0, 60_000, 120_000], [0, 0, 1_680_000]],
])("a quota of %j, asked at %j: waits of %j", (limit, times, waits) => {
  expect(takeAt(limit, times)).toEqual(waits);
});

test("a quota, asked for a thousand times at once: gives its limit", () => {
  const waits = takeAt({ limit: 10, period: "second" }, Array<number>(1000).fill(0));
  expect(waits.filter((wait) => wait === 0)).toHaveLength(10);
});

test("a quota that is asked in vain does not take longer to come back", () => {
  const inVain = Array.from({ length: 99 }, (_, i) => (i + 1) * 10);
  expect(takeAt({ limit: 1, period: "second" }, [0, ...inVain, 1000]).at(-1)).toBe(0);
});

test("a used-up quota of an hour that becomes one of a second: no request waits longer than a second", () => {
  const usedUp = NOW + 3_600_000;
  const [wait] = takeAt({ limit: 1, period: "second" }, [0], usedUp);
  expect(wait).toBe(1000);
});

test("a clock that was set back: no request waits longer than the period", () => {
  expect(takeAt({ limit: 1, period: "second" }, [0, -86_400_000])).toEqual([0, 1000]);
});
