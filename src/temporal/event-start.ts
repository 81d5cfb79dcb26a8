import { isFinal } from "../rules/event-status.ts";
import { wakeTimeOf, type Lane } from "../rules/outcome.ts";
import { eventWorkflowId } from "../rules/workflow-id.ts";
import type { EventDocument } from "../store/documents.ts";
import type { EventStart, RetryOrder } from "../../workflows/contract.ts";

/** What starts depend on beside the event: how its first attempt is run, and the signal window in milliseconds. */
export interface EventStartOptions {
  lane: (destinationId: string) => Lane;
  signalWindow: number;
  now: () => Date;
}

/** Live traffic before what waited, behind an outage or a pause, before single retries before bulk operations. */
const LIVE = 1;
const WAITED = 2;
const RETRIED = 3;
const BULK = 5;

/** Milliseconds for which an event is live. */
const FRESH = 2000;

/**
 * How an event's workflow is started. A final event makes no attempt of its own: with `order` the run begins with that
 * one, and without it waits for a signal.
 */
export function eventStart(event: EventDocument, options: EventStartOptions, order?: RetryOrder): EventStart {
  const standing = isFinal(event.status) ? null : event.created_at.getTime();
  return {
    workflow_id: event.workflow_id ?? eventWorkflowId(event._id),
    input: {
      team_id: event.team_id,
      event_id: event._id,
      destination_id: event.destination_id,
      attempts_made: event.attempts_count,
      not_before: wakeTimeOf(event) ?? standing,
      lane: laneOf(event, options),
      signal_window: options.signalWindow,
      ...(order && { order }),
    },
    attributes: {
      team: event.team_id,
      source: event.source_id,
      connection: event.connection_id,
      destination: event.destination_id,
      status: event.status,
    },
    priority: {
      priorityKey: order ? priorityOf(order) : isLive(event, options.now()) ? LIVE : WAITED,
      fairnessKey: event.destination_id,
    },
  };
}

/** One under a rate limit, or released with others, may have to wait for its turn: not on a workflow task's time. */
export const laneOf = (event: EventDocument, { lane }: Pick<EventStartOptions, "lane">): Lane =>
  event.slot_at || event.released ? "remote" : lane(event.destination_id);

const isLive = (event: EventDocument, now: Date): boolean =>
  now.getTime() - event.created_at.getTime() < FRESH;

const priorityOf = (order: RetryOrder) => (order.bulk_operation_id ? BULK : RETRIED);
