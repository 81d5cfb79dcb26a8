import type { RoutingEntry } from "../resources/request.ts";
import type { Route } from "../rules/routing.ts";
import type { ConnectionDocument, EventDocument, RequestDocument } from "../store/documents.ts";

/** What a routing decided of one request on one connection. */
export interface Decision {
  eventId: string;
  request: RequestDocument;
  connection: ConnectionDocument;
  route: Route;
  /** The workflow that is to deliver it; null where none is. */
  workflowId: string | null;
}

/** 0 is the first routing of a request. */
export const FIRST_ROUTING = 0;

/** The event of a decision, in the outbox where it is to be delivered. */
export function newEvent({ eventId, request, connection, route, workflowId }: Decision): EventDocument {
  const at = request.received_at;
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
    replay_number: FIRST_ROUTING,
    retried_from: null,
    lane: "workflow",
    workflow_id: workflowId,
    bulk_operation_id: null,
    execution_ids: [],
    created_at: at,
    updated_at: at,
    expires_at: request.expires_at,
    ...(route.outcome === "queued" ? { outbox: { due: at, lease: null } } : {}),
  };
}

/** What the request's record tells of one of its events. */
export function routingEntry(event: EventDocument): RoutingEntry {
  return {
    connection_id: event.connection_id,
    event_id: event._id,
    outcome: event.status as RoutingEntry["outcome"],
    cause: event.cause,
    detail: event.cause_detail,
  };
}
