import type { Failpoint } from "../failpoints.ts";
import type { EventDocument, RequestDocument } from "../store/documents.ts";
import { createGroupCommit } from "../store/group-commit.ts";
import { insist } from "../store/insist.ts";
import { weightOf } from "../store/requests.ts";
import type { Store } from "../store/store.ts";
import { createDecider } from "./decide.ts";
import type { Departing } from "./departing.ts";
import type { DirectLane } from "./direct-lane.ts";
import { createDrafts } from "./draft.ts";
import { createReadAhead, junctionsOf, type Junctions, type ReadAhead } from "./junctions.ts";
import { toError, writeDecided, type Decided, type WritingStore, type Written } from "./write-decided.ts";

/** Turns requests into events: those that came in, and those that are replayed. */
export interface Router extends AsyncDisposable {
  /**
   * Told of a request while it is being stored: where nobody else waits to be routed, what its routing will need is read
   * meanwhile.
   */
  expect: (request: RequestDocument) => void;
  /** Routes a request that has just come in, as `route` does; its first attempts may need no workflow. */
  routeNew: (request: RequestDocument) => Promise<void>;
  /**
   * Does the routings of a request that are pending; rejects where MongoDB or the request is at fault: the sweeper tries
   * again. Safe to repeat.
   */
  route: (request: RequestDocument) => Promise<void>;
}

/** The part of the store that routing uses. */
export type RoutingStore = WritingStore & Pick<Store, "findJunctions" | "dedupe">;

/** Where first attempts without a workflow are made, if this process makes them. */
type Lane = Pick<DirectLane, "plan" | "begin" | "stopping"> | null;

/** Hears of each request that was routed: the events that are new, as routing made them, and when its group began. */
export type Told = (request: RequestDocument, made: EventDocument[], startedAt: Date) => void;

/** What routing works with beside its store. */
interface Surroundings {
  lane: Lane;
  failpoint?: Failpoint;
  routed?: Told;
}

/** A decided request on its way to be written. */
interface Passage extends Decided {
  startedAt: Date;
  /** The first attempts of its events that need no workflow. */
  departing: Departing[];
}

/** A request that waits to be routed, and since when. */
interface Arrival {
  request: RequestDocument;
  since: Date;
}

/** Milliseconds after which a request that waits here is asked after: its data may have been erased. */
const STALE = 1000;
/** Milliseconds that a request's mark must last for a draft, which is written within a second. */
const MARKED_FOR = 5000;
/** Beyond what may wait, requests wait in MongoDB alone, for the sweeper. */
const GROUPS = {
  maxGroup: 200,
  maxGroupSize: 64 * 1024 * 1024,
  maxWaitingSize: 128 * 1024 * 1024,
  writeWithin: 10_000,
  writers: 1,
};

/**
 * Routes requests in groups: one read of the connections, one write of the events and one mark for all of a group.
 * Event ids are made of request, connection and replay number, so that a second routing after a crash finds the
 * events of the first.
 */
export function createRouter(
  store: RoutingStore,
  now: () => Date,
  { lane = null, failpoint, routed: tell }: Partial<Surroundings> = {},
): Router {
  const ahead = createReadAhead(store.findJunctions);
  let undecided = 0;
  const decisions = createGroupCommit<Arrival, Passage | null>({
    write: (arrivals) => decideGroup(store, arrivals, { ahead, lane, startedAt: now() }),
    size: ({ request }) => weightOf(request),
    ...GROUPS,
  });
  const writes = createGroupCommit<Decided, Written>({
    write: (group) => writeDecided(store, group, now(), failpoint),
    size: ({ request }) => weightOf(request),
    ...GROUPS,
  });

  async function decide(request: RequestDocument): Promise<Passage | null> {
    undecided++;
    try {
      return await decisions.add({ request, since: now() });
    } finally {
      undecided--;
    }
  }

  async function write({ request, events, startedAt }: Passage, stand: EventDocument[]): Promise<Written> {
    const standing = new Map(stand.map((event) => [event._id, event]));
    const written = await writes.add({ request, events: events.map((it) => standing.get(it._id) ?? it) });
    const made = events.filter(({ _id }) => !written.existing.has(_id));
    tell?.(request, made, startedAt);
    return written;
  }

  return {
    expect(request) {
      if (undecided === 0) ahead.begin(request);
    },
    async route(request) {
      const passage = await decide(request);
      if (!passage) return;
      // An attempt may have been made before a crash: only a workflow looks for it.
      const lanes = new Map(passage.departing.map(({ event }) => [event._id, event.lane]));
      const laned = passage.events.map((event) => ({ ...event, lane: lanes.get(event._id) ?? event.lane }));
      await write(passage, laned);
    },
    async routeNew(request) {
      const passage = await decide(request);
      if (!passage) return;
      const { departing } = passage;
      if (lane && mayBeDrafts(passage, now())) {
        const { drafts, written } = createDrafts(departing, (stand) =>
          insist(() => write(passage, stand), lane.stopping),
        );
        for (const [it, draft] of drafts) lane.begin(it, draft);
        await written;
      } else {
        const stand = departing.map(({ event }) => event);
        const { existing } = await write(passage, stand);
        for (const it of departing) if (!existing.has(it.event._id)) lane?.begin(it);
      }
    },
    async [Symbol.asyncDispose]() {
      await decisions[Symbol.asyncDispose]();
      await writes[Symbol.asyncDispose]();
    },
  };
}

/** What else a group is decided with. */
interface Deciding {
  ahead: ReadAhead;
  lane: Lane;
  startedAt: Date;
}

/** Answers null for each request whose data was erased, and an error for each that is itself at fault. */
async function decideGroup(
  store: RoutingStore,
  arrivals: Arrival[],
  { ahead, lane, startedAt }: Deciding,
): Promise<(Passage | null | Error)[]> {
  const requests = arrivals.map(({ request }) => request);
  const stale = arrivals.filter(({ since }) => startedAt.getTime() - since.getTime() > STALE);
  const [junctions, erased] = await Promise.all([
    junctionsFor(store, ahead, requests),
    store.requests.findErased(stale.map(({ request }) => request._id)),
  ]);
  const all = [...junctions.values()].flat();
  const byConnection = new Map(all.map((junction) => [junction.connection._id, junction]));
  const eventsOf = createDecider(store);
  const readAt = performance.now();

  function departingOf(request: RequestDocument, event: EventDocument): Departing[] {
    const { connection, openDestination, sourceName } = byConnection.get(event.connection_id)!;
    if (!lane || connection.first_attempt === "workflow" || event.status !== "queued") return [];
    const destination = openDestination();
    const planned = destination && lane.plan(event, connection, destination);
    return planned ? [{ event: planned, request, connection, destination, sourceName, readAt }] : [];
  }

  async function decide(request: RequestDocument): Promise<Passage | null> {
    if (erased.has(request._id)) return null;
    const events = await eventsOf(request, junctions.get(request.source_id) ?? []);
    const departing = events.flatMap((event) => departingOf(request, event));
    return { request, events, startedAt, departing };
  }
  return Promise.all(requests.map((request) => decide(request).catch(toError)));
}

async function junctionsFor(
  { findJunctions }: RoutingStore,
  ahead: ReadAhead,
  requests: RequestDocument[],
): Promise<Junctions> {
  const sourceIds = [...new Set(requests.map((request) => request.source_id))];
  return (await ahead.of(requests)) ?? junctionsOf(findJunctions, sourceIds);
}

/**
 * Whether the events of a new request may be written once it is known how their first attempts ended. Until then the
 * request's own mark in the outbox stands for them: it must not run out, for who then takes the request up knows nothing
 * of these attempts. None of the events may wait for that which has another way to go, or has to be found while its
 * payload is made.
 */
function mayBeDrafts({ request, events, departing }: Passage, now: Date): boolean {
  if (!request.outbox || request.outbox.due.getTime() - now.getTime() < MARKED_FOR) return false;
  const open = events.filter(({ status }) => status !== "ignored");
  return departing.length > 0 && departing.length === open.length && open.every((it) => it.as_received);
}
