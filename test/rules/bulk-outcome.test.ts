import { describe, expect, it } from "vitest";
import { outcomeOfOrder, outcomeOfReplay, type OrderedEvent } from "../../src/rules/bulk-outcome.ts";

const sentAt = new Date("2026-01-01T00:00:00.000Z");
const after = (ms: number) => new Date(sentAt.getTime() + ms);
const event = (changes: Partial<OrderedEvent> = {}): OrderedEvent => ({
  status: "failed",
  cause: null,
  attempts_count: 1,
  ...changes,
});
const order = { id: "bulk_1", attempt: null, event: event(), deliverable: true, sentAt };
const order_ended = { id: order.id, at: after(100) };

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
      { status: "ignored" as const, cause: "DUPLICATE" as const },
      { outcome: "skipped", reason: "DUPLICATE" },
    ],
    [{ status: "ignored" as const }, { outcome: "skipped", reason: "FILTERED" }],
    [{ cause: "TRANSFORMATION_FAILED" as const }, { outcome: "failed", reason: "TRANSFORMATION_FAILED" }],
    [{ status: "delivered" as const }, { outcome: "skipped", reason: "NOTHING_TO_DELIVER" }],
  ])("whose event is %o: known once that order has ended, whatever other orders did", (changes, outcome) => {
    expect(outcomeOfOrder({ ...order, event: event(changes) })).toBeNull();
    const other = { ...order_ended, id: "bulk_2" };
    expect(outcomeOfOrder({ ...order, event: event({ ...changes, order_ended: other }) })).toBeNull();
    expect(outcomeOfOrder({ ...order, event: event({ ...changes, order_ended }) })).toEqual(outcome);
  });

  it("that ended because its destination was switched off: skipped, and says so", () => {
    const closed = { ...order, deliverable: false, event: event({ status: "delivered", order_ended }) };
    expect(outcomeOfOrder(closed)).toEqual({ outcome: "skipped", reason: "DESTINATION_DISABLED" });
  });

  it("that was taken back since it was sent: skipped; by a cancel before that: not known yet", () => {
    const takenBack = (at: Date) => ({ ...order, event: event({ orders_taken_back_at: at }) });
    expect(outcomeOfOrder(takenBack(after(0)))).toEqual({ outcome: "skipped", reason: "CANCELLED" });
    expect(outcomeOfOrder(takenBack(after(-1)))).toBeNull();
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
