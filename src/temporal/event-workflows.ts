import {
  type Client,
  isGrpcServiceError,
  NamespaceNotFoundError,
  ServiceError,
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
} from "@temporalio/client";
import { Unavailable } from "../errors.ts";
import { isFinal } from "../rules/event-status.ts";
import type { EventDocument } from "../store/documents.ts";
import {
  cancelSignal,
  EVENT_WORKFLOW,
  retrySignal,
  typedAttributes,
  wakeSignal,
  type EventInput,
  type RetryOrder,
} from "../../workflows/contract.ts";
import type { TemporalConnection } from "./connection.ts";
import { eventStart, type EventStartOptions } from "./event-start.ts";

/** What can be done to an event's workflow from outside. */
export interface EventWorkflows {
  /**
   * Tells it what is in the event's outbox: to begin, what was ordered, a cancel, or to look again. Safe to repeat. A
   * workflow that has ended is started again where there is something left to do. Rejects where Temporal fails.
   */
  tell: (event: EventDocument) => Promise<void>;
}

/** Milliseconds for one call; one that is lost is repeated. */
const CALL_TIMEOUT = 10_000;

/** Starts and signals event workflows through one connection; `hasWorker`: one of this process runs on it now. */
export function createEventWorkflows(
  temporal: TemporalConnection,
  options: EventStartOptions & { hasWorker: () => boolean },
): EventWorkflows {
  function startOptions(event: EventDocument, order?: RetryOrder) {
    const { workflow_id, input, attributes, priority } = eventStart(event, options, order);
    return {
      workflowId: workflow_id,
      taskQueue: temporal.settings.taskQueue,
      // A signal brings the order, also to a run that is under way.
      args: [{ ...input, order: undefined }] as [EventInput],
      typedSearchAttributes: typedAttributes(attributes),
      priority,
    };
  }

  /** Started twice after a crash, an event must not run twice, nor must two copies in a deduplication window. */
  async function start(client: Client, event: EventDocument): Promise<void> {
    const once = {
      ...startOptions(event),
      workflowIdReusePolicy: "REJECT_DUPLICATE" as const,
      // To this process's worker, past Temporal's queue, where it has room; its polls keep theirs for what stands there.
      // One that is only being made takes them too: should that fail, they would wait for the task's timeout.
      requestEagerStart: options.hasWorker(),
    };
    await client.workflow.start(EVENT_WORKFLOW, once).catch((error: unknown) => {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    });
  }

  async function cancel(client: Client, event: EventDocument): Promise<void> {
    const { workflowId } = startOptions(event);
    await client.workflow
      .getHandle(workflowId)
      .signal(cancelSignal)
      .catch((error: unknown) => {
        // It has ended, or never began: there is nothing to take back.
        if (!(error instanceof WorkflowNotFoundError)) throw error;
      });
  }

  async function order(client: Client, event: EventDocument, one: RetryOrder): Promise<void> {
    const signal = { signal: retrySignal, signalArgs: [one] as [RetryOrder] };
    await client.workflow.signalWithStart(EVENT_WORKFLOW, { ...startOptions(event, one), ...signal });
  }

  async function tell(client: Client, event: EventDocument): Promise<void> {
    const { cancelling, orders = [] } = event;
    if (cancelling) await cancel(client, event);
    for (const one of orders) await order(client, event, one);
    if (orders.length > 0) return;
    const wakes = event.outbox?.verb === "wake";
    // One that has failed without a workflow gets one now, which waits for signals.
    const awaits = event.status === "failed" && !cancelling && !wakes;
    if (isFinal(event.status) && !event.next_attempt_at && !awaits) return;
    if (!wakes) return start(client, event);
    await client.workflow.signalWithStart(EVENT_WORKFLOW, { ...startOptions(event), signal: wakeSignal });
  }

  return {
    async tell(event) {
      const client = temporal.client();
      await client
        .withDeadline(Date.now() + CALL_TIMEOUT, () => tell(client, event))
        .catch((error: unknown) => {
          throw isPassing(error) ? new Unavailable("Temporal", String(error)) : error;
        });
    },
  };
}

/** gRPC codes of what may work later: DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED, ABORTED, INTERNAL, UNAVAILABLE, … */
const PASSING = new Set<number>([1, 4, 8, 10, 13, 14]);

/** What the connection rejects with once it is closed, or broken. */
const DISCONNECTED = ["IllegalStateError", "TransportError"];

/** All else lies with this one event: what can't be encoded now, say, can't be later either. */
function isPassing(error: unknown): boolean {
  if (error instanceof NamespaceNotFoundError) return true;
  const cause = error instanceof ServiceError ? error.cause : error;
  if (isGrpcServiceError(cause)) return PASSING.has(cause.code);
  return cause instanceof Error && DISCONNECTED.includes(cause.name);
}
