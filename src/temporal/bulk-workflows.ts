import { WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError } from "@temporalio/client";
import { TypedSearchAttributes } from "@temporalio/common";
import type { BulkCause } from "../resources/bulk-operation.ts";
import { BULK_WORKFLOW, lookSignal, type BulkInput } from "../../workflows/bulk-contract.ts";
import { searchAttributes } from "../../workflows/contract.ts";
import type { BulkOperationDocument } from "../store/documents.ts";
import type { TemporalConnection } from "./connection.ts";

/** What is read of an operation. */
type Operation = Pick<BulkOperationDocument, "_id" | "team_id" | "type" | "status" | "total_count">;

/** What can be done to a bulk operation's workflow. Each answers why it is closed for good, or null: it is open. */
export interface BulkWorkflows {
  /** Has it look at its operation now; starts it where there is none. Rejects where Temporal fails. */
  tell: (operation: Operation) => Promise<BulkCause | null>;
  /** Starts it where there is none. Rejects where Temporal fails. */
  check: (operation: Operation) => Promise<BulkCause | null>;
}

/** Milliseconds for one call. */
const CALL_TIMEOUT = 10_000;
/** After live traffic, before the events that it sends. */
const PRIORITY = 2;

/** A workflow that was ended by force stays ended: whoever did that wanted it to stop. */
export function createBulkWorkflows(temporal: TemporalConnection): BulkWorkflows {
  async function start(operation: Operation, workflowIdReusePolicy: "REJECT_DUPLICATE" | "ALLOW_DUPLICATE") {
    const client = temporal.client();
    const options = {
      workflowId: operation._id,
      workflowIdReusePolicy,
      taskQueue: temporal.settings.taskQueue,
      args: [{ team_id: operation.team_id, operation_id: operation._id }] as [BulkInput],
      typedSearchAttributes: new TypedSearchAttributes([
        { key: searchAttributes.team, value: operation.team_id },
        { key: searchAttributes.status, value: operation.status },
      ]),
      staticSummary: `${operation.type} of ${operation.total_count}`,
      priority: { priorityKey: PRIORITY },
      signal: lookSignal,
    };
    const call = () => client.workflow.signalWithStart(BULK_WORKFLOW, options);
    await client.withDeadline(Date.now() + CALL_TIMEOUT, call);
  }

  /** The name of how its latest run stands; null where Temporal knows none. */
  async function standing({ _id }: Operation): Promise<string | null> {
    const client = temporal.client();
    const describe = () => client.workflow.getHandle(_id).describe();
    try {
      return (await client.withDeadline(Date.now() + CALL_TIMEOUT, describe)).status.name;
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return null;
      throw error;
    }
  }

  async function check(operation: Operation): Promise<BulkCause | null> {
    const status = await standing(operation);
    if (status === "RUNNING" || status === "CONTINUED_AS_NEW") return null;
    if (status === "TERMINATED") return "WORKFLOW_TERMINATED";
    if (status !== null && status !== "COMPLETED") return "WORKFLOW_FAILED";
    // Temporal or MongoDB went back to an earlier time: what is not done is done again.
    await start(operation, "ALLOW_DUPLICATE");
    return null;
  }

  return {
    check,
    async tell(operation) {
      try {
        await start(operation, "REJECT_DUPLICATE");
        return null;
      } catch (error) {
        if (error instanceof WorkflowExecutionAlreadyStartedError) return check(operation);
        throw error;
      }
    },
  };
}
