import type { EventStatus } from "../../src/resources/event.ts";
import type { Outcome } from "../../src/rules/outcome.ts";
import type { EventActivities } from "./event-runs.ts";

/** What one call of `deliver` does. */
export type Step = EventActivities["deliver"];

/** An event whose calls of `deliver` go as told, the last step again and again; it can be cancelled while it waits. */
export function scripted(...steps: Step[]): EventActivities {
  let last: Outcome = { status: "queued", attempts_made: 0, next_attempt_at: null, lane: "local" };
  return {
    async deliver(input, now) {
      const step = (steps.length > 1 ? steps.shift() : steps[0])!;
      return (last = await step(input, now));
    },
    cancel() {
      const waits = last.status === "queued" || last.status === "processing";
      return (last = waits ? { ...last, status: "cancelled", next_attempt_at: null } : last);
    },
  };
}

const ends =
  (status: EventStatus): Step =>
  ({ attempt_number }) => ({ status, attempts_made: attempt_number, next_attempt_at: null, lane: "local" });

export const delivers = ends("delivered");
export const fails = ends("failed");

/** Fails, and is to be repeated after so many milliseconds. */
export const failsFor =
  (wait: number, lane: Outcome["lane"] = "local"): Step =>
  ({ attempt_number }, now) => ({
    status: "processing",
    attempts_made: attempt_number,
    next_attempt_at: now + wait,
    lane,
  });

/** Makes no attempt yet: its turn under a rate limit comes after so many milliseconds. */
export const waitsFor =
  (wait: number): Step =>
  ({ attempt_number }, now) => ({
    status: "failed",
    attempts_made: attempt_number - 1,
    next_attempt_at: now + wait,
    lane: "local",
  });

/** Makes no attempt: the event is not to be delivered now. */
export const endsAs =
  (status: "held" | "ignored"): Step =>
  ({ attempt_number }) => ({
    status,
    attempts_made: attempt_number - 1,
    next_attempt_at: null,
    lane: "local",
  });

/** A step that begins at once and ends when it is told to. */
export function controlled(step: Step): { step: Step; begun: Promise<void>; end: () => void } {
  let begin = () => {};
  let end = () => {};
  const begun = new Promise<void>((resolve) => (begin = resolve));
  const ended = new Promise<void>((resolve) => (end = resolve));
  return {
    begun,
    end: () => end(),
    async step(input, now) {
      begin();
      await ended;
      return step(input, now);
    },
  };
}
