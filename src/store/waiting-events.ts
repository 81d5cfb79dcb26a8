import type { Collection, Filter } from "mongodb";
import type { EventCause, EventStatus } from "../resources/event.ts";
import type { EventDocument } from "./documents.ts";

/** Which events are meant: those of a connection or of a destination. */
export type Of = { team_id: string; connection_id: string } | { team_id: string; destination_id: string };

/** What is done to events that wait, many at a time. Each answers how many there were; 0 means that all are done. */
export interface WaitingEvents {
  /** Has the workflow of each event that waits for an attempt look again what is due. */
  wake: (of: Of, now: Date) => Promise<number>;
  /** Gives up to `limit` held events back to the outbox, the oldest first. */
  releaseHeld: (of: Of, limit: number, now: Date) => Promise<number>;
  /** Writes the place and the time of events that wait for a rate limit. */
  place: (events: EventDocument[]) => Promise<void>;
  /** The oldest event that waits for a place at a destination, of those older than `before` where that is given. */
  oldestPlaced: (destinationId: string, before: string | null) => Promise<EventDocument | null>;
  /** Calls an event whose turn has come. */
  call: (event: EventDocument, now: Date) => Promise<void>;
  /** Takes the places of all events that wait for one, and has them ask again, in order. */
  displace: (of: Of, now: Date) => Promise<void>;
  /** Ends up to `limit` held events that have nowhere to go any more. */
  ignoreHeld: (of: Of, cause: EventCause, limit: number, now: Date) => Promise<number>;
}

const WITH_WORKFLOW: EventStatus[] = ["queued", "processing"];

export function createWaitingEvents(events: Collection<EventDocument>): WaitingEvents {
  async function oldestHeld(of: Of, limit: number): Promise<Filter<EventDocument> | null> {
    const held = events.find({ ...of, status: "held" }, { projection: { _id: 1 } });
    const rows = await held.sort({ _id: 1 }).limit(limit).toArray();
    return rows.length === 0 ? null : { _id: { $in: rows.map((row) => row._id) }, status: "held" };
  }

  return {
    async wake(of, now) {
      const mark = { due: now, lease: null, verb: "wake" as const };
      const result = await events.updateMany(
        { ...of, status: { $in: WITH_WORKFLOW } },
        { $set: { outbox: mark } },
      );
      return result.matchedCount;
    },
    async releaseHeld(of, limit, now) {
      const which = await oldestHeld(of, limit);
      if (!which) return 0;
      const mark = { due: "$created_at", lease: null, verb: "wake" };
      const set = { status: "queued", released: true, next_attempt_at: null, updated_at: now, outbox: mark };
      return (await events.updateMany(which, [{ $set: set }])).matchedCount;
    },
    async place(placed) {
      const writes = placed.map(({ _id, slot_at, next_attempt_at }) => ({
        updateOne: { filter: { _id }, update: { $set: { slot_at, next_attempt_at } } },
      }));
      if (writes.length > 0) await events.bulkWrite(writes, { ordered: false });
    },
    oldestPlaced(destinationId, before) {
      const older = before === null ? {} : { _id: { $lt: before } };
      const placed = {
        destination_id: destinationId,
        status: { $in: WITH_WORKFLOW },
        slot_at: { $type: "date" },
      };
      return events.findOne({ ...placed, ...older } as Filter<EventDocument>, { sort: { _id: 1 } });
    },
    async call(event, now) {
      const outbox = { due: now, lease: null, verb: "wake" as const };
      await events.updateOne({ _id: event._id }, { $set: { slot_at: null, next_attempt_at: now, outbox } });
    },
    async displace(of, now) {
      const placed = {
        ...of,
        status: { $in: WITH_WORKFLOW },
        slot_at: { $type: "date" },
      } as Filter<EventDocument>;
      const outbox = { due: "$created_at", lease: null, verb: "wake" };
      await events.updateMany(placed, [{ $set: { slot_at: null, next_attempt_at: now, outbox } }]);
    },
    async ignoreHeld(of, cause, limit, now) {
      const which = await oldestHeld(of, limit);
      if (!which) return 0;
      const set = { status: "ignored" as const, cause, next_attempt_at: null, updated_at: now };
      return (await events.updateMany(which, { $set: set })).matchedCount;
    },
  };
}
