import { WorkflowNotFoundError } from "@temporalio/client";
import type { TemporalConnection } from "./connection.ts";
import { registerSearchAttributes } from "./search-attributes.ts";

/** Milliseconds for one call. */
const CALL_TIMEOUT = 10_000;

/** Asks for the runs of workflows by their ids; each call rejects where Temporal can't be asked. */
export function createWorkflowRuns(temporal: TemporalConnection) {
  return {
    /** Registers the search attributes where they are missing: without them Temporal refuses each start. */
    async prepare(): Promise<void> {
      await registerSearchAttributes(temporal.connection(), temporal.settings.namespace);
    },
    /** Whether the latest run of the workflow has not ended; false also where Temporal knows none. */
    async isOpen(workflowId: string): Promise<boolean> {
      const client = temporal.client();
      const describe = () => client.workflow.getHandle(workflowId).describe();
      try {
        const { closeTime } = await client.withDeadline(Date.now() + CALL_TIMEOUT, describe);
        return closeTime === undefined;
      } catch (error) {
        if (error instanceof WorkflowNotFoundError) return false;
        throw error;
      }
    },
  };
}
