import { ApplicationFailure } from "@temporalio/activity";
import { WorkflowFailedError } from "@temporalio/client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { retrySignal, searchAttributes, stateQuery, wakeSignal } from "../../workflows/contract.ts";
import { eventually } from "../support/eventually.ts";
import { DAY, HOUR, MINUTE, startEventRuns, type EventRun, type EventRuns } from "./event-runs.ts";
import { controlled, delivers, endsAs, fails, failsFor, scripted, type Step } from "./scripted-event.ts";

let runs: EventRuns;
beforeAll(async () => {
  runs = await startEventRuns();
});
afterAll(() => runs[Symbol.asyncDispose]());

const stateOf = (run: EventRun) => run.handle.query(stateQuery);
const reaches = (run: EventRun, status: string) =>
  eventually(`the event is ${status}`, async () => (await stateOf(run)).status === status);
const foundAs = async (run: EventRun) =>
  (await run.handle.describe()).typedSearchAttributes.get(searchAttributes.status);

describe("the state query and the status attribute", () => {
  it("tell each phase: before the first attempt, between two, failed, delivered", async () => {
    const attempt = controlled(failsFor(DAY));
    const due = (await runs.now()) + DAY;
    const run = await runs.start(scripted(attempt.step, fails, delivers), { not_before: due });
    await expect(stateOf(run)).resolves.toEqual({
      status: "queued",
      attempts_made: 0,
      next_attempt_at: due,
      lane: "local",
    });
    expect(await foundAs(run)).toBe("queued");

    await runs.pass(DAY);
    attempt.end();
    await reaches(run, "processing");
    const { attempts_made, next_attempt_at } = await stateOf(run);
    expect(attempts_made).toBe(1);
    expect(Math.floor((next_attempt_at! - due) / HOUR)).toBe(24);
    expect(await foundAs(run)).toBe("processing");

    await runs.pass(DAY);
    await reaches(run, "failed");
    expect(await stateOf(run)).toMatchObject({ attempts_made: 2, next_attempt_at: null });
    expect(await foundAs(run)).toBe("failed");

    await run.handle.signal(retrySignal);
    const last = await run.handle.result();
    expect(last).toMatchObject({ status: "delivered", attempts_made: 3, next_attempt_at: null });
    expect(await stateOf(run)).toEqual(last);
    expect(await foundAs(run)).toBe("delivered");
  });
});

describe("an attempt", () => {
  it("runs in the lane that the start gave, and then in the one that the last outcome gave", async () => {
    const steps = [failsFor(HOUR, "local"), failsFor(HOUR, "remote"), delivers];
    const run = await runs.start(scripted(...steps), { lane: "remote" });
    await run.handle.result();
    expect(run.calls.map(({ lane }) => lane)).toEqual(["remote", "local", "remote"]);
  });

  // A local activity's waits below 10 seconds are real ones.
  it.each([
    ["local", [1, 2]],
    ["remote", [1, 2, 4, 8, 15, 15, 15]],
  ] as const)(
    "that throws for a fault of our own is repeated under its number until it works, in the %s lane",
    async (lane, waits) => {
      const breaks: Step = () => {
        throw new Error("the database is away");
      };
      const run = await runs.start(scripted(...waits.map(() => breaks), delivers), { lane });
      await expect(run.handle.result()).resolves.toMatchObject({ status: "delivered", attempts_made: 1 });
      expect(run.calls.every((it) => it.attempt_number === 1 && it.trigger === "initial")).toBe(true);
      expect(run.calls).toHaveLength(waits.length + 1);
      const times = run.calls.map(({ at }) => at);
      waits.forEach((wait, index) => {
        expect(times[index + 1]! - times[index]!).toBeGreaterThanOrEqual(wait * 1000 - 50);
      });
    },
  );

  it("that can't be made as the event is gone fails the workflow", async () => {
    const gone: Step = () => {
      throw ApplicationFailure.nonRetryable("event evt_x is not kept any more");
    };
    const run = await runs.start(scripted(gone));
    await expect(run.handle.result()).rejects.toThrow(WorkflowFailedError);
    expect(run.calls).toHaveLength(1);
  });
});

describe("an event that is not to be delivered now", () => {
  it.each(["held", "ignored"] as const)("%s: its workflow ends without an attempt", async (status) => {
    const run = await runs.start(scripted(endsAs(status)));
    await expect(run.handle.result()).resolves.toMatchObject({ status, attempts_made: 0 });
    expect(await foundAs(run)).toBe(status);
  });

  it("tries again in the same name where it is told to wait", async () => {
    const later: Step = (_, now) => ({
      status: "queued",
      attempts_made: 0,
      next_attempt_at: now + HOUR,
      lane: "local",
    });
    const run = await runs.start(scripted(later, delivers));
    await run.handle.result();
    expect(run.calls).toMatchObject([
      { trigger: "initial", attempt_number: 1 },
      { trigger: "initial", attempt_number: 1 },
    ]);
  });
});

describe("a wake signal", () => {
  it("lets a waiting event look again at once", async () => {
    const run = await runs.start(scripted(delivers), { not_before: (await runs.now()) + DAY });
    await run.handle.signal(wakeSignal);
    const before = await runs.now();
    await run.handle.result();
    expect(run.calls).toMatchObject([{ trigger: "initial", attempt_number: 1 }]);
    expect(run.calls[0]!.at - before).toBeLessThan(MINUTE);
  });

  it("sends a failed event not again", async () => {
    const run = await runs.start(scripted(fails));
    await reaches(run, "failed");
    await run.handle.signal(wakeSignal);
    await run.handle.result();
    expect(run.calls).toHaveLength(1);
  });
});
