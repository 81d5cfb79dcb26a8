import type { Collection, Filter, UpdateFilter } from "mongodb";
import { searchText } from "../payload/search-text.ts";
import { FailureCause } from "../resources/event.ts";
import type { Failpoint } from "../failpoints.ts";
import { within, WRITE_WITHIN } from "./deadline.ts";
import type { AttemptDocument, EventDocument } from "./documents.ts";
import { followChanges, type ChangeFeed } from "./change-feed.ts";
import { isDuplicateKey } from "./faults.ts";
import { createGroupCommit } from "./group-commit.ts";
import { createGroupRead } from "./group-read.ts";
import { insertEach, insertMissing } from "./insert-each.ts";
import { insist } from "./insist.ts";
import { TOLD } from "./told-orders.ts";
import { claimDue, REPEATED, type Claim } from "./outbox.ts";
import { WITHOUT_PAYLOAD, type EventChange } from "./event-fields.ts";
import { createSettlements, type Hold } from "./settlements.ts";

export type { EventChange, Hold };

/** Writes what an attempt makes of its event. */
type Settle = (
  attempt: AttemptDocument,
  change: EventChange,
  before: EventDocument,
  signal: AbortSignal,
  hold?: Hold,
) => Promise<EventDocument>;

/** Names one event. */
type EventRef = Pick<EventDocument, "_id" | "team_id">;

/**
 * Events and their attempts. Each change of an event is a compare-and-set on what it was decided from, so that a step
 * that runs twice, or late, changes nothing the second time.
 */
export interface EventStore extends AsyncDisposable {
  /** Inserts events; those that are there already stay as they are, and their ids are answered. */
  insertMissing: (events: EventDocument[]) => Promise<Set<string>>;
  find: (teamId: string, id: string) => Promise<EventDocument | null>;
  /** Events of any team, as routing wrote them before a crash and steps since have left them. */
  findMany: (ids: string[]) => Promise<EventDocument[]>;
  /** Those of the events that were passed over: ignored, or not to be transformed. */
  findPassedOver: (ids: string[]) => Promise<EventDocument[]>;
  findAttempt: (event: EventRef, attemptNumber: number) => Promise<AttemptDocument | null>;
  /** The attempt that was made for an order. */
  findOrdered: (event: EventRef, orderId: string) => Promise<AttemptDocument | null>;
  /**
   * Writes an attempt. Rejects where the number is taken. What was sent is sent again where this fails: it waits some 20 s
   * for MongoDB, less once `signal` is aborted.
   */
  insertAttempt: (attempt: AttemptDocument, signal: AbortSignal) => Promise<void>;
  /**
   * Writes what an attempt that was written makes of its event, and answers the event. An event that was cancelled during
   * an attempt which failed stays cancelled; `before` is how it stood until then. With `hold`, the event leaves the outbox, or
   * goes back to it, in the same write. It waits as `insertAttempt` does.
   */
  settle: Settle;
  /** Both, one after the other. */
  recordAttempt: Settle;
  /** Changes an event that still has one of the statuses; null where it has not. */
  change: (
    event: EventRef,
    from: EventDocument["status"][],
    change: EventChange,
  ) => Promise<EventDocument | null>;
  /** Takes up to `limit` events whose workflow is to be started. */
  claimUndispatched: (claim: Claim) => Promise<EventDocument[]>;
  /** The events of one routing of a request. */
  ofRouting: (teamId: string, requestId: string, replayNumber: number) => Promise<EventDocument[]>;
  /** The latest event of a request on a connection. */
  latestOn: (teamId: string, requestId: string, connectionId: string) => Promise<EventDocument | null>;
  /** Takes events out of the outbox: their workflows were told, also of their orders. */
  markDispatched: (ids: string[], lease: string) => Promise<void>;
  /** Keeps the lease of events that are still being attempted without a workflow. */
  extend: (ids: string[], lease: string, due: Date) => Promise<void>;
  /** Those of the events that still carry the lease. */
  findHeld: (ids: string[], lease: string) => Promise<Set<string>>;
  /** When what waits in the outbox the longest was due; null where nothing waits. */
  oldestDue: (now: Date) => Promise<Date | null>;
  /** Gives events back to the outbox, to be taken up again at `due`. */
  release: (ids: string[], lease: string, due: Date) => Promise<void>;
  /** Gives events back that are to let others pass. */
  stepAside: (ids: string[], lease: string, now: Date) => Promise<void>;
  /**
   * Those that have let others pass for the longest, of the destination whose id comes next after the given one, and,
   * where there is room left, of the next.
   */
  oldestBehind: (after: string, limit: number) => Promise<Pick<EventDocument, "_id" | "destination_id">[]>;
  /** Gives events back that were not tried: each has its place again, by its age. */
  giveBack: (ids: string[], lease: string) => Promise<void>;
  /**
   * Tells the ids of events as they come into the outbox, and the destination of each that was made just now; `missed`
   * when some may have gone untold.
   */
  followOutbox: (
    queued: (id: string, destinationId: string | null) => void,
    missed: () => void,
  ) => ChangeFeed;
}

/** Milliseconds after which an event that lets others pass is taken up with all others. */
const BEHIND_FOR = 3_600_000;
/** Of a time: that there is one, such that an index alone tells. */
const SOME = { $gt: new Date(0) };

const QUEUED = {
  $match: {
    $or: [
      // What is attempted without a workflow is inserted under a lease.
      {
        operationType: "insert",
        "fullDocument.outbox.lease": null,
        "fullDocument.outbox": { $exists: true },
      },
      { operationType: "update", "updateDescription.updatedFields.outbox": { $exists: true } },
    ],
  },
};

const TOLD_OF = { $project: { documentKey: 1, operationType: 1, "fullDocument.destination_id": 1 } };

/** Hears of each write of a group: what, how many, and its milliseconds. */
export type Wrote = (of: "requests" | "attempts" | "settlements", items: number, ms: number) => void;

/** Attempts and what they make of events are written in groups; the rest one by one. */
export function createEventStore(
  events: Collection<EventDocument>,
  attempts: Collection<AttemptDocument>,
  { failpoint, wrote }: { failpoint?: Failpoint; wrote?: Wrote } = {},
): EventStore {
  const inserts = createGroupCommit<AttemptDocument, true>({
    write: (group) => insertEach(attempts, group),
    wrote: (items, ms) => wrote?.("attempts", items, ms),
    writeWithin: WRITE_WITHIN,
    maxGroup: 500,
    maxWaitingSize: 50_000,
    writers: 1,
    patient: true,
  });
  const settlements = createSettlements(events, (items, ms) => wrote?.("settlements", items, ms));
  const settle: EventStore["settle"] = (attempt, change, before, signal, hold) =>
    insist(() => settlements.add({ attempt, change, before, hold }), signal);

  /** The answer to an earlier try may have been lost; a number that another attempt has is an error. */
  async function insert(attempt: AttemptDocument): Promise<void> {
    await inserts.add(attempt).catch(async (error: unknown) => {
      if (!isDuplicateKey(error) || !(await attempts.findOne({ _id: attempt._id, team_id: attempt.team_id })))
        throw error;
    });
  }

  async function insertAttempt(attempt: AttemptDocument, signal: AbortSignal): Promise<void> {
    await insist(() => insert(attempt), signal);
    failpoint?.("after-attempt");
  }

  return {
    insertMissing: (documents) => insertMissing(events, documents),
    find: createGroupRead(events),
    findMany: (ids) => events.find({ _id: { $in: ids } }, { projection: WITHOUT_PAYLOAD }).toArray(),
    findPassedOver(ids) {
      const passedOver: Filter<EventDocument>[] = [
        { status: "ignored" },
        { cause: { $in: FailureCause.options } },
      ];
      return events
        .find({ _id: { $in: ids }, $or: passedOver }, { projection: WITHOUT_PAYLOAD, hint: { _id: 1 } })
        .toArray();
    },
    findAttempt: ({ _id, team_id }, attempt_number) =>
      attempts.findOne({ event_id: _id, attempt_number, team_id }),
    findOrdered: ({ _id, team_id }, order_id) => attempts.findOne({ event_id: _id, order_id, team_id }),
    insertAttempt,
    async recordAttempt(attempt, change, before, signal) {
      await insertAttempt(attempt, signal);
      return settle(attempt, change, before, signal);
    },
    settle,
    change(event, from, change) {
      const filter = { _id: event._id, team_id: event.team_id, status: { $in: from } };
      const changed = { $set: searchable(change) };
      return within(WRITE_WITHIN, events.findOneAndUpdate(filter, changed, { returnDocument: "after" }));
    },
    claimUndispatched: (claim) => claimDue(events, claim, WITHOUT_PAYLOAD),
    ofRouting: (team_id, request_id, replay_number) =>
      events
        .find({ team_id, request_id, replay_number }, { projection: WITHOUT_PAYLOAD })
        .sort({ _id: 1 })
        .toArray(),
    latestOn: (team_id, request_id, connection_id) =>
      events.findOne(
        { team_id, request_id, connection_id },
        { sort: { _id: -1 }, projection: WITHOUT_PAYLOAD },
      ),
    async markDispatched(ids, lease) {
      if (ids.length === 0) return;
      // An order or a cancel that came meanwhile has taken the lease away: what goes is what was told.
      await events.updateMany({ _id: { $in: ids }, "outbox.lease": lease }, TOLD, REPEATED);
    },
    async extend(ids, lease, due) {
      await events.updateMany({ _id: { $in: ids }, "outbox.lease": lease }, { $set: { "outbox.due": due } });
    },
    async findHeld(ids, lease) {
      const held = events.find({ _id: { $in: ids }, "outbox.lease": lease }, { projection: { _id: 1 } });
      return new Set((await held.toArray()).map(({ _id }) => _id));
    },
    async oldestDue(now) {
      const options = { sort: { "outbox.due": 1 as const }, projection: { outbox: 1 } };
      return (await events.findOne({ "outbox.due": { $lte: now } }, options))?.outbox?.due ?? null;
    },
    async release(ids, lease, due) {
      if (ids.length === 0) return;
      const back: UpdateFilter<EventDocument> = {
        $set: { "outbox.due": due, "outbox.lease": null },
        $unset: { "outbox.behind": "" },
      };
      await events.updateMany({ _id: { $in: ids }, "outbox.lease": lease }, back);
    },
    async stepAside(ids, lease, now) {
      if (ids.length === 0) return;
      // Field by field: a mark that is written as a whole is news to those who follow the outbox.
      const due = new Date(now.getTime() + BEHIND_FOR);
      const back = {
        $set: { "outbox.due": due, "outbox.lease": null },
        // Its place is that which it had before.
        $min: { "outbox.behind": now },
      };
      await events.updateMany({ _id: { $in: ids }, "outbox.lease": lease }, back, REPEATED);
    },
    oldestBehind(after, limit) {
      const behind = { destination_id: { $gt: after }, "outbox.behind": SOME, "outbox.lease": null };
      const sort = { destination_id: 1, "outbox.behind": 1, _id: 1 } as const;
      return events.find(behind, { sort, limit, projection: { destination_id: 1 } }).toArray();
    },
    async giveBack(ids, lease) {
      if (ids.length === 0) return;
      const back = { "outbox.due": "$created_at", "outbox.lease": null };
      await events.updateMany({ _id: { $in: ids }, "outbox.lease": lease }, [{ $set: back }]);
    },
    followOutbox: (queued, missed) =>
      followChanges<EventDocument>({
        open: () =>
          events.watch([QUEUED, TOLD_OF], {
            maxAwaitTimeMS: 1000,
          }),
        changed: (change) => {
          if (!("documentKey" in change)) return;
          const made = change.operationType === "insert" ? change.fullDocument.destination_id : null;
          queued(change.documentKey._id, made);
        },
        missed,
      }),
    async [Symbol.asyncDispose]() {
      await inserts[Symbol.asyncDispose]();
      await settlements[Symbol.asyncDispose]();
    },
  };
}

/** What transformations made is found by searches as what was received is. */
function searchable({ payload, ...change }: EventChange): EventChange {
  return payload
    ? { ...change, payload: { ...payload, search: searchText(payload) } }
    : { ...change, payload };
}
