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
    async ignoreHeld(of, cause, limit, now) {
      const which = await oldestHeld(of, limit);
      if (!which) return 0;
      const set = { status: "ignored" as const, cause, next_attempt_at: null, updated_at: now };
      return (await events.updateMany(which, { $set: set })).matchedCount;
    },
  };
}
