import { describe, expect, it } from "vitest";
import { settle, type AttemptResult, type BeforeAttempt } from "../../src/rules/settlement.ts";

const NOW = new Date("2026-01-02T03:04:05.000Z");
const LATER = new Date("2026-01-03T00:00:00.000Z");
const TURN = new Date("2026-01-02T03:04:04.000Z");

const attempted: BeforeAttempt = {
  status: "processing",
  attempts_count: 1,
  next_attempt_at: LATER,
  retries_made: 0,
  first_attempt_at: new Date("2026-01-01T00:00:00.000Z"),
};
const ordered: AttemptResult = {
  trigger: "manual",
  requested_at: NOW,
  status: "failed",
  response_status: 500,
  error_code: "BAD_RESPONSE",
  retry_after_ms: null,
};
const after = (event: Partial<BeforeAttempt>, result: Partial<AttemptResult> = {}) =>
  settle({ ...attempted, ...event }, { ...ordered, ...result }, null, NOW, () => 0.5);

describe("an ordered attempt that fails", () => {
  it.each<[string, Partial<BeforeAttempt>, string, Date | null]>([
    ["between two tries leaves the next at its time", {}, "processing", LATER],
    [
      "at its turn under a rate limit leaves the next at its own time",
      { next_attempt_at: TURN, own_attempt_at: LATER },
      "processing",
      LATER,
    ],
    ["of a held event leaves its next due", { status: "held", next_attempt_at: null }, "processing", NOW],
    [
      "of a released event leaves its next due",
      { status: "queued", next_attempt_at: null },
      "processing",
      NOW,
    ],
    ["of a delivered event leaves it failed", { status: "delivered", next_attempt_at: null }, "failed", null],
    ["of a cancelled event leaves it failed", { status: "cancelled", next_attempt_at: null }, "failed", null],
    [
      "of a failed event at its turn leaves it failed",
      { status: "failed", next_attempt_at: TURN },
      "failed",
      null,
    ],
  ])("%s", (_, event, status, next_attempt_at) => {
    expect(after(event)).toMatchObject({ status, next_attempt_at, retries_made: 0 });
  });

  it("with 410 ends the event, whatever was due", () => {
    expect(after({}, { response_status: 410 })).toMatchObject({ status: "failed", next_attempt_at: null });
  });
});

it("an ordered attempt that succeeds ends the event, whatever was due", () => {
  const delivered = after({}, { status: "delivered", response_status: 200, error_code: null });
  expect(delivered).toMatchObject({ status: "delivered", next_attempt_at: null, delivered_at: NOW });
});
