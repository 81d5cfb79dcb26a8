import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RetryRule } from "../../src/resources/rule.ts";
import { DAY, HOUR, MINUTE, startEventRuns, type EventRun, type EventRuns } from "./event-runs.ts";
import { simulated, type Reply } from "./simulated-event.ts";

let runs: EventRuns;
beforeAll(async () => {
  runs = await startEventRuns();
});
afterAll(() => runs[Symbol.asyncDispose]());

/** The waits between the attempts in whole minutes: the server's clock runs on while work is done. */
const gapsOf = ({ calls }: EventRun) =>
  calls.slice(1).map((call, index) => Math.floor((call.at - calls[index]!.at) / MINUTE));

const linear: RetryRule = { type: "retry", strategy: "linear", interval: DAY, count: 3 };
const exponential: RetryRule = {
  type: "retry",
  strategy: "exponential",
  interval: HOUR,
  max_interval: 12 * HOUR,
  count: 6,
};
const custom: RetryRule = { type: "retry", strategy: "custom", schedule: [5 * MINUTE, 6 * HOUR, 3 * DAY] };
const weekly: RetryRule = { type: "retry", strategy: "linear", interval: 2 * DAY, count: 50 };

describe("an event whose destination always fails", () => {
  it.each<[string, RetryRule, number[]]>([
    ["linear", linear, [DAY, DAY, DAY]],
    ["exponential", exponential, [1, 2, 4, 8, 12, 12].map((hours) => hours * HOUR)],
    ["custom", custom, [5 * MINUTE, 6 * HOUR, 3 * DAY]],
    ["linear over more than 7 days", weekly, [2 * DAY, 2 * DAY, 2 * DAY]],
  ])("with a schedule that is %s is attempted at its times, then fails", async (_, rule, waits) => {
    const run = await runs.start(simulated(rule, 500));
    const state = await run.handle.result();
    expect(gapsOf(run)).toEqual(waits.map((wait) => wait / MINUTE));
    expect(run.calls.map((call) => call.trigger)).toEqual(["initial", ...waits.map(() => "automatic")]);
    expect(run.calls.map((call) => call.attempt_number)).toEqual(run.calls.map((_call, index) => index + 1));
    expect(state).toEqual({
      status: "failed",
      attempts_made: waits.length + 1,
      next_attempt_at: null,
      lane: "local",
    });
  });

  it("stays open for a signal for 72 hours, then its workflow ends", async () => {
    const run = await runs.start(simulated(null, 500));
    await run.handle.result();
    const { startTime, closeTime } = await run.handle.describe();
    expect(Math.floor((closeTime!.getTime() - startTime.getTime()) / MINUTE)).toBe(72 * 60);
    expect(run.calls).toHaveLength(1);
  });
});

describe("an event with a delay of 7 days", () => {
  it("is attempted once, when the delay is over", async () => {
    const due = (await runs.now()) + 7 * DAY;
    const run = await runs.start(simulated(null, 200), { not_before: due });
    await expect(run.handle.result()).resolves.toMatchObject({ status: "delivered", attempts_made: 1 });
    expect(run.calls).toHaveLength(1);
    expect(Math.floor((run.calls[0]!.at - due) / MINUTE)).toBe(0);
  });
});

describe("a retry", () => {
  it.each<[string, Reply[], number[]]>([
    ["succeeds", [500, 500, 200], [DAY, DAY]],
    ["is answered by 410", [500, 410], [DAY]],
  ])("that %s is the last one", async (_, replies, waits) => {
    const run = await runs.start(simulated(linear, ...replies));
    await run.handle.result();
    expect(gapsOf(run)).toEqual(waits.map((wait) => wait / MINUTE));
  });

  it("waits as long as Retry-After asks for, where that is longer than the rule's wait", async () => {
    const run = await runs.start(simulated(custom, { status: 503, retryAfter: HOUR }, 200));
    await run.handle.result();
    expect(gapsOf(run)).toEqual([60]);
  });
});

describe("an event that is due", () => {
  it("is attempted without a timer and in one workflow task", async () => {
    const run = await runs.start(simulated(linear, 200));
    await run.handle.result();
    const history = await run.history();
    expect(history).not.toContain("timerStartedEventAttributes");
    expect(history.filter((type) => type === "workflowTaskCompletedEventAttributes")).toHaveLength(1);
  });
});
