import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cancelSignal, retrySignal, stateQuery } from "../../workflows/contract.ts";
import type { RetryOrder } from "../../workflows/contract.ts";
import { eventually } from "../support/eventually.ts";
import { HOUR, startEventRuns, type EventRun, type EventRuns } from "./event-runs.ts";
import { delivers, fails, failsFor, scripted, waitsFor, type Step } from "./scripted-event.ts";

let runs: EventRuns;
beforeAll(async () => {
  runs = await startEventRuns();
});
afterAll(() => runs[Symbol.asyncDispose]());

const order = (id: string): RetryOrder => ({ id, trigger: "manual", actor: "key_1" });
const ids = ({ calls }: EventRun) => calls.map(({ id }) => id);
const waiting = (run: EventRun) =>
  eventually("it waits for its turn", async () => {
    return (await run.handle.query(stateQuery)).next_attempt_at !== null && run.calls.length > 0;
  });
/** An order that had its attempt before. */
const made: Step = ({ attempt_number }, now) => ({
  status: "processing",
  attempts_made: attempt_number - 1,
  next_attempt_at: now + HOUR,
  lane: "local",
  done: true,
});

describe("an order that comes while another one waits for its turn", () => {
  it("gets an attempt after it", async () => {
    const event = scripted(waitsFor(HOUR), waitsFor(HOUR), fails, delivers);
    const run = await runs.startWithOrder(event, order("a"), { attempts_made: 1, not_before: null });
    await waiting(run);
    await run.handle.signal(retrySignal, order("b"));
    await run.handle.result();
    expect(ids(run)).toEqual(["a", "a", "a", "b"]);
    expect(run.calls.map(({ attempt_number }) => attempt_number)).toEqual([2, 2, 2, 3]);
  });

  it("is taken back with it by a cancel, and one after that is not", async () => {
    const event = scripted(waitsFor(HOUR), waitsFor(HOUR), delivers);
    const run = await runs.startWithOrder(event, order("a"), { attempts_made: 1, not_before: null });
    await waiting(run);
    await run.handle.signal(retrySignal, order("b"));
    await eventually("both are known", () => run.calls.length === 2);
    await run.handle.signal(cancelSignal);
    await run.handle.signal(retrySignal, order("c")).catch(() => undefined);
    await run.handle.result();
    expect(ids(run)).not.toContain("b");
    expect(ids(run).lastIndexOf("a")).toBeLessThanOrEqual(1);
  });
});

describe("a run", () => {
  it("that begins with an order makes that attempt first, and its own when that fails", async () => {
    const event = scripted(failsFor(HOUR), delivers);
    const run = await runs.start(event, { order: order("a") });
    await run.handle.result();
    expect(run.calls).toMatchObject([order("a"), { trigger: "automatic", attempt_number: 2 }]);
  });

  it("that finds an order made before waits for its own attempt, and makes that", async () => {
    const event = scripted(made, delivers);
    const run = await runs.startWithOrder(event, order("a"), { attempts_made: 1, not_before: null });
    await run.handle.result();
    expect(run.calls).toMatchObject([order("a"), { trigger: "automatic", attempt_number: 2 }]);
    expect(run.calls[1]!.at - run.calls[0]!.at).toBeGreaterThanOrEqual(HOUR);
  });
});
