import { ApplicationFailure } from "@temporalio/common";
import { SIMULATION_WORKFLOW, type SimulationKey } from "../../workflows/contract.ts";
import type { simulateRules } from "../../workflows/index.ts";
import type { Ways } from "./recorder.ts";

/** What each slice of a simulation does. */
const slices: Record<string, () => { over: boolean }> = {
  "simulation-completed": sliced(3),
  "simulation-failed": () => {
    throw ApplicationFailure.nonRetryable("it can't be done");
  },
};

function sliced(count: number): () => { over: boolean } {
  let left = count;
  return () => ({ over: --left === 0 });
}

/** The ways that a simulation can go. */
export const simulationWays: Ways = {
  activities: {
    simulate: async ({ simulation_id }: SimulationKey) => slices[simulation_id.replace("sim_", "")]!(),
    failSimulation: async () => undefined,
  },
  ways: Object.fromEntries(
    Object.keys(slices).map((name) => [
      name,
      ({ client, taskQueue }) => {
        const simulation_id = `sim_${name}`;
        const args: [SimulationKey] = [{ team_id: "tm_recorded", simulation_id }];
        const options = { workflowId: simulation_id, taskQueue, args };
        return client.workflow.start<typeof simulateRules>(SIMULATION_WORKFLOW, options);
      },
    ]),
  ),
};
