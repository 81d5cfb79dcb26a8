import type { AnyBulkWriteOperation, Collection, Filter, UpdateFilter } from "mongodb";
import { searchText } from "../payload/search-text.ts";
import type { EventStatus } from "../resources/event.ts";
import type { Failpoint } from "../failpoints.ts";
import type { AttemptDocument, EventDocument } from "./documents.ts";
import { followChanges, type ChangeFeed } from "./change-feed.ts";
import { isDuplicateKey } from "./faults.ts";
import { createGroupCommit } from "./group-commit.ts";
import { insertEach, updateEach } from "./insert-each.ts";
import { insist } from "./insist.ts";
import { claimDue, type Claim } from "./outbox.ts";

/** The fields of an event that a step may change. */
export type EventChange = Partial<
  Pick<
    EventDocument,
    | "status"
    | "cause"
    | "cause_detail"
    | "attempts_count"
    | "retries_made"
    | "first_attempt_at"
    | "last_attempt_at"
    | "last_attempt_id"
    | "next_attempt_at"
    | "response_status"
    | "error_code"
    | "delivered_at"
    | "released"
    | "slot_at"
    | "own_attempt_at"
    | "workflow_id"
    | "bulk_operation_id"
    | "order_ended"
    | "orders_taken_back_at"
    | "payload"
    | "payload_order"
    | "execution_ids"
    | "updated_at"
  >
>;

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
  findAttempt: (eventId: string, attemptNumber: number) => Promise<AttemptDocument | null>;
  /** The attempt that was made for an order. */
  findOrdered: (eventId: string, orderId: string) => Promise<AttemptDocument | null>;
  /**
   * Writes an attempt and what it makes of its event, and answers the event. Rejects where the number is taken. An event
   * that was cancelled during an attempt which failed stays cancelled; `from` is how it stood before. What was sent is
   * sent again where this fails: it waits some 20 s for MongoDB, less once `signal` is aborted.
   */
  recordAttempt: (
    attempt: AttemptDocument,
    change: EventChange,
    from: EventStatus,
    signal: AbortSignal,
  ) => Promise<EventDocument>;
  /** The second half of `recordAttempt` alone, for an attempt that was written before a crash. */
  settle: EventStore["recordAttempt"];
  /** Changes an event that still has one of the statuses; null where it has not. */
  change: (
    event: Pick<EventDocument, "_id" | "team_id">,
    from: EventDocument["status"][],
    change: EventChange,
  ) => Promise<EventDocument | null>;
  /** Takes up to `limit` events whose workflow is to be started. */
  claimUndispatched: (claim: Claim) => Promise<EventDocument[]>;
  /** The events of one routing of a request. */
  ofRouting: (teamId: string, requestId: string, replayNumber: number) => Promise<EventDocument[]>;
  /** The latest event of a request on a connection. */
  latestOn: (teamId: string, requestId: string, connectionId: string) => Promise<EventDocument | null>;
  /** Takes events out of the outbox, with their orders: their workflows were told. */
  markDispatched: (ids: string[], lease: string) => Promise<void>;
  /** Gives events back to the outbox, to be taken up again at `due`. */
  release: (ids: string[], lease: string, due: Date) => Promise<void>;
  /** Gives events back that were not tried: each has its place again, by its age. */
  giveBack: (ids: string[], lease: string) => Promise<void>;
  /** Tells the ids of events as they come into the outbox; `missed` when some may have gone untold. */
  followOutbox: (queued: (id: string) => void, missed: () => void) => ChangeFeed;
}

/** Payloads may have megabytes each, and only a delivery needs them. */
export const WITHOUT_PAYLOAD = { payload: 0 };

const QUEUED = {
  $match: {
    $or: [
      { operationType: "insert", "fullDocument.outbox": { $exists: true } },
      { operationType: "update", "updateDescription.updatedFields.outbox": { $exists: true } },
    ],
  },
};

/** Attempts and what they make of events are written in groups; the rest one by one. */
export function createEventStore(
  events: Collection<EventDocument>,
  attempts: Collection<AttemptDocument>,
  failpoint?: Failpoint,
): EventStore {
  const bounds = { maxGroup: 500, maxWaitingSize: 50_000, writers: 2 };
  const inserts = createGroupCommit<AttemptDocument, true>({
    write: (group) => insertEach(attempts, group),
    ...bounds,
  });
  const settlements = createGroupCommit<Settlement, EventDocument>({
    write: (group) => settleGroup(events, group),
    ...bounds,
  });
  const settle: EventStore["settle"] = (attempt, change, from, signal) =>
    insist(() => settlements.add({ attempt, change, from }), signal);

  /** The answer to an earlier try may have been lost; a number that another attempt has is an error. */
  async function insert(attempt: AttemptDocument): Promise<void> {
    await inserts.add(attempt).catch(async (error: unknown) => {
      if (!isDuplicateKey(error) || !(await attempts.findOne({ _id: attempt._id }))) throw error;
    });
  }

  return {
    async insertMissing(documents) {
      const results = await insertEach(events, documents);
      const fault = results.find((result) => result instanceof Error && !isDuplicateKey(result));
      if (fault instanceof Error) throw fault;
      return new Set(documents.flatMap(({ _id }, index) => (results[index] === true ? [] : [_id])));
    },
    find: (teamId, id) => events.findOne({ _id: id, team_id: teamId }),
    findMany: (ids) => events.find({ _id: { $in: ids } }, { projection: WITHOUT_PAYLOAD }).toArray(),
    findPassedOver(ids) {
      const passedOver: Filter<EventDocument>[] = [{ status: "ignored" }, { cause: "TRANSFORMATION_FAILED" }];
      return events
        .find({ _id: { $in: ids }, $or: passedOver }, { projection: WITHOUT_PAYLOAD, hint: { _id: 1 } })
        .toArray();
    },
    findAttempt: (eventId, attemptNumber) =>
      attempts.findOne({ event_id: eventId, attempt_number: attemptNumber }),
    findOrdered: (eventId, orderId) => attempts.findOne({ event_id: eventId, order_id: orderId }),
    async recordAttempt(attempt, change, from, signal) {
      await insist(() => insert(attempt), signal);
      failpoint?.("after-attempt");
      return settle(attempt, change, from, signal);
    },
    settle,
    change: (event, from, change) =>
      events.findOneAndUpdate(
        { _id: event._id, team_id: event.team_id, status: { $in: from } },
        { $set: searchable(change) },
        { returnDocument: "after" },
      ),
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
      const told = { $unset: { outbox: "", orders: "", cancelling: "" } } as const;
      await events.updateMany({ _id: { $in: ids }, "outbox.lease": lease }, told);
    },
    async release(ids, lease, due) {
      if (ids.length === 0) return;
      const back: UpdateFilter<EventDocument> = { $set: { "outbox.due": due, "outbox.lease": null } };
      await events.updateMany({ _id: { $in: ids }, "outbox.lease": lease }, back);
    },
    async giveBack(ids, lease) {
      if (ids.length === 0) return;
      const back = { "outbox.due": "$created_at", "outbox.lease": null };
      await events.updateMany({ _id: { $in: ids }, "outbox.lease": lease }, [{ $set: back }]);
    },
    followOutbox: (queued, missed) =>
      followChanges<EventDocument>({
        open: () =>
          events.watch([QUEUED, { $project: { documentKey: 1, operationType: 1 } }], {
            maxAwaitTimeMS: 1000,
          }),
        changed: (change) => {
          if ("documentKey" in change) queued(change.documentKey._id);
        },
        missed,
      }),
    async [Symbol.asyncDispose]() {
      await inserts[Symbol.asyncDispose]();
      await settlements[Symbol.asyncDispose]();
    },
  };
}

interface Settlement {
  attempt: AttemptDocument;
  change: EventChange;
  from: EventStatus;
}

/**
 * Applies each change to its event if the attempt before it was the last one, and answers the events. An event that
 * carries the attempt's id has it applied, by this write or by an earlier one.
 */
async function settleGroup(
  events: Collection<EventDocument>,
  group: Settlement[],
): Promise<(EventDocument | Error)[]> {
  const faults = await updateEach(events, group.map(settling));
  const found = await readEach(events, group);
  const cancelled = group.filter(({ attempt, from }) =>
    isCancelledMeanwhile(found.get(attempt.event_id), from),
  );
  if (cancelled.length > 0) {
    await updateEach(events, cancelled.map(settlingCancelled));
    for (const [id, event] of await readEach(events, cancelled)) found.set(id, event);
  }
  return group.map(({ attempt }, index) => {
    const event = found.get(attempt.event_id);
    if (event?.last_attempt_id === attempt._id) return event;
    const fault = faults[index];
    if (fault instanceof Error) return fault;
    return new Error(`attempt ${attempt.attempt_number} of ${attempt.event_id} was overtaken`);
  });
}

async function readEach(
  events: Collection<EventDocument>,
  group: Settlement[],
): Promise<Map<string, EventDocument>> {
  const ids = group.map(({ attempt }) => attempt.event_id);
  const found = events.find({ _id: { $in: ids } }, { projection: WITHOUT_PAYLOAD });
  return new Map((await found.toArray()).map((event) => [event._id, event]));
}

const isCancelledMeanwhile = (event: EventDocument | undefined, from: EventStatus): boolean =>
  event?.status === "cancelled" && from !== "cancelled";

function settling({ attempt, change, from }: Settlement): AnyBulkWriteOperation<EventDocument> {
  const { event_id: _id, team_id, attempt_number, _id: last_attempt_id } = attempt;
  const stands =
    change.status === "delivered" || from === "cancelled" ? {} : { status: { $ne: "cancelled" } };
  const filter = { _id, team_id, attempts_count: attempt_number - 1, ...stands } as Filter<EventDocument>;
  const update = { $set: { ...change, attempts_count: attempt_number, last_attempt_id } };
  return { updateOne: { filter, update } };
}

/** The attempt counts, and nothing is due after it. */
function settlingCancelled(settlement: Settlement): AnyBulkWriteOperation<EventDocument> {
  const { status: _, next_attempt_at: __, ...change } = settlement.change;
  return settling({ ...settlement, change, from: "cancelled" });
}

/** What transformations made is found by searches as what was received is. */
function searchable({ payload, ...change }: EventChange): EventChange {
  return payload
    ? { ...change, payload: { ...payload, search: searchText(payload) } }
    : { ...change, payload };
}
