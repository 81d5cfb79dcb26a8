import { isGrpcServiceError, ServiceError, WorkflowExecutionAlreadyStartedError } from "@temporalio/client";
import { TypedSearchAttributes } from "@temporalio/common";
import { Unavailable } from "../errors.ts";
import { eventWorkflowId } from "../rules/workflow-id.ts";
import { wakeTimeOf, type Lane } from "../rules/outcome.ts";
import type { EventDocument } from "../store/documents.ts";
import { EVENT_WORKFLOW, searchAttributes, wakeSignal, type EventInput } from "../../workflows/contract.ts";
import type { TemporalConnection } from "./connection.ts";

/** What can be done to an event's workflow from outside. */
export interface EventWorkflows {
  /**
   * Starts it; one that was started before counts as success. An event that is to be woken is signalled, or started
   * again. Rejects where Temporal fails.
   */
  start: (event: EventDocument) => Promise<void>;
}

/** Milliseconds for one call; a start that is lost is repeated. */
const CALL_TIMEOUT = 10_000;
/** Temporal serves 1 before 5: live traffic, then retries, then bulk operations. */
const LIVE = 1;

/** `lane` says how the first attempt is run; `signalWindow` is in milliseconds. */
export function createEventWorkflows(
  temporal: TemporalConnection,
  options: { lane: (destinationId: string) => Lane; signalWindow: number },
): EventWorkflows {
  const inputOf = (event: EventDocument): EventInput => ({
    team_id: event.team_id,
    event_id: event._id,
    attempts_made: event.attempts_count,
    not_before: wakeTimeOf(event) ?? event.created_at.getTime(),
    lane: options.lane(event.destination_id),
    signal_window: options.signalWindow,
  });

  return {
    async start(event) {
      const client = temporal.client();
      const options = {
        workflowId: event.workflow_id ?? eventWorkflowId(event._id),
        taskQueue: temporal.settings.taskQueue,
        args: [inputOf(event)] as [EventInput],
        typedSearchAttributes: attributesOf(event),
        priority: { priorityKey: LIVE, fairnessKey: event.destination_id },
      };
      const start = async () => {
        // Started twice after a crash, an event must not run twice, nor must two copies in a deduplication window.
        const once = {
          ...options,
          workflowIdReusePolicy: "REJECT_DUPLICATE" as const,
          requestEagerStart: true,
        };
        if (event.outbox?.verb !== "wake") return void (await client.workflow.start(EVENT_WORKFLOW, once));
        await client.workflow.signalWithStart(EVENT_WORKFLOW, { ...options, signal: wakeSignal });
      };
      await client.withDeadline(Date.now() + CALL_TIMEOUT, start).catch((error: unknown) => {
        if (error instanceof WorkflowExecutionAlreadyStartedError) return;
        throw isPassing(error) ? new Unavailable("Temporal", String(error)) : error;
      });
    },
  };
}

/** gRPC codes of what may work later: DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED, ABORTED, INTERNAL, UNAVAILABLE, … */
const PASSING = new Set<number>([1, 4, 8, 10, 13, 14]);

function isPassing(error: unknown): boolean {
  const cause = error instanceof ServiceError ? error.cause : error;
  return !isGrpcServiceError(cause) || PASSING.has(cause.code);
}

function attributesOf(event: EventDocument): TypedSearchAttributes {
  return new TypedSearchAttributes([
    { key: searchAttributes.team, value: event.team_id },
    { key: searchAttributes.source, value: event.source_id },
    { key: searchAttributes.connection, value: event.connection_id },
    { key: searchAttributes.destination, value: event.destination_id },
    { key: searchAttributes.status, value: event.status },
  ]);
}
