import type { RoutingEntry } from "../resources/request.ts";
import { isPassedOver } from "../rules/event-status.ts";
import { stagesAfterRouting } from "../rules/pipeline.ts";
import type { Route } from "../rules/routing.ts";
import type {
  ConnectionDocument,
  EventDocument,
  Replay,
  RequestDocument,
  StoredOrder,
} from "../store/documents.ts";

/** One routing of a request: the one at ingress, or a replay. */
export interface Routing {
  /** 0 is the one at ingress. */
  number: number;
  /** Its events' time. */
  at: Date;
  replay: Replay | null;
}

/** What a routing decided of one request on one connection. */
export interface Decision {
  eventId: string;
  request: RequestDocument;
  routing: Routing;
  connection: ConnectionDocument;
  route: Route;
  /** The workflow that is to deliver it; null where none is. */
  workflowId: string | null;
  /** The latest event of the request on that connection before. */
  retriedFrom: string | null;
}

/** The event of a decision, in the outbox where it is to be delivered. */
export function newEvent(decision: Decision): EventDocument {
  const { eventId, request, routing, connection, route, workflowId, retriedFrom } = decision;
  const { at, replay } = routing;
  return {
    _id: eventId,
    team_id: request.team_id,
    request_id: request._id,
    source_id: request.source_id,
    connection_id: connection._id,
    destination_id: connection.destination_id,
    status: route.outcome,
    cause: route.outcome === "ignored" ? route.cause : null,
    cause_detail: route.outcome === "ignored" ? route.detail : null,
    attempts_count: 0,
    retries_made: 0,
    first_attempt_at: null,
    last_attempt_at: null,
    last_attempt_id: null,
    next_attempt_at: route.outcome === "queued" ? route.firstAttemptAt : null,
    response_status: null,
    error_code: null,
    delivered_at: null,
    replay_number: routing.number,
    retried_from: retriedFrom,
    lane: "workflow",
    workflow_id: workflowId,
    bulk_operation_id: replay?.bulk_operation_id ? [replay.bulk_operation_id] : null,
    execution_ids: [],
    body_size: request.body_size,
    ...(stagesAfterRouting(connection.rules).length === 0 && { as_received: true }),
    created_at: at,
    updated_at: at,
    expires_at: request.expires_at,
    ...(request.traceparent !== undefined && { traceparent: request.traceparent }),
    ...(route.outcome === "queued" ? { outbox: { due: at, lease: null } } : {}),
    ...(route.outcome === "queued" && replay ? { orders: [orderOf(replay)] } : {}),
  };
}

/** An operator's replay begins with an operator's attempt. */
function orderOf({ number, actor, bulk_operation_id }: Replay): StoredOrder {
  const trigger = bulk_operation_id ? "bulk_retry" : "manual";
  return { id: `replay-${number}`, trigger, actor, bulk_operation_id };
}

/** What the request's record tells of one of its events. */
export function routingEntry(event: EventDocument): RoutingEntry {
  const { status, cause, cause_detail } = event;
  const ended = isPassedOver(event);
  // After a crash the event may have gone on already: it was queued then.
  const outcome = ended || status === "held" ? (status as RoutingEntry["outcome"]) : "queued";
  return {
    connection_id: event.connection_id,
    event_id: event._id,
    outcome,
    cause: ended ? cause : null,
    detail: ended ? cause_detail : null,
  };
}
