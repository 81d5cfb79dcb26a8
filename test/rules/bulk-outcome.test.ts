import { describe, expect, it } from "vitest";
import { outcomeOfOrder, outcomeOfReplay, type OrderedEvent } from "../../src/rules/bulk-outcome.ts";

const event = (changes: Partial<OrderedEvent> = {}): OrderedEvent => ({
  status: "failed",
  cause: null,
  attempts_count: 1,
  ...changes,
});
const order = { id: "bulk_1", attempt: null, event: event() };

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
    ["CANCELLED", "skipped"],
    ["FILTERED", "skipped"],
    ["DESTINATION_DISABLED", "skipped"],
    ["TRANSFORMATION_FAILED", "failed"],
  ] as const)("that ended without one because of %s: %s, whatever became of the event", (cause, outcome) => {
    const ended = (id: string) => ({ ...order, event: event({ order_ended: { id, cause } }) });
    expect(outcomeOfOrder(ended(order.id))).toEqual({ outcome, reason: cause });
    expect(outcomeOfOrder(ended("bulk_2"))).toBeNull();
  });

  it("that was taken back: skipped; of an event that was merely cancelled: not known yet", () => {
    const takenBack = { ...order, event: event({ status: "cancelled", orders_taken_back: [order.id] }) };
    expect(outcomeOfOrder(takenBack)).toEqual({ outcome: "skipped", reason: "CANCELLED" });
    expect(outcomeOfOrder({ ...order, event: event({ status: "cancelled" }) })).toBeNull();
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

  it.each(["EXPIRED", "DATA_ERASED"] as const)(
    "with nothing left to send, by %s: skipped, and says so",
    (cause) => {
      const lost = event({ cause, attempts_count: 0 });
      expect(outcomeOfReplay([lost, ignored])).toEqual({ outcome: "skipped", reason: cause });
      expect(outcomeOfReplay([lost, delivered])).toEqual({ outcome: "delivered", reason: null });
      expect(outcomeOfReplay([event({ cause })])).toEqual({ outcome: "failed", reason: null });
    },
  );

  it("with nothing to deliver: skipped, and says why", () => {
    expect(outcomeOfReplay([ignored])).toEqual({ outcome: "skipped", reason: "NOTHING_TO_DELIVER" });
    expect(outcomeOfReplay([])).toEqual({ outcome: "skipped", reason: "NOTHING_TO_DELIVER" });
    const held = event({ status: "held", attempts_count: 0 });
    expect(outcomeOfReplay([held, ignored])).toEqual({ outcome: "skipped", reason: "HELD" });
  });
});
