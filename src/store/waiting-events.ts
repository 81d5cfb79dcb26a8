import type { Collection, Document, Filter, UpdateFilter } from "mongodb";
import type { EventCause, EventStatus } from "../resources/event.ts";
import type { EventDocument } from "./documents.ts";
import { WITHOUT_PAYLOAD } from "./event-fields.ts";
import type { RequestStore } from "./requests.ts";

/** Which events are meant: those of a connection or of a destination. */
export type Of = { team_id: string; connection_id: string } | { team_id: string; destination_id: string };

/** What tells one release of an event from the next. */
export type Released = Pick<EventDocument, "_id" | "attempts_count">;

/** What is done to events that wait, many at a time. Each answers how many it found: less than `limit` are all. */
export interface WaitingEvents {
  /** Has the workflow of each event that waits for an attempt look again what is due. */
  wake: (of: Of, now: Date) => Promise<number>;
  /**
   * Gives up to `limit` held events back to the outbox, the oldest first. One that was not attempted yet still waits
   * until `delay` milliseconds after it came.
   */
  releaseHeld: (of: Of, options: { delay: number; limit: number; now: Date }) => Promise<number>;
  /** Older events of a connection that were released too and have not been attempted since, up to 100. */
  releasedBefore: (event: EventDocument) => Promise<Released[]>;
  /** Writes the place and the time of events that wait for a rate limit; has their workflows look at them, if asked. */
  place: (events: EventDocument[], wakeAt?: Date) => Promise<void>;
  /** The oldest event that waits for a place at a destination, of those older than `before` where that is given. */
  oldestPlaced: (destinationId: string, before: string | null) => Promise<EventDocument | null>;
  /** Calls an event whose turn has come, or finds that it was called just now; false where it has moved on. */
  call: (event: EventDocument, now: Date) => Promise<boolean>;
  /** Up to `limit` events that wait for a place, the oldest first, beginning after the one with that id. */
  placed: (of: Of, after: string, limit: number) => Promise<EventDocument[]>;
  /**
   * Ends up to `limit` held events that have nowhere to go any more. `noteEnds` is told of those that it finds ended.
   */
  ignoreHeld: (
    of: Of,
    cause: EventCause,
    options: { limit: number; now: Date; noteEnds: RequestStore["noteEnds"] },
  ) => Promise<number>;
}

const WITH_WORKFLOW: EventStatus[] = ["queued", "processing"];
const BY_ID = { hint: { _id: 1 } };
const PLACED = { slot_at: { $type: "date" } } as const;

/**
 * Events that have a run, may just be getting one, or let others pass, for who knows how long. What is soon to be started
 * reads the new state then; what is attempted without a workflow is looked at again there, and must not be attempted
 * twice.
 */
const STARTED = {
  $nor: [
    { "outbox.due": { $exists: true }, "outbox.lease": null, "outbox.behind": { $exists: false } },
    { lane: "direct" as const, attempts_count: 0, "outbox.lease": { $type: "string" as const } },
  ],
};

/** Each change is one update with its condition in it: an event that moved on meanwhile stays as it is. */
export function createWaitingEvents(events: Collection<EventDocument>): WaitingEvents {
  /** Changes the oldest held events. What someone else changes meanwhile counts too: it is not held any more. */
  async function changeHeld(
    of: Of,
    limit: number,
    change: UpdateFilter<EventDocument> | Document[],
  ): Promise<string[]> {
    const held = events.find({ ...of, status: "held" }, { projection: { _id: 1 } });
    const ids = (await held.sort({ _id: 1 }).limit(limit).toArray()).map((row) => row._id);
    if (ids.length > 0) await events.updateMany({ _id: { $in: ids }, status: "held" }, change, BY_ID);
    return ids;
  }

  return {
    async wake(of, now) {
      const outbox = { due: now, lease: null, verb: "wake" as const };
      let woken = 0;
      // One by one: MongoDB finds them by the index of open events only where a single status is asked for.
      for (const status of WITH_WORKFLOW) {
        woken += (await events.updateMany({ ...of, status, ...STARTED }, { $set: { outbox } })).matchedCount;
      }
      return woken;
    },
    async releaseHeld(of, { delay, limit, now }) {
      const outbox = { due: "$created_at", lease: null, verb: "wake" };
      const dueAt = { $add: ["$created_at", delay] };
      const waits = { $and: [{ $eq: ["$attempts_count", 0] }, { $gt: [dueAt, now] }] };
      const next_attempt_at = { $cond: [waits, dueAt, null] };
      const set = {
        status: "queued",
        released: true,
        slot_at: null,
        next_attempt_at,
        updated_at: now,
        outbox,
      };
      return (await changeHeld(of, limit, [{ $set: set }])).length;
    },
    async releasedBefore({ _id, team_id, connection_id }) {
      const of = { team_id, connection_id, status: "queued" as const, _id: { $lt: _id } };
      const due = { released: true, next_attempt_at: null };
      return events
        .find({ ...of, ...due }, { projection: { attempts_count: 1 } })
        .limit(100)
        .toArray();
    },
    async place(placed, wakeAt) {
      const mark = wakeAt && { due: wakeAt, lease: null, verb: "wake" as const };
      const writes = placed.map(({ _id, team_id, status, attempts_count, ...event }) => {
        const { slot_at, next_attempt_at, own_attempt_at } = event;
        return {
          updateOne: {
            // As they were read: an event that moved on has no use for a place.
            filter: { _id, team_id, status, attempts_count },
            update: { $set: { slot_at, next_attempt_at, own_attempt_at, ...(mark && { outbox: mark }) } },
          },
        };
      });
      if (writes.length > 0) await events.bulkWrite(writes, { ordered: false });
    },
    oldestPlaced(destinationId, before) {
      const older = before === null ? {} : { _id: { $lt: before } };
      const filter = { destination_id: destinationId, ...PLACED, ...older } as Filter<EventDocument>;
      return events.findOne(filter, { sort: { _id: 1 } });
    },
    async call(event, now) {
      const outbox = { due: now, lease: null, verb: "wake" as const };
      const called = { slot_at: null, next_attempt_at: now, outbox };
      const { _id, team_id, attempts_count } = event;
      const done = await events.updateOne({ _id, team_id, ...PLACED }, { $set: called });
      if (done.matchedCount > 0) return true;
      const isCalled = { _id, team_id, attempts_count, slot_at: null, status: { $in: WITH_WORKFLOW } };
      return (await events.findOne(isCalled, { projection: { _id: 1 } })) !== null;
    },
    placed(of, after, limit) {
      const filter = { ...of, ...PLACED, _id: { $gt: after } } as Filter<EventDocument>;
      return events.find(filter).sort({ _id: 1 }).limit(limit).toArray();
    },
    async ignoreHeld(of, cause, { limit, now, noteEnds }) {
      const set = {
        status: "ignored" as const,
        cause,
        next_attempt_at: null,
        slot_at: null,
        updated_at: now,
      };
      const ids = await changeHeld(of, limit, { $set: set });
      await noteEnds(await events.find({ _id: { $in: ids } }, { projection: WITHOUT_PAYLOAD }).toArray());
      return ids.length;
    },
  };
}
