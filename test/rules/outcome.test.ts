import { describe, expect, it } from "vitest";
import { isPostponed, onRemoteLane, stillToMake, type Outcome } from "../../src/rules/outcome.ts";

const NOW = new Date(1_000_000);
const LATER = NOW.getTime() + 3_600_000;
const waiting: Outcome = { status: "processing", attempts_made: 1, next_attempt_at: LATER, lane: "local" };

describe("an attempt that is sent to the other lane", () => {
  it("of the event's own is due when it was", () => {
    const outcome = onRemoteLane(waiting, { attempt_number: 2, ordered: false }, NOW);
    expect(outcome).toMatchObject({ lane: "remote", next_attempt_at: LATER, attempts_made: 1 });
  });

  it("that was ordered is due at once, though the event's own try is not", () => {
    const outcome = onRemoteLane(waiting, { attempt_number: 2, ordered: true }, NOW);
    expect(outcome.next_attempt_at).toBe(NOW.getTime());
    expect(isPostponed(outcome, 2)).toBe(true);
  });

  it("of a final event is still to be made, also where another one was counted meanwhile", () => {
    const failed: Outcome = { ...waiting, status: "failed", next_attempt_at: null };
    expect(isPostponed(onRemoteLane(failed, { attempt_number: 1, ordered: true }, NOW), 1)).toBe(true);
  });
});

describe("an attempt that waits for its turn", () => {
  it("is still to be made at its time, also where another one was counted meanwhile", () => {
    const outcome = stillToMake({ ...waiting, attempts_made: 2 }, 2, NOW);
    expect(outcome).toEqual({ ...waiting, attempts_made: 1 });
    expect(isPostponed(outcome, 2)).toBe(true);
  });

  it("of an event that was delivered meanwhile, and has no time any more, is due at once", () => {
    const delivered: Outcome = { ...waiting, status: "delivered", attempts_made: 2, next_attempt_at: null };
    const outcome = stillToMake(delivered, 2, NOW);
    expect(outcome).toMatchObject({ attempts_made: 1, next_attempt_at: NOW.getTime() });
    expect(isPostponed(outcome, 2)).toBe(true);
  });
});
