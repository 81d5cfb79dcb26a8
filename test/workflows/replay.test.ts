import { readdirSync, readFileSync } from "node:fs";
import type { HistoryAndWorkflowId } from "@temporalio/client";
import { Worker } from "@temporalio/worker";
import { describe, expect, inject, it } from "vitest";
import { createLogger } from "../../src/telemetry.ts";
import { installRuntime } from "../../src/temporal/worker.ts";

/** What of a recording is changed here. */
interface Recorded {
  events: { activityTaskScheduledEventAttributes?: { activityType: { name: string } } }[];
}

const folder = new URL("../histories/", import.meta.url);
const names = readdirSync(folder).filter((name) => name.endsWith(".json"));
const read = (name: string) => JSON.parse(readFileSync(new URL(name, folder), "utf8")) as Recorded;

installRuntime(createLogger("silent"));

/** Why each history does not replay on the code as it is now; null where it does. */
async function replay(histories: HistoryAndWorkflowId[]): Promise<Record<string, string | null>> {
  const workflowBundle = { codePath: inject("workflowBundlePath") };
  const faults: Record<string, string | null> = {};
  for await (const { workflowId, error } of Worker.runReplayHistories({ workflowBundle }, histories)) {
    faults[workflowId] = error ? `${error.name}: ${error.message}` : null;
  }
  return faults;
}

describe("the event workflow", () => {
  it("goes on with every run that was recorded of it", async () => {
    expect(names.length, "histories in test/histories").toBeGreaterThanOrEqual(8);
    const faults = await replay(names.map((name) => ({ workflowId: name, history: read(name) })));
    expect(faults).toEqual(Object.fromEntries(names.map((name) => [name, null])));
  });

  it("is told from one that would have gone another way", async () => {
    const history = read("remote-then-local.json");
    const [scheduled] = history.events.flatMap((it) => it.activityTaskScheduledEventAttributes ?? []);
    scheduled!.activityType.name = "send";
    const faults = await replay([{ workflowId: "changed", history }]);
    expect(faults.changed).toMatch(/nondeterminis/i);
  });
});
