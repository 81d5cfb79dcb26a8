import { Unavailable } from "../errors.ts";
import type { SimulationRef } from "../store/documents.ts";
import { SIMULATION_WORKFLOW, searchAttributes } from "../../workflows/contract.ts";
import type { SimulationKey } from "../../workflows/contract.ts";
import type { TemporalConnection } from "./connection.ts";
import { TypedSearchAttributes } from "@temporalio/common";

/** Milliseconds: whoever asks for a simulation waits for its start. */
const CALL_TIMEOUT = 5000;
/** Temporal serves 1 before 5: a simulation delivers nothing, and comes last. */
const LAST = 5;

/** What can be done to the workflows of simulations. */
export interface SimulationWorkflows {
  /** Rejects with Unavailable where Temporal can't be asked: nothing was promised, and nothing waits for it. */
  start: (simulation: SimulationRef & { connection_id: string }) => Promise<void>;
}

/** A simulation's workflow has its id. */
export function createSimulationWorkflows(temporal: TemporalConnection): SimulationWorkflows {
  return {
    async start({ _id, team_id, connection_id }) {
      const client = temporal.client();
      const input: SimulationKey = { team_id, simulation_id: _id };
      const attributes = [
        { key: searchAttributes.team, value: team_id },
        { key: searchAttributes.connection, value: connection_id },
      ];
      const start = () =>
        client.workflow.start(SIMULATION_WORKFLOW, {
          workflowId: _id,
          taskQueue: temporal.settings.taskQueue,
          args: [input],
          typedSearchAttributes: new TypedSearchAttributes(attributes),
          priority: { priorityKey: LAST, fairnessKey: team_id },
        });
      await client.withDeadline(Date.now() + CALL_TIMEOUT, start).catch((error: unknown) => {
        throw new Unavailable("Temporal", String(error), { cause: error });
      });
    },
  };
}
