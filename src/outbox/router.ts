import type { Failpoint } from "../failpoints.ts";
import type { EventDocument, RequestDocument } from "../store/documents.ts";
import { createGroupCommit } from "../store/group-commit.ts";
import { isUnavailable } from "../store/faults.ts";
import { weightOf, type Routed } from "../store/requests.ts";
import type { Store } from "../store/store.ts";
import { createDecider, pendingOf, type Junction } from "./decide.ts";
import type { DirectLane } from "./direct-lane.ts";
import { junctionsOf } from "./junctions.ts";
import { routingEntry } from "./new-event.ts";
import { isFinal } from "../rules/event-status.ts";

/** Turns requests into events: those that came in, and those that are replayed. */
export interface Router extends AsyncDisposable {
  /**
   * Does the routings of a request that are pending; rejects where MongoDB or the request is at fault: the sweeper tries
   * again. Safe to repeat.
   */
  route: (request: RequestDocument) => Promise<void>;
}

/** The part of the store that routing uses. */
export type RoutingStore = Pick<
  Store,
  "sources" | "connections" | "destinations" | "requests" | "events" | "dedupe" | "changes" | "erasure"
>;

/** Where first attempts without a workflow are made, if this process makes them. */
type Lane = Pick<DirectLane, "plan" | "begin"> | null;

/** Hears of each request that was routed: the events that are new, and when its group began. */
export type Told = (request: RequestDocument, made: EventDocument[], startedAt: Date) => void;

/** What routing works with beside its store. */
interface Surroundings {
  failpoint?: Failpoint;
  lane: Lane;
  routed?: Told;
}

const MAX_GROUP_BYTES = 64 * 1024 * 1024;
/** Beyond it, requests wait in MongoDB alone, for the sweeper. */
const MAX_WAITING_BYTES = 128 * 1024 * 1024;
/** Milliseconds after which a request that waits here is asked after: its data may have been erased. */
const STALE = 1000;

/** A request that waits to be routed, and since when. */
interface Waiting {
  request: RequestDocument;
  since: Date;
}

/**
 * Routes requests in groups: one read of the connections, one write of the events and one mark for all of a group.
 * Event ids are made of request, connection and replay number, so that a second routing after a crash finds the
 * events of the first.
 */
export function createRouter(
  store: RoutingStore,
  now: () => Date,
  { lane = null, ...others }: Partial<Surroundings> = {},
): Router {
  const groups = createGroupCommit<Waiting, true>({
    write: (waiting) => routeGroup(store, waiting, now(), { lane, ...others }),
    size: ({ request }) => weightOf(request),
    maxGroup: 200,
    maxGroupSize: MAX_GROUP_BYTES,
    maxWaitingSize: MAX_WAITING_BYTES,
    writers: 2,
  });
  return {
    route: async (request) => void (await groups.add({ request, since: now() })),
    [Symbol.asyncDispose]: () => groups[Symbol.asyncDispose](),
  };
}

/** Answers an error for each request that is itself at fault; the others are routed, but those whose data was erased. */
async function routeGroup(
  store: RoutingStore,
  waiting: Waiting[],
  now: Date,
  surroundings: Surroundings,
): Promise<(true | Error)[]> {
  const sourceIds = [...new Set(waiting.map(({ request }) => request.source_id))];
  const stale = waiting.filter(({ since }) => now.getTime() - since.getTime() > STALE);
  const [junctions, erased] = await Promise.all([
    junctionsOf(store, sourceIds, surroundings.lane !== null),
    store.requests.findErased(stale.map(({ request }) => request._id)),
  ]);
  const open = waiting.flatMap(({ request }) => (erased.has(request._id) ? [] : [request]));
  const results = await routeOpen(store, junctions, open, now, surroundings);
  const resultOf = new Map(open.map((request, index) => [request, results[index]]));
  return waiting.map(({ request }) => resultOf.get(request) ?? true);
}

async function routeOpen(
  store: RoutingStore,
  junctions: Map<string, Junction[]>,
  requests: RequestDocument[],
  now: Date,
  { failpoint, lane, routed: tell }: Surroundings,
): Promise<(true | Error)[]> {
  const departures = createDepartures(lane, junctions);
  const decided = await decideEach(store, requests, junctions);
  failpoint?.("before-events");
  const written = await writeEach(
    store,
    decided.map((it) => (it instanceof Error ? it : it.map((event) => departures.plan(event)))),
  );
  failpoint?.("after-events");
  const routed = requests.flatMap((request, index) => {
    const it = written[index];
    return it === undefined || it instanceof Error ? [] : [{ request, ...it }];
  });
  for (const it of routed) departures.begin(it);
  const held = routed.flatMap(({ events }) => events.filter(({ status }) => status === "held"));
  await noteMissedReleases(store, held, now);
  const marked = await store.requests.markRouted(routed.map(toRouted), now);
  await noteEnds(store, routed);
  await eraseLate(store, routed, marked, now);
  failpoint?.("after-routing");
  for (const { request, events, existing } of routed)
    tell?.(
      request,
      events.filter((event) => !existing.has(event._id)),
      now,
    );
  const faults = new Map(routed.map(({ request }, index) => [request, marked[index]]));
  return written.map((it, index) => {
    const fault = it instanceof Error ? it : faults.get(requests[index]!);
    return fault instanceof Error ? fault : true;
  });
}

function decideEach(
  store: RoutingStore,
  requests: RequestDocument[],
  junctions: Map<string, Junction[]>,
): Promise<(EventDocument[] | Error)[]> {
  const eventsOf = createDecider(store);
  return Promise.all(
    requests.map((request) => eventsOf(request, junctions.get(request.source_id) ?? []).catch(toError)),
  );
}

/** What went on before its entry was written could not correct it. */
async function noteEnds({ events, requests }: RoutingStore, written: Written[]): Promise<void> {
  const open = written.flatMap((it) => it.events.filter(({ status }) => !isFinal(status)));
  if (open.length > 0) await requests.noteEnds(await events.findPassedOver(open.map((event) => event._id)));
}

/** What was made of requests whose data was erased since they were read must not stay, nor be sent. */
async function eraseLate(
  { erasure }: RoutingStore,
  routed: { request: RequestDocument }[],
  marked: (true | "erased" | Error)[],
  now: Date,
): Promise<void> {
  const late = routed.filter((_, index) => marked[index] === "erased");
  for (const { request } of late) await erasure.erase(request.team_id, request._id, now);
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
    const asStored = await storedOf(events, existing);
    return decided.map((it) => (it instanceof Error ? it : { events: it.map(asStored), existing }));
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
    const existing = await store.insertMissing(events);
    return { events: events.map(await storedOf(store, existing)), existing };
  } catch (error) {
    if (isUnavailable(error)) throw error;
    return toError(error);
  }
}

/** Each event as steps since have left it, where an earlier routing has written it. */
async function storedOf(
  store: RoutingStore["events"],
  existing: Set<string>,
): Promise<(event: EventDocument) => EventDocument> {
  const found = existing.size === 0 ? [] : await store.findMany([...existing]);
  const stored = new Map(found.map((event) => [event._id, event]));
  return (event) => stored.get(event._id) ?? event;
}

const toError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));

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

/** Plans and begins the first attempts of one group that need no workflow. */
function createDepartures(lane: Lane, junctions: Map<string, Junction[]>) {
  const all = [...junctions.values()].flat();
  const byConnection = new Map(all.map((junction) => [junction.connection._id, junction]));
  const planned = new Set<string>();
  return {
    plan(event: EventDocument): EventDocument {
      const { connection, direct } = byConnection.get(event.connection_id) ?? {};
      if (!lane || !connection || !direct) return event;
      const plan = lane.plan(event, connection, direct.destination);
      if (plan !== event) planned.add(event._id);
      return plan;
    },
    begin({ request, events, existing }: Written & { request: RequestDocument }): void {
      for (const event of events) {
        if (!planned.has(event._id) || existing.has(event._id)) continue;
        const { connection, direct } = byConnection.get(event.connection_id)!;
        lane?.begin({ event, request, connection, ...direct! });
      }
    },
  };
}

function toRouted({ request, events }: Written & { request: RequestDocument }): Routed {
  const pending = pendingOf(request);
  const replays = pending.flatMap(({ replay }) => replay ?? []);
  return {
    requestId: request._id,
    lease: request.outbox?.lease ?? null,
    routing: events.map(routingEntry),
    first: pending.some(({ replay }) => !replay),
    replays: replays.map(({ number }) => number),
    overruled: replays.find(({ overruled }) => overruled)?.overruled ?? null,
    ignoredCount: events.filter((event) => event.status === "ignored").length,
  };
}
