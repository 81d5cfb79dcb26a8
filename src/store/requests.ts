import type { Collection } from "mongodb";
import type { RoutingEntry } from "../resources/request.ts";
import { within } from "./deadline.ts";
import type { RequestDocument } from "./documents.ts";
import { createGroupCommit, type GroupCommit } from "./group-commit.ts";
import { insertEach } from "./insert-each.ts";
import { claimDue, type Claim } from "./outbox.ts";

/** What routing found out about a request. */
export interface Routed {
  requestId: string;
  lease: string | null;
  routing: RoutingEntry[];
  eventsCount: number;
  ignoredCount: number;
}

/** The inbound requests: written once, routed once for each replay. */
export interface RequestStore extends AsyncDisposable {
  /** Resolves when the request survives the loss of any process; rejects with Overloaded or MongoDB's error. */
  insert: (request: RequestDocument) => Promise<void>;
  find: (teamId: string, id: string) => Promise<RequestDocument | null>;
  /** Records what routing made of requests, and takes them out of the outbox. */
  markRouted: (results: Routed[], now: Date) => Promise<void>;
  /** Takes up to `limit` requests whose routing is overdue, the oldest first. */
  claimUnrouted: (claim: Claim) => Promise<RequestDocument[]>;
}

/** Milliseconds: a sender is told within ten seconds that its request could not be stored. */
const MAX_WAIT = 4000;
const WRITE_WITHIN = 5000;
const MAX_GROUP = 500;
const MAX_GROUP_BYTES = 24 * 1024 * 1024;
const MAX_WAITING_BYTES = 192 * 1024 * 1024;
/** What a request weighs beside its body. */
const ENVELOPE_BYTES = 4096;

/** Inserts go in groups bounded by their bytes; what would wait beyond that bound is refused. */
export function createRequestStore(collection: Collection<RequestDocument>): RequestStore {
  const inserts: GroupCommit<RequestDocument, true> = createGroupCommit({
    write: (group) => within(WRITE_WITHIN, insertEach(collection, group, { timeoutMS: WRITE_WITHIN })),
    size: (request) => request.body_size + ENVELOPE_BYTES,
    maxGroup: MAX_GROUP,
    maxGroupSize: MAX_GROUP_BYTES,
    maxWaitingSize: MAX_WAITING_BYTES,
    maxWait: MAX_WAIT,
    writers: 2,
  });

  return {
    insert: async (request) => void (await inserts.add(request)),
    find: (teamId, id) => collection.findOne({ _id: id, team_id: teamId }),
    async markRouted(results, now) {
      if (results.length === 0) return;
      const writes = results.map(({ requestId, lease, routing, eventsCount, ignoredCount }) => ({
        updateOne: {
          filter: { _id: requestId, "outbox.lease": lease },
          update: {
            $set: {
              routing,
              events_count: eventsCount,
              ignored_count: ignoredCount,
              updated_at: now,
              ...(routing.length === 0
                ? { status: "rejected" as const, rejection_cause: "NO_CONNECTION" as const }
                : {}),
            },
            $unset: { outbox: "" as const },
          },
        },
      }));
      await collection.bulkWrite(writes, { ordered: false });
    },
    claimUnrouted: (claim) => claimDue(collection, claim),
    [Symbol.asyncDispose]: () => inserts[Symbol.asyncDispose](),
  };
}
