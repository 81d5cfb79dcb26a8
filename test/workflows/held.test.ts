import { afterAll, beforeAll, expect, it } from "vitest";
import { wakeSignal } from "../../workflows/contract.ts";
import { startEventRuns, type EventRuns } from "./event-runs.ts";
import { controlled, delivers, endsAs, scripted } from "./scripted-event.ts";

let runs: EventRuns;
beforeAll(async () => {
  runs = await startEventRuns();
});
afterAll(() => runs[Symbol.asyncDispose]());

it.each(["local", "remote"] as const)(
  "an event that is released while its run still holds it is attempted by that run, in the %s lane",
  async (lane) => {
    const holds = controlled(endsAs("held"));
    const run = await runs.start(scripted(holds.step, delivers), { lane });
    await holds.begun;
    await run.handle.signal(wakeSignal);
    holds.end();
    await expect(run.handle.result()).resolves.toMatchObject({ status: "delivered", attempts_made: 1 });
    expect(run.calls.map(({ attempt_number, trigger }) => [attempt_number, trigger])).toEqual([
      [1, "initial"],
      [1, "initial"],
    ]);
  },
);

it("an event that is looked at while its run holds it, and is still to be held, ends its run", async () => {
  const holds = controlled(endsAs("held"));
  const run = await runs.start(scripted(holds.step, endsAs("held")), { lane: "remote" });
  await holds.begun;
  await run.handle.signal(wakeSignal);
  holds.end();
  await expect(run.handle.result()).resolves.toMatchObject({ status: "held", attempts_made: 0 });
  expect(run.calls).toHaveLength(2);
});
