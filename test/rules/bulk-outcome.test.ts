import { describe, expect, it } from "vitest";
import { outcomeOfOrder, outcomeOfReplay, type OrderedEvent } from "../../src/rules/bulk-outcome.ts";

const sentAt = new Date("2026-01-01T00:00:00.000Z");
const after = (ms: number) => new Date(sentAt.getTime() + ms);
const event = (changes: Partial<OrderedEvent> = {}): OrderedEvent => ({
  status: "failed",
  cause: null,
  attempts_count: 1,
  updated_at: after(-1000),
  ...changes,
});
const order = { attempt: null, event: event(), deliverable: true, sentAt, now: after(500) };

describe("the outcome of an order", () => {
  it("with its attempt: the attempt's, whatever the event did later", () => {
    const failed = {
      ...order,
      attempt: { status: "failed" as const },
      event: event({ status: "delivered" }),
    };
    expect(outcomeOfOrder(failed)).toEqual({ outcome: "failed", reason: null });
    const delivered = { ...order, attempt: { status: "delivered" as const }, event: null };
    expect(outcomeOfOrder(delivered)).toEqual({ outcome: "delivered", reason: null });
  });

  it("without one yet: not known", () => {
    expect(outcomeOfOrder(order)).toBeNull();
  });

  it("whose event has expired: skipped", () => {
    expect(outcomeOfOrder({ ...order, event: null })).toEqual({ outcome: "skipped", reason: "EXPIRED" });
  });

  it.each([
    [{ status: "cancelled" as const }, { outcome: "skipped", reason: "CANCELLED" }],
    [
      { status: "ignored" as const, cause: "FILTERED" as const },
      { outcome: "skipped", reason: "FILTERED" },
    ],
    [{ cause: "TRANSFORMATION_FAILED" as const }, { outcome: "failed", reason: "TRANSFORMATION_FAILED" }],
  ])("whose event came to %o since: known; if that was so before: not known yet", (changes, outcome) => {
    expect(outcomeOfOrder({ ...order, event: event({ ...changes, updated_at: after(100) }) })).toEqual(
      outcome,
    );
    expect(outcomeOfOrder({ ...order, event: event(changes) })).toBeNull();
  });

  it("whose event was ended before, and of which nothing is heard for long: skipped", () => {
    const ignored = { ...order, event: event({ status: "ignored", cause: "DUPLICATE" }), now: after(61_000) };
    expect(outcomeOfOrder(ignored)).toEqual({ outcome: "skipped", reason: "DUPLICATE" });
  });

  it("to a destination that was switched off, of which nothing is heard for long: skipped", () => {
    const closed = { ...order, deliverable: false };
    expect(outcomeOfOrder(closed)).toBeNull();
    const late = { ...closed, now: after(61_000) };
    expect(outcomeOfOrder(late)).toEqual({ outcome: "skipped", reason: "DESTINATION_DISABLED" });
  });
});

describe("the outcome of a request's replay", () => {
  const delivered = event({ status: "delivered" });
  const ignored = event({ status: "ignored", cause: "FILTERED", attempts_count: 0 });
  const waiting = event({ status: "queued", attempts_count: 0 });

  it("with an event that was not attempted yet: not known", () => {
    expect(outcomeOfReplay([delivered, waiting])).toBeNull();
  });

  it("with all that was to be delivered delivered: delivered", () => {
    expect(outcomeOfReplay([delivered, ignored])).toEqual({ outcome: "delivered", reason: null });
  });

  it("with one whose first attempt failed: failed, though a retry is due", () => {
    const retried = event({ status: "processing" });
    expect(outcomeOfReplay([delivered, retried])).toEqual({ outcome: "failed", reason: null });
  });

  it("with one whose transformation failed: failed, and says so", () => {
    const refused = event({ cause: "TRANSFORMATION_FAILED", attempts_count: 0 });
    expect(outcomeOfReplay([delivered, refused])).toEqual({
      outcome: "failed",
      reason: "TRANSFORMATION_FAILED",
    });
  });

  it("with nothing to deliver: skipped, and says why", () => {
    expect(outcomeOfReplay([ignored])).toEqual({ outcome: "skipped", reason: "NOTHING_TO_DELIVER" });
    expect(outcomeOfReplay([])).toEqual({ outcome: "skipped", reason: "NOTHING_TO_DELIVER" });
    const held = event({ status: "held", attempts_count: 0 });
    expect(outcomeOfReplay([held, ignored])).toEqual({ outcome: "skipped", reason: "HELD" });
  });
});
