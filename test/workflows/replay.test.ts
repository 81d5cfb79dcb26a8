import { readdirSync, readFileSync } from "node:fs";
import type { HistoryAndWorkflowId } from "@temporalio/client";
import { Worker } from "@temporalio/worker";
import { describe, expect, inject, it } from "vitest";
import { createLogger } from "../../src/telemetry/log.ts";
import { installRuntime } from "../../src/temporal/runtime.ts";

/** What of a recording is read or changed here. */
interface Recorded {
  events: {
    workflowExecutionStartedEventAttributes?: { workflowType: { name: string } };
    activityTaskScheduledEventAttributes?: { activityType: { name: string } };
  }[];
}

const folder = new URL("../histories/", import.meta.url);
const names = readdirSync(folder).filter((name) => name.endsWith(".json"));
const read = (name: string) => JSON.parse(readFileSync(new URL(name, folder), "utf8")) as Recorded;
const typeOf = (name: string) =>
  read(name).events[0]?.workflowExecutionStartedEventAttributes?.workflowType.name;

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

describe("the workflows' code", () => {
  it("goes on with every run that was recorded, of each workflow", async () => {
    expect(new Set(names.map(typeOf))).toEqual(new Set(["deliverEvent", "bulkOperation", "simulateRules"]));
    const faults = await replay(names.map((name) => ({ workflowId: name, history: read(name) })));
    expect(faults).toEqual(Object.fromEntries(names.map((name) => [name, null])));
  });

  it("is told from code that would have gone another way", async () => {
    const history = read("remote-then-local.json");
    const [scheduled] = history.events.flatMap((it) => it.activityTaskScheduledEventAttributes ?? []);
    scheduled!.activityType.name = "send";
    const faults = await replay([{ workflowId: "changed", history }]);
    expect(faults.changed).toMatch(/nondeterminis/i);
  });
});
