import { derivedId } from "../ids.ts";
import { readFilterData } from "../payload/data.ts";
import type { RoutingEntry } from "../resources/request.ts";
import { routeOver, type Route } from "../rules/routing.ts";
import type { ConnectionDocument, EventDocument, RequestDocument } from "../store/documents.ts";
import { createGroupCommit } from "../store/group-commit.ts";
import type { Routed } from "../store/requests.ts";
import type { Store } from "../store/store.ts";

/** Turns accepted requests into events. */
export interface Router extends AsyncDisposable {
  /** Routes one request; rejects where MongoDB fails, and then the sweeper does it later. Safe to repeat. */
  route: (request: RequestDocument) => Promise<void>;
}

/** The part of the store that routing uses. */
export type RoutingStore = Pick<Store, "connections" | "destinations" | "requests" | "events">;

/** A connection with what routing must know of its destination. */
interface Junction {
  connection: ConnectionDocument;
  destination: { enabled: boolean } | null;
}

const FIRST_ROUTING = 0;

/**
 * Routes requests in groups: one read of the connections, one write of the events and one mark for all of a group.
 * Event ids are made of request, connection and replay number, so that a second routing after a crash finds the
 * events of the first.
 */
export function createRouter(store: RoutingStore, now: () => Date): Router {
  const groups = createGroupCommit<RequestDocument, true>({
    write: async (requests) => {
      await routeGroup(store, requests, now());
      return requests.map(() => true as const);
    },
    maxGroup: 200,
    maxWaitingSize: 20_000,
    writers: 2,
  });
  return {
    route: async (request) => void (await groups.add(request)),
    [Symbol.asyncDispose]: () => groups[Symbol.asyncDispose](),
  };
}

async function routeGroup(store: RoutingStore, requests: RequestDocument[], now: Date): Promise<void> {
  const junctions = await junctionsOf(store, [...new Set(requests.map((request) => request.source_id))]);
  const routed = requests.map((request) => {
    const events = eventsOf(request, junctions.get(request.source_id) ?? []);
    return { request, events };
  });
  await store.events.insertMissing(routed.flatMap(({ events }) => events));
  await store.requests.markRouted(routed.map(toRouted), now);
}

/** The connections of each source, oldest first, read anew for each group: routing sees every acknowledged change. */
async function junctionsOf(store: RoutingStore, sourceIds: string[]): Promise<Map<string, Junction[]>> {
  const connections = await store.connections.findMany({ source_id: { $in: sourceIds } });
  const destinationIds = [...new Set(connections.map((connection) => connection.destination_id))];
  const destinations = await store.destinations.findMany({ _id: { $in: destinationIds } });
  const byId = new Map(destinations.map((destination) => [destination._id, destination]));
  const sorted = connections.sort((a, b) => (a._id < b._id ? -1 : 1));
  const junctions = new Map<string, Junction[]>(sourceIds.map((id) => [id, []]));
  for (const connection of sorted) {
    junctions
      .get(connection.source_id)
      ?.push({ connection, destination: byId.get(connection.destination_id) ?? null });
  }
  return junctions;
}

function eventsOf(request: RequestDocument, junctions: Junction[]): EventDocument[] {
  if (junctions.length === 0) return [];
  const data = readFilterData(request);
  return junctions.map((junction) => {
    const route = routeOver(junction, data, request.received_at);
    return toEvent(request, junction.connection, route);
  });
}

function toEvent(request: RequestDocument, connection: ConnectionDocument, route: Route): EventDocument {
  const at = request.received_at;
  const id = derivedId("event", at, request._id, connection._id, FIRST_ROUTING);
  const queued = route.outcome === "queued";
  return {
    _id: id,
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
    next_attempt_at: queued ? route.firstAttemptAt : null,
    response_status: null,
    error_code: null,
    delivered_at: null,
    replay_number: FIRST_ROUTING,
    retried_from: null,
    lane: "workflow",
    workflow_id: queued ? id : null,
    bulk_operation_id: null,
    created_at: at,
    updated_at: at,
    expires_at: request.expires_at,
    ...(queued ? { outbox: { due: at, lease: null } } : {}),
  };
}

function toRouted({ request, events }: { request: RequestDocument; events: EventDocument[] }): Routed {
  return {
    requestId: request._id,
    lease: request.outbox?.lease ?? null,
    routing: events.map(toEntry),
    eventsCount: events.length,
    ignoredCount: events.filter((event) => event.status === "ignored").length,
  };
}

function toEntry(event: EventDocument): RoutingEntry {
  return {
    connection_id: event.connection_id,
    event_id: event._id,
    outcome: event.status as RoutingEntry["outcome"],
    cause: event.cause,
    detail: event.cause_detail,
  };
}
