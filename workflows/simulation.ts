import { rootCause } from "@temporalio/common";
import { ApplicationFailure, CancellationScope, continueAsNew, proxyActivities } from "@temporalio/workflow";
import type { Activities } from "../activities/index.ts";
import type { SimulationKey } from "./contract.ts";

const timeouts = { startToCloseTimeout: "5m", heartbeatTimeout: "20s" } as const;
/** MongoDB or the sandbox may be away for some minutes; what fails longer is the simulation's own fault. */
const { simulate } = proxyActivities<Activities>({
  ...timeouts,
  retry: { initialInterval: "1s", backoffCoefficient: 2, maximumInterval: "30s", maximumAttempts: 15 },
});
const { failSimulation } = proxyActivities<Activities>({ ...timeouts, retry: { maximumInterval: "1m" } });

/** A slice is six events of the history, which may have 51,200: after so many, a new run goes on. */
const SLICES = 1000;

/**
 * Tries a draft of rules on stored requests, slice by slice. How far it is, and what it found, is in its record; where
 * that was ended, or is gone, the next slice says so.
 */
export async function simulateRules(simulation: SimulationKey): Promise<void> {
  for (let slice = 0; slice < SLICES; slice += 1) {
    try {
      if ((await simulate(simulation)).over) return;
    } catch (error) {
      const reason = rootCause(error) ?? "it failed for no known reason";
      await CancellationScope.nonCancellable(() => failSimulation(simulation, reason));
      throw ApplicationFailure.nonRetryable(reason);
    }
  }
  await continueAsNew<typeof simulateRules>(simulation);
}
