import { eventIdOf } from "../ids.ts";
import { readFilterData } from "../payload/data.ts";
import type { FilterData } from "../rules/filter.ts";
import { routeOver } from "../rules/routing.ts";
import { dedupeWorkflowId, eventWorkflowId } from "../rules/workflow-id.ts";
import type { ConnectionDocument, EventDocument, RequestDocument } from "../store/documents.ts";
import type { Copy, WindowOwner } from "../store/dedupe-claims.ts";
import { MOST_ENTRIES } from "../store/requests.ts";
import type { Junction } from "../store/junctions.ts";
import type { Store } from "../store/store.ts";
import { dedupeKey } from "./dedupe.ts";
import { newEvent, type Decision, type Routing } from "./new-event.ts";

/** The routings of a request that are still to be recorded, the first one first. */
export function pendingOf({ status, routing, received_at, replays = [] }: RequestDocument): Routing[] {
  const isNew = status === "accepted" && routing.length === 0;
  const first: Routing[] = isNew ? [{ number: 0, at: received_at, replay: null }] : [];
  const pending = replays.filter(({ routed }) => !routed);
  return [...first, ...pending.map((replay) => ({ number: replay.number, at: replay.at, replay }))];
}

/** Makes the events of one request's pending routings. */
export type EventsOf = (request: RequestDocument, junctions: Junction[]) => Promise<EventDocument[]>;

/**
 * Decides on a group of requests, given in the order in which they came: of copies under a deduplicate rule, the first
 * to come is the one to be delivered. Claims of the same key are made one after the other, all else at once.
 */
export function createDecider({ dedupe, events }: Pick<Store, "dedupe" | "events">): EventsOf {
  const turns = new Map<string, Promise<unknown>>();

  function claim(copy: Copy): Promise<WindowOwner> {
    const key = `${copy.connectionId}:${copy.key}`;
    const claimed = (turns.get(key) ?? Promise.resolve()).then(() => dedupe.claim(copy));
    turns.set(
      key,
      claimed.catch(() => undefined),
    );
    return claimed;
  }

  /** Lets only the first copy in a deduplication window through. */
  async function deduplicate(decision: Decision): Promise<Decision> {
    const { request, connection, eventId, route, routing } = decision;
    if (route.outcome === "ignored") return { ...decision, workflowId: null };
    const rule = connection.rules.find((it) => it.type === "deduplicate");
    // Who replays a request wants its copy, though there is the first one.
    if (!rule || routing.replay) return decision;
    const key = dedupeKey(rule, request);
    const { team_id: teamId, _id: requestId, received_at: receivedAt } = request;
    const { window } = rule;
    const owner = await claim({
      teamId,
      connectionId: connection._id,
      key,
      window,
      receivedAt,
      requestId,
      eventId,
    });
    if (owner.event_id === eventId) {
      return { ...decision, workflowId: dedupeWorkflowId(connection._id, key, owner.start.getTime()) };
    }
    const detail = { duplicate_of: owner.event_id };
    return { ...decision, route: { outcome: "ignored", cause: "DUPLICATE", detail }, workflowId: null };
  }

  /** The latest event before on a connection; asked for only where the request's record may have forgotten it. */
  async function before(
    request: RequestDocument,
    connectionId: string,
    known: string | undefined,
  ): Promise<string | null> {
    if (known !== undefined) return known;
    if (request.routing.length < MOST_ENTRIES) return null;
    return (await events.latestOn(request.team_id, request._id, connectionId))?._id ?? null;
  }

  async function decide(
    request: RequestDocument,
    routing: Routing,
    { connection, destination }: Junction,
    data: FilterData,
    known: string | undefined,
  ): Promise<EventDocument> {
    const eventId = idOf(request, routing, connection);
    const route = routeOver({ connection, destination }, data, routing.replay ? null : request.received_at);
    const workflowId = eventWorkflowId(eventId);
    const decision = { eventId, request, routing, connection, route, workflowId, retriedFrom: null };
    if (!routing.replay) return newEvent(await deduplicate(decision));
    const retriedFrom = await before(request, connection._id, known);
    return newEvent(await deduplicate({ ...decision, retriedFrom }));
  }

  return async (request, junctions) => {
    const pending = pendingOf(request);
    if (junctions.length === 0 || pending.length === 0) return [];
    const data = readFilterData(request);
    const latest = new Map(request.routing.map((entry) => [entry.connection_id, entry.event_id]));
    const made: Promise<EventDocument>[] = [];
    for (const routing of pending) {
      const wanted = routing.replay?.connection_ids;
      for (const junction of junctions) {
        const { _id } = junction.connection;
        if (wanted && !wanted.includes(_id)) continue;
        made.push(decide(request, routing, junction, data, latest.get(_id)));
        latest.set(_id, idOf(request, routing, junction.connection));
      }
    }
    return Promise.all(made);
  };
}

function idOf(request: RequestDocument, { number, at }: Routing, connection: ConnectionDocument): string {
  return eventIdOf(at, request._id, connection._id, number);
}

/** The id of the event that the routing at ingress makes of a request on a connection, whether or not there was one. */
export function firstEventId(
  { _id, received_at }: Pick<RequestDocument, "_id" | "received_at">,
  connectionId: string,
): string {
  return eventIdOf(received_at, _id, connectionId, 0);
}
