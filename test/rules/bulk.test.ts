import { describe, expect, it } from "vitest";
import {
  doneCount,
  lookAgainIn,
  progressOf,
  roomFor,
  shareOf,
  tokensAt,
  verdictOf,
  WINDOW,
  type BulkTally,
} from "../../src/rules/bulk.ts";

const tally = (counts: Partial<BulkTally> = {}): BulkTally => ({
  total_count: 1000,
  in_flight_count: 0,
  delivered_count: 0,
  failed_count: 0,
  skipped_count: 0,
  cancelled_count: 0,
  ...counts,
});
const unbounded = { canary: null, max_failures: null };
const at = (ms: number) => new Date(1_700_000_000_000 + ms);

describe("the counts of a bulk operation", () => {
  it("with all outcomes: add up to what is done", () => {
    const counts = tally({ delivered_count: 1, failed_count: 2, skipped_count: 3, cancelled_count: 4 });
    expect(doneCount(counts)).toBe(10);
    expect(progressOf(counts)).toBe(0.01);
  });

  it("of nothing: are all done", () => {
    expect(progressOf(tally({ total_count: 0 }))).toBe(1);
    expect(verdictOf(tally({ total_count: 0 }), unbounded)).toEqual({ status: "completed", cause: null });
  });
});

describe("a bulk operation", () => {
  it("with something left: goes on", () => {
    expect(verdictOf(tally({ delivered_count: 998, failed_count: 1 }), unbounded)).toBeNull();
  });

  it("with all done and failures without a bound: completed", () => {
    const all = tally({ delivered_count: 1, failed_count: 999 });
    expect(verdictOf(all, unbounded)).toEqual({ status: "completed", cause: null });
  });

  it("with as many failures as it may have: goes on; with one more: failed", () => {
    const limits = { canary: null, max_failures: 3 };
    expect(verdictOf(tally({ failed_count: 3 }), limits)).toBeNull();
    expect(verdictOf(tally({ failed_count: 4 }), limits)).toEqual({
      status: "failed",
      cause: "TOO_MANY_FAILURES",
    });
  });

  it("whose last item is one failure too many: failed, not completed", () => {
    const last = tally({ total_count: 2, delivered_count: 1, failed_count: 1 });
    expect(verdictOf(last, { canary: null, max_failures: 0 })?.status).toBe("failed");
  });

  it("with a failure among its canary: failed", () => {
    const limits = { canary: 5, max_failures: 100 };
    const one = tally({ delivered_count: 4, failed_count: 1 });
    expect(verdictOf(one, limits)).toEqual({ status: "failed", cause: "CANARY_FAILED" });
  });

  it("with a failure after its canary was delivered: goes on", () => {
    expect(
      verdictOf(tally({ delivered_count: 5, failed_count: 1 }), { canary: 5, max_failures: null }),
    ).toBeNull();
  });

  it("whose canary was skipped in part: proves itself with the next ones", () => {
    const canary = { canary: 5, max_failures: null };
    expect(verdictOf(tally({ delivered_count: 3, skipped_count: 2 }), canary)).toBeNull();
    expect(roomFor(tally({ delivered_count: 3, skipped_count: 2 }), canary)).toBe(2);
  });
});

describe("the room for more", () => {
  it("in a canary: its own number, until all of it is delivered", () => {
    const limits = { canary: 5, max_failures: null };
    expect(roomFor(tally(), limits)).toBe(5);
    expect(roomFor(tally({ in_flight_count: 5 }), limits)).toBe(0);
    expect(roomFor(tally({ in_flight_count: 1, delivered_count: 4 }), limits)).toBe(0);
    expect(roomFor(tally({ delivered_count: 5 }), limits)).toBeGreaterThan(5);
  });

  it("under max_failures: no more than could fail, growing with each that was delivered", () => {
    const limits = { canary: null, max_failures: 3 };
    expect(roomFor(tally(), limits)).toBe(4);
    expect(roomFor(tally({ in_flight_count: 4 }), limits)).toBe(0);
    expect(roomFor(tally({ failed_count: 3, in_flight_count: 1 }), limits)).toBe(0);
    expect(roomFor(tally({ delivered_count: 10, in_flight_count: 4 }), limits)).toBe(10);
  });

  it("in a full window: none", () => {
    expect(roomFor(tally({ in_flight_count: WINDOW }), unbounded)).toBe(0);
    expect(roomFor(tally({ in_flight_count: WINDOW - 3 }), unbounded)).toBe(3);
  });
});

describe("the tokens of a rate", () => {
  it("without a rate: no bound", () => {
    expect(tokensAt({ tokens: 0, at: at(0) }, null, at(0))).toBe(Infinity);
  });

  it("at the beginning: one", () => {
    expect(tokensAt(null, 100, at(0))).toBe(1);
  });

  it("after a while: what came in that time, and one second's worth at most", () => {
    expect(tokensAt({ tokens: 0, at: at(0) }, 10, at(500))).toBe(5);
    expect(tokensAt({ tokens: 0, at: at(0) }, 10, at(60_000))).toBe(10);
    expect(tokensAt({ tokens: 0, at: at(0) }, 0.1, at(5000))).toBe(0.5);
    expect(tokensAt({ tokens: 0, at: at(0) }, 0.1, at(60_000))).toBe(1);
  });

  it("of a clock that went back: as before", () => {
    expect(tokensAt({ tokens: 2, at: at(1000) }, 10, at(0))).toBe(2);
  });
});

describe("a destination's share of the window", () => {
  it("among few: bounded; among many: equal; never none", () => {
    expect(shareOf(null, 1)).toBe(50);
    expect(shareOf(null, 10)).toBe(20);
    expect(shareOf(null, 10_000)).toBe(1);
  });

  it("of all together: no more than the window", () => {
    for (const lines of [1, 3, 4, 7, 50, 200])
      expect(shareOf(null, lines) * lines).toBeLessThanOrEqual(WINDOW);
  });

  it("with a pace: what passes within two seconds, one at least", () => {
    expect(shareOf({ limit: 10, period: "second" }, 1)).toBe(19);
    expect(shareOf({ limit: 1, period: "minute" }, 1)).toBe(1);
    expect(shareOf({ limit: 1000, period: "second" }, 1)).toBe(50);
  });

  it("with a number at once: that number", () => {
    expect(shareOf({ limit: 3, period: "concurrent" }, 1)).toBe(3);
  });
});

describe("the next look", () => {
  const round = { startsMore: false, tokens: Infinity, rate: null, inFlight: 10, paused: false, idle: 0 };

  it("with more to start: at once", () => {
    expect(lookAgainIn({ ...round, startsMore: true })).toBe(0);
  });

  it("after rounds that found nothing: later each time, up to 5 s", () => {
    const waits = [0, 1, 2, 5, 20, 1000].map((idle) => lookAgainIn({ ...round, idle }));
    expect(waits).toEqual([250, 375, 563, 1898, 5000, 5000]);
  });

  it("without a token and with nothing in flight: when the token comes", () => {
    expect(lookAgainIn({ ...round, rate: 2, tokens: 0, inFlight: 0 })).toBe(500);
    expect(lookAgainIn({ ...round, rate: 0.1, tokens: 0.5, inFlight: 0, idle: 9 })).toBe(5000);
  });

  it("without a token but with something in flight: not later than that asks for", () => {
    expect(lookAgainIn({ ...round, rate: 0.1, tokens: 0 })).toBe(250);
    expect(lookAgainIn({ ...round, rate: 2, tokens: 0.9, idle: 9 })).toBe(250);
  });

  it("paused with nothing in flight: in an hour, or when it is told", () => {
    expect(lookAgainIn({ ...round, paused: true, inFlight: 0, startsMore: true })).toBe(3_600_000);
    expect(lookAgainIn({ ...round, paused: true })).toBe(250);
  });
});
