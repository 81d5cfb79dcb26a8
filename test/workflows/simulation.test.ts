import { ApplicationFailure } from "@temporalio/common";
import { TestWorkflowEnvironment } from "@temporalio/testing";
import { Worker } from "@temporalio/worker";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { createLogger } from "../../src/telemetry/log.ts";
import { installRuntime } from "../../src/temporal/runtime.ts";
import { SIMULATION_WORKFLOW, type SimulationKey } from "../../workflows/contract.ts";

const TASK_QUEUE = "simulations";

/** What the activities do for one simulation, and what they were asked. */
interface Script {
  simulate: () => { over: boolean };
  slices: number;
  failedWith: string | null;
}

let env: TestWorkflowEnvironment;
let stop: () => Promise<void>;
const scripts = new Map<string, Script>();

beforeAll(async () => {
  installRuntime(createLogger("fatal"));
  const executable = { type: "existing-path", path: inject("testServerBin") } as const;
  env = await TestWorkflowEnvironment.createTimeSkipping({ server: { executable } });
  const worker = await Worker.create({
    connection: env.nativeConnection,
    taskQueue: TASK_QUEUE,
    workflowBundle: { codePath: inject("workflowBundlePath") },
    activities: {
      async simulate({ simulation_id }: SimulationKey) {
        const script = scripts.get(simulation_id)!;
        script.slices += 1;
        return script.simulate();
      },
      async failSimulation({ simulation_id }: SimulationKey, reason: string) {
        scripts.get(simulation_id)!.failedWith = reason;
      },
    },
  });
  const stopped = worker.run();
  stop = async () => {
    worker.shutdown();
    await stopped;
    await env.teardown();
  };
});
afterAll(() => stop());

async function start(simulate: Script["simulate"]) {
  const simulation_id = `sim_${scripts.size}`;
  const script: Script = { simulate, slices: 0, failedWith: null };
  scripts.set(simulation_id, script);
  const args: [SimulationKey] = [{ team_id: "tm_test", simulation_id }];
  const options = { workflowId: simulation_id, taskQueue: TASK_QUEUE, args };
  return { script, handle: await env.client.workflow.start(SIMULATION_WORKFLOW, options) };
}

describe("the simulation workflow", () => {
  test("does slice after slice until it is over, in several runs where there are many", async () => {
    let left = 1100;
    const { script, handle } = await start(() => ({ over: --left === 0 }));
    await handle.result();
    expect(script).toMatchObject({ slices: 1100, failedWith: null });
    const first = await env.client.workflow
      .getHandle(handle.workflowId, handle.firstExecutionRunId)
      .describe();
    expect(first.status.name).toBe("CONTINUED_AS_NEW");
  });

  test("goes on after a slice that failed for a while", async () => {
    let failures = 5;
    const { script, handle } = await start(() => {
      if (failures-- > 0) throw new Error("MongoDB is away");
      return { over: true };
    });
    await handle.result();
    expect(script).toMatchObject({ slices: 6, failedWith: null });
  });

  test("ends a simulation that fails again and again, and tells why", async () => {
    const { script, handle } = await start(() => {
      throw ApplicationFailure.retryable("it can't be done");
    });
    await expect(handle.result()).rejects.toThrow();
    expect(script.slices).toBe(15);
    expect(script.failedWith).toContain("it can't be done");
  });
});
