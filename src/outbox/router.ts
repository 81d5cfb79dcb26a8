import { derivedId } from "../ids.ts";
import { readFilterData } from "../payload/data.ts";
import { routeOver, type Route } from "../rules/routing.ts";
import type { ConnectionDocument, EventDocument, RequestDocument } from "../store/documents.ts";
import { createGroupCommit } from "../store/group-commit.ts";
import { isUnavailable } from "../store/faults.ts";
import type { Routed } from "../store/requests.ts";
import type { Store } from "../store/store.ts";
import { dedupeWorkflowId, eventWorkflowId } from "../rules/workflow-id.ts";
import { dedupeKey } from "./dedupe.ts";
import { FIRST_ROUTING, newEvent, routingEntry, type Decision } from "./new-event.ts";

/** Turns accepted requests into events. */
export interface Router extends AsyncDisposable {
  /** Routes one request; rejects where MongoDB or the request is at fault: the sweeper tries again. Safe to repeat. */
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
    write: (requests) => routeGroup(store, requests, now()),
    maxGroup: 200,
    maxWaitingSize: 20_000,
    writers: 2,
  });
  return {
    route: async (request) => void (await groups.add(request)),
    [Symbol.asyncDispose]: () => groups[Symbol.asyncDispose](),
  };
}

/** Answers an error for each request that is itself at fault; the others are routed. */
async function routeGroup(
  store: RoutingStore,
  requests: RequestDocument[],
  now: Date,
): Promise<(true | Error)[]> {
  const junctions = await junctionsOf(store, [...new Set(requests.map((request) => request.source_id))]);
  const decided = await decideEach(store, requests, junctions);
  const written = await writeEach(store, decided);
  const routed = requests.flatMap((request, index) => {
    const it = written[index];
    return it === undefined || it instanceof Error ? [] : [{ request, ...it }];
  });
  const held = routed.flatMap(({ events, existing }) =>
    events.filter((event) => event.status === "held" || existing.has(event._id)),
  );
  await noteMissedReleases(store, held, now);
  await store.requests.markRouted(routed.map(toRouted), now);
  return written.map((it) => (it instanceof Error ? it : true));
}

/** Under a deduplicate rule one after the other: of copies, the first to come is the one to be delivered. */
function decideEach(
  store: RoutingStore,
  requests: RequestDocument[],
  junctions: Map<string, Junction[]>,
): Promise<(EventDocument[] | Error)[]> {
  const turns = new Map<string, Promise<unknown>>();
  const decisions = requests.map((request) => {
    const { source_id: source } = request;
    const ways = junctions.get(source) ?? [];
    const turn = turns.get(source) ?? Promise.resolve();
    const decision = turn.then(() => eventsOf(store, request, ways)).catch(toError);
    if (ways.some(({ connection }) => deduplicateRule(connection))) turns.set(source, decision);
    return decision;
  });
  return Promise.all(decisions);
}

interface Written {
  events: EventDocument[];
  /** Ids of those that were there before. */
  existing: Set<string>;
}

/** Writes the events of all at once, or, where one request's can't be stored, those of each request apart. */
async function writeEach(
  { events }: RoutingStore,
  decided: (EventDocument[] | Error)[],
): Promise<(Written | Error)[]> {
  try {
    const existing = await events.insertMissing(decided.flatMap((it) => (it instanceof Error ? [] : it)));
    return decided.map((it) => (it instanceof Error ? it : { events: it, existing }));
  } catch (error) {
    if (isUnavailable(error)) throw error;
  }
  const written: (Written | Error)[] = [];
  for (const it of decided) {
    if (it instanceof Error) written.push(it);
    else written.push(await writeOne(events, it));
  }
  return written;
}

async function writeOne(store: RoutingStore["events"], events: EventDocument[]): Promise<Written | Error> {
  try {
    return { events, existing: await store.insertMissing(events) };
  } catch (error) {
    if (isUnavailable(error)) throw error;
    return toError(error);
  }
}

const toError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));

const deduplicateRule = ({ rules }: ConnectionDocument) => rules.find((rule) => rule.type === "deduplicate");

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
  const destinations = await store.destinations.findFields({ _id: { $in: destinationIds } }, ["enabled"]);
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
  const rule = deduplicateRule(connection);
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

function toRouted({ request, events }: Written & { request: RequestDocument }): Routed {
  return {
    requestId: request._id,
    lease: request.outbox?.lease ?? null,
    routing: events.map(routingEntry),
    eventsCount: events.length,
    ignoredCount: events.filter((event) => event.status === "ignored").length,
  };
}
