import { derivedId } from "../ids.ts";
import { readFilterData } from "../payload/data.ts";
import { routeOver, type Route } from "../rules/routing.ts";
import type { ConnectionDocument, EventDocument, RequestDocument } from "../store/documents.ts";
import { createGroupCommit } from "../store/group-commit.ts";
import type { Routed } from "../store/requests.ts";
import type { Store } from "../store/store.ts";
import { dedupeWorkflowId, eventWorkflowId } from "../rules/workflow-id.ts";
import { dedupeKey } from "./dedupe.ts";
import { FIRST_ROUTING, newEvent, routingEntry, type Decision } from "./new-event.ts";

/** Turns accepted requests into events. */
export interface Router extends AsyncDisposable {
  /** Routes one request; rejects where MongoDB fails, and then the sweeper does it later. Safe to repeat. */
  route: (request: RequestDocument) => Promise<void>;
}

/** The part of the store that routing uses. */
export type RoutingStore = Pick<
  Store,
  "connections" | "destinations" | "requests" | "events" | "dedupe" | "changes"
>;

/** A connection with what routing must know of its destination. */
interface Junction {
  connection: ConnectionDocument;
  destination: { enabled: boolean } | null;
}

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
  const routed: { request: RequestDocument; events: EventDocument[] }[] = [];
  // One after the other: of copies in one group, the first to come is the one to be delivered.
  for (const request of requests) {
    const events = await eventsOf(store, request, junctions.get(request.source_id) ?? []);
    routed.push({ request, events });
  }
  const events = routed.flatMap((it) => it.events);
  const existing = await store.events.insertMissing(events);
  const held = events.filter((event) => event.status === "held" || existing.has(event._id));
  await noteMissedReleases(store, held, now);
  await store.requests.markRouted(routed.map(toRouted), now);
}

/**
 * A connection that was unpaused, switched off or deleted since it was read has released or ended its held events
 * without these: it does so again.
 */
async function noteMissedReleases(store: RoutingStore, held: EventDocument[], now: Date): Promise<void> {
  if (held.length === 0) return;
  const ids = [...new Set(held.map((event) => event.connection_id))];
  const paused = await store.connections.findMany({
    _id: { $in: ids },
    enabled: true,
    paused_at: { $ne: null },
  });
  const stillPaused = new Set(paused.map((connection) => connection._id));
  const missed = new Map(held.map(({ connection_id: _id, team_id }) => [_id, { _id, team_id }]));
  for (const connection of missed.values()) {
    if (!stillPaused.has(connection._id)) await store.changes.note(connection, now);
  }
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

async function eventsOf(
  store: RoutingStore,
  request: RequestDocument,
  junctions: Junction[],
): Promise<EventDocument[]> {
  if (junctions.length === 0) return [];
  const data = readFilterData(request);
  return Promise.all(
    junctions.map(async (junction) => {
      const route = routeOver(junction, data, request.received_at);
      return newEvent(await decide(store, request, junction.connection, route));
    }),
  );
}

/** Lets only the first copy in a deduplication window through. */
async function decide(
  { dedupe }: RoutingStore,
  request: RequestDocument,
  connection: ConnectionDocument,
  route: Route,
): Promise<Decision> {
  const eventId = derivedId("event", request.received_at, request._id, connection._id, FIRST_ROUTING);
  const decision = { eventId, request, connection, route, workflowId: eventWorkflowId(eventId) };
  const rule = connection.rules.find((it) => it.type === "deduplicate");
  if (route.outcome === "ignored") return { ...decision, workflowId: null };
  if (!rule) return decision;
  const key = dedupeKey(rule, request);
  const { team_id: teamId, _id: requestId, received_at: receivedAt } = request;
  const copy = {
    teamId,
    connectionId: connection._id,
    key,
    window: rule.window,
    receivedAt,
    requestId,
    eventId,
  };
  const owner = await dedupe.claim(copy);
  if (owner.event_id === eventId) {
    return { ...decision, workflowId: dedupeWorkflowId(connection._id, key, owner.start.getTime()) };
  }
  const detail = { duplicate_of: owner.event_id };
  return { ...decision, route: { outcome: "ignored", cause: "DUPLICATE", detail }, workflowId: null };
}

function toRouted({ request, events }: { request: RequestDocument; events: EventDocument[] }): Routed {
  return {
    requestId: request._id,
    lease: request.outbox?.lease ?? null,
    routing: events.map(routingEntry),
    eventsCount: events.length,
    ignoredCount: events.filter((event) => event.status === "ignored").length,
  };
}
