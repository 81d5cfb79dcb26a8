import { WorkflowNotFoundError } from "@temporalio/client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RetryRule } from "../../src/resources/rule.ts";
import { retrySignal, stateQuery } from "../../workflows/contract.ts";
import type { RetryOrder } from "../../workflows/contract.ts";
import { eventually } from "../support/eventually.ts";
import { DAY, HOUR, MINUTE, startEventRuns, type EventRun, type EventRuns } from "./event-runs.ts";
import { controlled, delivers, endsAs, fails, failsFor, scripted } from "./scripted-event.ts";
import { simulated } from "./simulated-event.ts";

let runs: EventRuns;
beforeAll(async () => {
  runs = await startEventRuns();
});
afterAll(() => runs[Symbol.asyncDispose]());

const daily: RetryRule = { type: "retry", strategy: "linear", interval: DAY, count: 2 };
const byKey: RetryOrder = { trigger: "manual", actor: "key_1" };
const inBulk: RetryOrder = { trigger: "bulk_retry", actor: "bulk_1" };

const triggers = ({ calls }: EventRun) => calls.map(({ trigger }) => trigger);
const called = (run: EventRun, count: number) =>
  eventually(`${count} calls of deliver`, () => run.calls.length >= count);
const reaches = (run: EventRun, attempts: number) =>
  eventually(`${attempts} attempts settled`, async () => {
    return (await run.handle.query(stateQuery)).attempts_made === attempts;
  });

describe("a retry signal to a waiting event", () => {
  it("cuts a delay short", async () => {
    const run = await runs.start(scripted(delivers), { not_before: (await runs.now()) + 7 * DAY });
    await run.handle.signal(retrySignal);
    const before = await runs.now();
    await run.handle.result();
    expect(run.calls[0]!.at - before).toBeLessThan(MINUTE);
  });

  it("counts as an engineer's without an argument, and as whose it says with one", async () => {
    const run = await runs.start(simulated(daily, 500));
    await reaches(run, 1);
    await run.handle.signal(retrySignal);
    await run.handle.signal(retrySignal, byKey);
    await reaches(run, 3);
    expect(run.calls.slice(1)).toMatchObject([{ trigger: "manual", actor: "signal" }, byKey]);
    await run.handle.terminate();
  });

  it("takes what an argument leaves out as an engineer's", async () => {
    const run = await runs.start(scripted(failsFor(DAY), delivers));
    await called(run, 1);
    await run.handle.signal("retry", {});
    await run.handle.result();
    expect(run.calls[1]).toMatchObject({ trigger: "manual", actor: "signal" });
  });

  it("leaves the automatic retry at its time where the attempt fails", async () => {
    const run = await runs.start(simulated(daily, 500, 500, 200));
    await reaches(run, 1);
    await runs.pass(6 * HOUR);
    await run.handle.signal(retrySignal);
    await run.handle.result();
    expect(triggers(run)).toEqual(["initial", "manual", "automatic"]);
    const [first, manual, automatic] = run.calls.map(({ at }) => at) as [number, number, number];
    expect(Math.floor((manual - first) / HOUR)).toBe(6);
    expect(Math.floor((automatic - first) / HOUR)).toBe(24);
  });

  it("drops the automatic retry where the attempt succeeds", async () => {
    const run = await runs.start(simulated(daily, 500, 200));
    await reaches(run, 1);
    await run.handle.signal(retrySignal);
    await expect(run.handle.result()).resolves.toMatchObject({ status: "delivered", attempts_made: 2 });
    expect(triggers(run)).toEqual(["initial", "manual"]);
  });
});

describe("a retry signal to a failed event", () => {
  it("sends it again, each time, while its window is open", async () => {
    const run = await runs.start(simulated(null, 500, 500, 500, 200));
    await reaches(run, 1);
    await runs.pass(71 * HOUR);
    await run.handle.signal(retrySignal);
    await reaches(run, 2);
    await runs.pass(71 * HOUR);
    await run.handle.signal(retrySignal, byKey);
    await reaches(run, 3);
    await run.handle.signal(retrySignal);
    await expect(run.handle.result()).resolves.toMatchObject({ status: "delivered", attempts_made: 4 });
    expect(triggers(run)).toEqual(["initial", "manual", "manual", "manual"]);
  });

  it("opens the window anew where the attempt fails", async () => {
    const run = await runs.start(simulated(null, 500));
    await reaches(run, 1);
    await runs.pass(71 * HOUR);
    await run.handle.signal(retrySignal);
    await reaches(run, 2);
    await run.handle.result();
    const { startTime, closeTime } = await run.handle.describe();
    expect(Math.floor((closeTime!.getTime() - startTime.getTime()) / HOUR)).toBe(71 + 72);
  });

  it("is refused once the window is closed", async () => {
    const run = await runs.start(simulated(null, 500));
    await run.handle.result();
    await expect(run.handle.signal(retrySignal)).rejects.toThrow(WorkflowNotFoundError);
  });
});

describe.each(["local", "remote"] as const)("a retry signal while a %s attempt is under way", (lane) => {
  it("leads to another attempt where that one fails", async () => {
    const attempt = controlled(failsFor(DAY, lane));
    const run = await runs.start(scripted(attempt.step, delivers), { lane });
    await attempt.begun;
    await run.handle.signal(retrySignal, byKey);
    attempt.end();
    await run.handle.result();
    expect(run.calls.at(-1)).toMatchObject({ ...byKey, attempt_number: 2 });
  });

  it.each([
    ["delivers", delivers],
    ["finds the event on hold", endsAs("held")],
  ])("is not lost where that one %s and would end the workflow", async (_, end) => {
    const attempt = controlled(end);
    const run = await runs.start(scripted(attempt.step, delivers), { lane });
    await attempt.begun;
    await run.handle.signal(retrySignal, byKey);
    attempt.end();
    await run.handle.result();
    expect(run.calls.at(-1)).toMatchObject(byKey);
  });

  it("gives each of several orders an attempt, in their order", async () => {
    const attempt = controlled(fails);
    const run = await runs.start(scripted(attempt.step, failsFor(DAY, lane), delivers), { lane });
    await attempt.begun;
    await run.handle.signal(retrySignal, byKey);
    await run.handle.signal(retrySignal, inBulk);
    attempt.end();
    await run.handle.result();
    expect(run.calls.slice(-2)).toMatchObject([byKey, inBulk]);
  });
});

describe("a workflow that is started with a retry signal", () => {
  it("makes that attempt at once, after the ones made before", async () => {
    const before = { attempts_made: 3, not_before: null };
    const run = await runs.startWithOrder(scripted(delivers), byKey, before);
    await run.handle.result();
    expect(run.calls).toMatchObject([{ ...byKey, attempt_number: 4 }]);
    expect(await run.history()).not.toContain("timerFiredEventAttributes");
  });

  it("waits for the next signal where the attempt fails", async () => {
    const run = await runs.startWithOrder(scripted(fails, delivers), byKey, { not_before: null });
    await reaches(run, 1);
    await run.handle.signal(retrySignal);
    await run.handle.result();
    expect(run.calls).toMatchObject([byKey, { trigger: "manual", actor: "signal" }]);
  });

  it("makes attempts of its own as retries where there were attempts before", async () => {
    const due = (await runs.now()) + DAY;
    const run = await runs.start(scripted(delivers), { attempts_made: 1, not_before: due });
    await run.handle.result();
    expect(run.calls).toMatchObject([{ trigger: "automatic", attempt_number: 2 }]);
  });
});
