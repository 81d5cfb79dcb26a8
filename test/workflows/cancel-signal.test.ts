import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cancelSignal, retrySignal, stateQuery } from "../../workflows/contract.ts";
import { eventually } from "../support/eventually.ts";
import { DAY, MINUTE, startEventRuns, type EventRun, type EventRuns } from "./event-runs.ts";
import { controlled, delivers, fails, failsFor, scripted } from "./scripted-event.ts";

let runs: EventRuns;
beforeAll(async () => {
  runs = await startEventRuns();
});
afterAll(() => runs[Symbol.asyncDispose]());

const reaches = (run: EventRun, status: string) =>
  eventually(`the event is ${status}`, async () => (await run.handle.query(stateQuery)).status === status);
const closedAfter = async (run: EventRun, time: number) =>
  (await run.handle.describe()).closeTime!.getTime() - time;

describe("a cancel signal", () => {
  it("ends an event that waits for its first attempt, without one", async () => {
    const run = await runs.start(scripted(delivers), { not_before: (await runs.now()) + DAY });
    await run.handle.signal(cancelSignal);
    await expect(run.handle.result()).resolves.toMatchObject({ status: "cancelled", next_attempt_at: null });
    expect(run.calls).toEqual([]);
  });

  it("ends an event that waits for a retry, at once", async () => {
    const run = await runs.start(scripted(failsFor(DAY)));
    await reaches(run, "processing");
    const before = await runs.now();
    await run.handle.signal(cancelSignal);
    await expect(run.handle.result()).resolves.toMatchObject({ status: "cancelled", attempts_made: 1 });
    expect(await closedAfter(run, before)).toBeLessThan(MINUTE);
  });

  it("leaves a failed event failed, and ends its window", async () => {
    const run = await runs.start(scripted(fails));
    await reaches(run, "failed");
    const before = await runs.now();
    await run.handle.signal(cancelSignal);
    await expect(run.handle.result()).resolves.toMatchObject({ status: "failed", attempts_made: 1 });
    expect(await closedAfter(run, before)).toBeLessThan(MINUTE);
  });

  it("takes back the orders before it, and tells which", async () => {
    const attempt = controlled(failsFor(DAY));
    const run = await runs.start(scripted(attempt.step));
    await attempt.begun;
    await run.handle.signal(retrySignal);
    await run.handle.signal(retrySignal, { id: "bulk_1", trigger: "bulk_retry", actor: null });
    await run.handle.signal(cancelSignal);
    attempt.end();
    await expect(run.handle.result()).resolves.toMatchObject({ status: "cancelled", attempts_made: 1 });
    expect(run.takenBack).toEqual(["bulk_1"]);
  });

  it("is followed by the attempt that is ordered after it", async () => {
    const attempt = controlled(failsFor(DAY, "remote"));
    const run = await runs.start(scripted(attempt.step, delivers), { lane: "remote" });
    await attempt.begun;
    await run.handle.signal(cancelSignal);
    await run.handle.signal(retrySignal);
    attempt.end();
    await expect(run.handle.result()).resolves.toMatchObject({ status: "delivered", attempts_made: 2 });
  });
});

describe("signals that come before the first task are taken in order of arrival", () => {
  it("a cancel takes back the retry before it", async () => {
    const run = await runs.startBeforeWorker(scripted(delivers));
    await run.handle.signal(retrySignal);
    await run.handle.signal(retrySignal, { id: "bulk_1", trigger: "bulk_retry", actor: null });
    await run.handle.signal(cancelSignal);
    await run.serve();
    await expect(run.handle.result()).resolves.toMatchObject({ status: "cancelled", attempts_made: 0 });
    expect(run.takenBack).toEqual(["bulk_1"]);
  });

  it("a retry after a cancel is made", async () => {
    const run = await runs.startBeforeWorker(scripted(delivers));
    await run.handle.signal(cancelSignal);
    await run.handle.signal(retrySignal);
    await run.serve();
    await expect(run.handle.result()).resolves.toMatchObject({ status: "delivered", attempts_made: 1 });
    expect(run.calls).toMatchObject([{ trigger: "manual" }]);
  });
});

describe.each(["local", "remote"] as const)("a cancel signal while a %s attempt is under way", (lane) => {
  it("ends the event after that attempt, if it fails", async () => {
    const attempt = controlled(failsFor(DAY, lane));
    const run = await runs.start(scripted(attempt.step), { lane });
    await attempt.begun;
    await run.handle.signal(cancelSignal);
    attempt.end();
    await expect(run.handle.result()).resolves.toMatchObject({ status: "cancelled", attempts_made: 1 });
    expect(run.calls.every(({ attempt_number }) => attempt_number === 1)).toBe(true);
  });

  it("changes nothing, if it delivers", async () => {
    const attempt = controlled(delivers);
    const run = await runs.start(scripted(attempt.step), { lane });
    await attempt.begun;
    await run.handle.signal(cancelSignal);
    attempt.end();
    await expect(run.handle.result()).resolves.toMatchObject({ status: "delivered", attempts_made: 1 });
  });
});
