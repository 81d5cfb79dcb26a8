import { setTimeout as sleep } from "node:timers/promises";
import type { AnyBulkWriteOperation, Collection, Filter } from "mongodb";
import { ApiError } from "../errors.ts";
import type { RejectionCause, RoutingEntry } from "../resources/request.ts";
import { searchText } from "../payload/search-text.ts";
import { isPassedOver } from "../rules/event-status.ts";
import type { EventDocument, Outbox, Replay, RequestDocument } from "./documents.ts";
import { createGroupCommit, type GroupCommit } from "./group-commit.ts";
import { createGroupRead } from "./group-read.ts";
import { insertEach, updateEach } from "./insert-each.ts";
import { claimDue, REPEATED, type Claim } from "./outbox.ts";

/** What routing found out about a request. */
export interface Routed {
  requestId: string;
  lease: string | null;
  /** Of all routings that were pending. */
  routing: RoutingEntry[];
  /** Whether the one at ingress was among them. */
  first: boolean;
  /** The numbers of the replays among them. */
  replays: number[];
  /** Why the request was rejected until these replays; null where it was not. */
  overruled: RejectionCause | null;
  ignoredCount: number;
}

/** A replay that is asked for; its number follows from those before it. */
export type ReplayOrder = Omit<Replay, "number" | "overruled" | "routed">;

/** What a request's record tells of an event that ended. */
export type EndedEvent = Pick<
  EventDocument,
  "_id" | "team_id" | "request_id" | "status" | "cause" | "cause_detail"
>;

/** The inbound requests: written once, routed once for each replay. */
export interface RequestStore extends AsyncDisposable {
  /** Resolves when the request survives the loss of any process; rejects with Overloaded or MongoDB's error. */
  insert: (request: RequestDocument) => Promise<void>;
  find: (teamId: string, id: string) => Promise<RequestDocument | null>;
  /**
   * Journals a replay that is to be routed under a new lease, and answers the request, or null where there is none. One
   * whose key is there already changes nothing. Throws CONFLICT where too many are under way, or its data was erased.
   */
  addReplay: (
    teamId: string,
    id: string,
    replay: ReplayOrder,
    mark: Outbox,
  ) => Promise<RequestDocument | null>;
  /**
   * Records what routing made of requests, and takes them out of the outbox; nothing where the lease has gone to someone
   * else, who routes them too. Answers an error for each that can't be stored, and names each whose data was erased
   * meanwhile: it is recorded too, but what was made of it must be erased.
   */
  markRouted: (results: Routed[], now: Date) => Promise<(true | "erased" | Error)[]>;
  /** Those of the requests, of any team, whose data was erased. */
  findErased: (ids: string[]) => Promise<Set<string>>;
  /** Corrects the record of an event that was to be delivered, and then was not. */
  noteEnd: (event: EndedEvent) => Promise<void>;
  /** The same of many. */
  noteEnds: (events: EndedEvent[]) => Promise<void>;
  /** Takes up to `limit` requests whose routing is overdue, the oldest first. */
  claimUnrouted: (claim: Claim) => Promise<RequestDocument[]>;
}

/** Replays that a request remembers, the latest; and those that may be under way at once. */
const MOST_REPLAYS = 100;
const MOST_PENDING = 50;
/** Entries of its routings that a request remembers: the latest, or all of one routing that has more. */
export const MOST_ENTRIES = 200;
/** How often a replay waits for the first routing to be recorded, and for how many milliseconds each time. */
const MOST_LOOKS = 20;
const LOOK_EVERY = 100;
/** Milliseconds for which the request of a replay is kept at least. */
const KEPT = 86_400_000;

/** Milliseconds: a sender is told within ten seconds that its request could not be stored. */
const MAX_WAIT = 4000;
const WRITE_WITHIN = 5000;
const MAX_GROUP = 500;
const MAX_GROUP_BYTES = 24 * 1024 * 1024;
const MAX_WAITING_BYTES = 192 * 1024 * 1024;
/** What a request weighs beside its body and headers. */
const ENVELOPE_BYTES = 4096;

/** The memory that a request takes, in bytes, roughly. */
export function weightOf({ body, header_lines, query, path }: RequestDocument): number {
  const headers = header_lines.reduce((sum, [name, value]) => sum + name.length + value.length, 0);
  return (body?.length ?? 0) + headers + query.length + path.length + ENVELOPE_BYTES;
}

/** Bodies may have megabytes each: a list is read without them, and without what only searches look at. */
export const WITHOUT_BODY = { body: 0, search: 0 };
/** What searches look at is nothing to anyone else. */
const WITHOUT_SEARCH = { search: 0 };

/** Inserts go in groups bounded by their bytes; what would wait beyond that bound is refused. */
export function createRequestStore(
  collection: Collection<RequestDocument>,
  wrote?: (items: number, ms: number) => void,
): RequestStore {
  const inserts: GroupCommit<RequestDocument, true> = createGroupCommit({
    write: (group) => insertEach(collection, group),
    writeWithin: WRITE_WITHIN,
    size: weightOf,
    maxGroup: MAX_GROUP,
    maxGroupSize: MAX_GROUP_BYTES,
    maxWaitingSize: MAX_WAITING_BYTES,
    maxWait: MAX_WAIT,
    writers: 2,
    wrote,
  });

  async function noteEnds(events: EndedEvent[]): Promise<void> {
    const writes = events.filter(isPassedOver).map(noting);
    if (writes.length > 0) await collection.bulkWrite(writes, { ordered: false });
  }

  async function findErased(ids: string[]): Promise<Set<string>> {
    if (ids.length === 0) return new Set();
    const erased = { _id: { $in: ids }, data_erased_at: { $type: "date" as const } };
    const found = await collection.find(erased, { projection: { _id: 1 } }).toArray();
    return new Set(found.map(({ _id }) => _id));
  }

  return {
    insert: async (request) => void (await inserts.add({ ...request, search: searchText(request) })),
    find: createGroupRead(collection, WITHOUT_SEARCH),
    async addReplay(team_id, _id, replay, mark) {
      for (let looks = 0; ; looks++) {
        const request = await collection.findOne({ _id, team_id }, { projection: WITHOUT_BODY });
        if (!request) return null;
        if (looks < MOST_LOOKS && isBeingRouted(request, replay.at)) {
          await sleep(LOOK_EVERY);
          continue;
        }
        if (request.replays?.some(({ key }) => key === replay.key))
          return collection.findOne({ _id, team_id });
        if (request.data_erased_at) throw new ApiError("CONFLICT", "The data of this request was erased.");
        const { replays_count, rejection_cause: overruled, replays = [] } = request;
        if (replays.filter(({ routed }) => !routed).length >= MOST_PENDING)
          throw new ApiError("CONFLICT", `${MOST_PENDING} replays of this request are under way already.`);
        const journalled: Replay = { ...replay, number: replays_count + 1, overruled, routed: false };
        const noted = await collection.findOneAndUpdate(
          { _id, team_id, replays_count, data_erased_at: null },
          {
            $push: { replays: { $each: [journalled], $slice: -MOST_REPLAYS } },
            $inc: { replays_count: 1 },
            $set: { outbox: mark, updated_at: replay.at },
            $max: { expires_at: new Date(replay.at.getTime() + KEPT) },
          },
          { returnDocument: "after" },
        );
        // Another replay took the number: this one is the next.
        if (noted) return noted;
      }
    },
    async markRouted(results, now) {
      let found = 0;
      const marks = results.map((routed) => marking(routed, now));
      const marked = await updateEach(collection, marks, REPEATED, (count) => (found += count));
      if (found === results.length) return marked;
      const erased = await findErased(results.map(({ requestId }) => requestId));
      const late = results.filter(({ requestId }) => erased.has(requestId));
      await updateEach(
        collection,
        late.map((routed) => marking(routed, now, ofErased(routed))),
      );
      return marked.map((it, index) => (erased.has(results[index]!.requestId) ? "erased" : it));
    },
    findErased,
    noteEnd: (event) => noteEnds([event]),
    noteEnds,
    claimUnrouted: (claim) => claimDue(collection, claim, WITHOUT_SEARCH),
    [Symbol.asyncDispose]: () => inserts[Symbol.asyncDispose](),
  };
}

/** Whether it has just come in: who routes it may be sending its events already, and writes them soon. */
const isBeingRouted = ({ status, routing, outbox }: RequestDocument, at: Date): boolean =>
  status === "accepted" && routing.length === 0 && !!outbox?.lease && outbox.due > at;

/** Done again, it changes nothing: the entry is not open any more. */
function noting(event: EndedEvent): AnyBulkWriteOperation<RequestDocument> {
  const { _id: event_id, team_id, request_id, status, cause, cause_detail } = event;
  const open = { event_id, outcome: { $in: ["queued" as const, "held" as const] } };
  return {
    updateOne: {
      filter: { _id: request_id, team_id, routing: { $elemMatch: open } },
      update: {
        $set: {
          "routing.$.outcome": status === "ignored" ? status : ("failed" as const),
          "routing.$.cause": cause,
          "routing.$.detail": cause_detail,
        },
        ...(status === "ignored" && { $inc: { ignored_count: 1 } }),
      },
    },
  };
}

/** Erasure has taken the lease: it is counted where none of its events is known yet. */
const ofErased = ({ requestId, routing }: Routed): Filter<RequestDocument> => ({
  _id: requestId,
  data_erased_at: { $type: "date" },
  "routing.event_id": { $nin: routing.map(({ event_id }) => event_id) },
});

/** Under the lease each routing is counted once, however often it was done. */
function marking(
  { requestId, lease, routing, first, replays, overruled, ignoredCount }: Routed,
  now: Date,
  filter: Filter<RequestDocument> = { _id: requestId, "outbox.lease": lease },
): AnyBulkWriteOperation<RequestDocument> {
  const found = routing.length > 0;
  const replayed = replays.length > 0;
  return {
    updateOne: {
      filter,
      update: {
        $push: { routing: { $each: routing, $slice: -Math.max(MOST_ENTRIES, routing.length) } },
        $inc: { events_count: routing.length, ignored_count: ignoredCount },
        $set: {
          updated_at: now,
          // An operator's word counts more than the cause of a rejection; without a connection nothing has changed.
          ...(found && replayed && { status: "accepted" as const, rejection_cause: null }),
          ...(found && overruled && { overruled_cause: overruled }),
          ...(!found && first && { status: "rejected" as const, rejection_cause: "NO_CONNECTION" as const }),
          ...(replayed && { "replays.$[replay].routed": true }),
        },
        $unset: { outbox: "" as const },
      },
      ...(replayed && { arrayFilters: [{ "replay.number": { $in: replays } }] }),
    },
  };
}
