import type { Failpoint } from "../failpoints.ts";
import { isFinal } from "../rules/event-status.ts";
import type { EventDocument, RequestDocument } from "../store/documents.ts";
import { isUnavailable } from "../store/faults.ts";
import type { Routed } from "../store/requests.ts";
import type { Store } from "../store/store.ts";
import { pendingOf } from "./decide.ts";
import { routingEntry } from "./new-event.ts";

/** What is written of routed requests, and what it is compared with. */
export type WritingStore = Pick<Store, "connections" | "requests" | "events" | "changes" | "erasure">;

/** A request with the events that were decided of it. */
export interface Decided {
  request: RequestDocument;
  events: EventDocument[];
}

/** What became of a request's events. */
export interface Written {
  /** Ids of those that somebody else has in hand: they were there before, or their request's data was erased. */
  existing: Set<string>;
}

/** The events of a request as they stand in the store. */
interface Stored extends Written {
  events: EventDocument[];
}

/**
 * Writes the events of requests in one write, then marks all of them as routed in another. Answers an error for each
 * request that is itself at fault.
 */
export async function writeDecided(
  store: WritingStore,
  decided: Decided[],
  now: Date,
  failpoint?: Failpoint,
): Promise<(Written | Error)[]> {
  failpoint?.("before-events");
  const written = await writeEach(store, decided);
  failpoint?.("after-events");
  const stored = decided.flatMap(({ request }, index) => {
    const it = written[index]!;
    return it instanceof Error ? [] : [{ request, ...it }];
  });
  const held = stored.flatMap(({ events }) => events.filter(({ status }) => status === "held"));
  await noteMissedReleases(store, held, now);
  const marked = await store.requests.markRouted(stored.map(toRouted), now);
  await noteEnds(store, stored);
  await eraseLate(store, stored, marked, now);
  failpoint?.("after-routing");
  const marks = new Map(stored.map(({ request }, index) => [request, marked[index]]));
  return written.map((it, index) => {
    const { request, events } = decided[index]!;
    const mark = marks.get(request);
    if (mark === "erased") return { existing: new Set(events.map(({ _id }) => _id)) };
    return mark instanceof Error ? mark : it;
  });
}

/** What went on before its entry was written could not correct it. */
async function noteEnds({ events, requests }: WritingStore, written: Stored[]): Promise<void> {
  const open = written.flatMap((it) => it.events.filter(({ status }) => !isFinal(status)));
  if (open.length > 0) await requests.noteEnds(await events.findPassedOver(open.map((event) => event._id)));
}

/** What was made of requests whose data was erased since they were read must not stay, nor be sent. */
async function eraseLate(
  { erasure }: WritingStore,
  stored: { request: RequestDocument }[],
  marked: (true | "erased" | Error)[],
  now: Date,
): Promise<void> {
  const late = stored.filter((_, index) => marked[index] === "erased");
  for (const { request } of late) await erasure.erase(request.team_id, request._id, now);
}

/** Writes the events of all at once, or, where one request's can't be stored, those of each request apart. */
async function writeEach({ events }: WritingStore, decided: Decided[]): Promise<(Stored | Error)[]> {
  try {
    const existing = await events.insertMissing(decided.flatMap((it) => it.events));
    const asStored = await storedOf(events, existing);
    return decided.map((it) => ({ events: it.events.map(asStored), existing }));
  } catch (error) {
    if (isUnavailable(error)) throw error;
  }
  const written: (Stored | Error)[] = [];
  for (const it of decided) written.push(await writeOne(events, it.events));
  return written;
}

async function writeOne(store: WritingStore["events"], events: EventDocument[]): Promise<Stored | Error> {
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
  store: WritingStore["events"],
  existing: Set<string>,
): Promise<(event: EventDocument) => EventDocument> {
  const found = existing.size === 0 ? [] : await store.findMany([...existing]);
  const stored = new Map(found.map((event) => [event._id, event]));
  return (event) => stored.get(event._id) ?? event;
}

/** What was thrown, as an error. */
export const toError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));

/**
 * A connection that was unpaused, switched off or deleted since it was read has released or ended its held events
 * without these: it does so again.
 */
async function noteMissedReleases(store: WritingStore, held: EventDocument[], now: Date): Promise<void> {
  if (held.length === 0) return;
  const ids = [...new Set(held.map((event) => event.connection_id))];
  const paused = await store.connections.findMany({
    _id: { $in: ids },
    enabled: true,
    paused_at: { $ne: null },
  });
  const stillPaused = new Set(paused.map((connection) => connection._id));
  const missed = new Map(held.map(({ connection_id: _id, team_id }) => [_id, { _id, team_id }]));
  const left = [...missed.values()].filter(({ _id }) => !stillPaused.has(_id));
  await store.changes.note(left, now);
}

function toRouted({ request, events }: Decided): Routed {
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
