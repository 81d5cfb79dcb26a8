import type { Collection, UpdateFilter } from "mongodb";
import type { AttemptDocument, EventDocument } from "./documents.ts";
import { followChanges, type ChangeFeed } from "./change-feed.ts";
import { isDuplicateKey } from "./faults.ts";
import { createGroupCommit } from "./group-commit.ts";
import { insertEach } from "./insert-each.ts";
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
    | "payload"
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
  findAttempt: (eventId: string, attemptNumber: number) => Promise<AttemptDocument | null>;
  /** Writes an attempt and what it makes of its event, and answers the event. Rejects where the number is taken. */
  recordAttempt: (attempt: AttemptDocument, change: EventChange) => Promise<EventDocument>;
  /** The second half of `recordAttempt` alone, for an attempt that was written before a crash. */
  settle: (attempt: AttemptDocument, change: EventChange) => Promise<EventDocument>;
  /** Changes an event that still has one of the statuses; null where it has not. */
  change: (
    event: Pick<EventDocument, "_id" | "team_id">,
    from: EventDocument["status"][],
    change: EventChange,
  ) => Promise<EventDocument | null>;
  /** Takes up to `limit` events whose workflow is to be started. */
  claimUndispatched: (claim: Claim) => Promise<EventDocument[]>;
  /** Takes events out of the outbox: their workflows were started. */
  markDispatched: (ids: string[], lease: string) => Promise<void>;
  /** Gives events back to the outbox, to be taken up again at `due`. */
  release: (ids: string[], lease: string, due: Date) => Promise<void>;
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
  const settle = (attempt: AttemptDocument, change: EventChange) => settlements.add({ attempt, change });

  return {
    async insertMissing(documents) {
      const results = await insertEach(events, documents);
      const fault = results.find((result) => result instanceof Error && !isDuplicateKey(result));
      if (fault instanceof Error) throw fault;
      return new Set(documents.flatMap(({ _id }, index) => (results[index] === true ? [] : [_id])));
    },
    find: (teamId, id) => events.findOne({ _id: id, team_id: teamId }),
    findAttempt: (eventId, attemptNumber) =>
      attempts.findOne({ event_id: eventId, attempt_number: attemptNumber }),
    async recordAttempt(attempt, change) {
      await inserts.add(attempt);
      return settle(attempt, change);
    },
    settle,
    change: (event, from, change) =>
      events.findOneAndUpdate(
        { _id: event._id, team_id: event.team_id, status: { $in: from } },
        { $set: change },
        { returnDocument: "after" },
      ),
    claimUndispatched: (claim) => claimDue(events, claim, WITHOUT_PAYLOAD),
    async markDispatched(ids, lease) {
      if (ids.length === 0) return;
      await events.updateMany({ _id: { $in: ids }, "outbox.lease": lease }, { $unset: { outbox: "" } });
    },
    async release(ids, lease, due) {
      if (ids.length === 0) return;
      const back: UpdateFilter<EventDocument> = { $set: { "outbox.due": due, "outbox.lease": null } };
      await events.updateMany({ _id: { $in: ids }, "outbox.lease": lease }, back);
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
}

/**
 * Applies each change to its event if the attempt before it was the last one, and answers the events. An event that
 * carries the attempt's id has it applied, by this write or by an earlier one.
 */
async function settleGroup(
  events: Collection<EventDocument>,
  group: Settlement[],
): Promise<(EventDocument | Error)[]> {
  const writes = group.map(({ attempt, change }) => ({
    updateOne: {
      filter: { _id: attempt.event_id, team_id: attempt.team_id, attempts_count: attempt.attempt_number - 1 },
      update: { $set: { ...change, attempts_count: attempt.attempt_number, last_attempt_id: attempt._id } },
    },
  }));
  await events.bulkWrite(writes, { ordered: false });
  const ids = group.map(({ attempt }) => attempt.event_id);
  const found = new Map(
    (await events.find({ _id: { $in: ids } }, { projection: WITHOUT_PAYLOAD }).toArray()).map((event) => [
      event._id,
      event,
    ]),
  );
  return group.map(({ attempt }) => {
    const event = found.get(attempt.event_id);
    if (event?.last_attempt_id === attempt._id) return event;
    return new Error(`attempt ${attempt.attempt_number} of ${attempt.event_id} was overtaken`);
  });
}
