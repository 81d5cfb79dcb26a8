import type { Collection, Filter } from "mongodb";
import type { EventStatus } from "../resources/event.ts";
import type { EventDocument } from "./documents.ts";
import { TELL_AGAIN } from "./told-orders.ts";

/** What is read of an event that should have gone on. */
export type OverdueEvent = Pick<
  EventDocument,
  "_id" | "team_id" | "workflow_id" | "status" | "attempts_count" | "next_attempt_at" | "updated_at"
>;

/** Events that have left the outbox for Temporal, and of which nothing was heard since. */
export interface StrandedEvents {
  /**
   * Events of all teams that are in nobody's outbox, have not changed since then, and are either to be attempted and were
   * due before `since`, or have orders that were told before then and have not ended; in groups of up to `size`, those
   * with a time in its order.
   */
  overdue: (since: Date, size: number) => AsyncIterable<OverdueEvent[]>;
  /** Puts events back into the outbox, with their orders, each if nothing happened to it since it was read: how many. */
  putBack: (events: OverdueEvent[], now: Date) => Promise<number>;
}

/** Held events have no workflow: nobody misses it. */
const WITH_WORKFLOW: EventStatus[] = ["queued", "processing"];
/** In nobody's outbox, in the form that the index of open events can tell: a backlog in the outbox is not read. */
const IDLE = { "outbox.due": null };
/** Milliseconds of work for one status, on MongoDB's side; what is left then waits for the next round. */
const READ_WITHIN = 20_000;
const FIELDS = {
  team_id: 1,
  workflow_id: 1,
  status: 1,
  attempts_count: 1,
  next_attempt_at: 1,
  updated_at: 1,
};

/** Reads by the index of open events in order of their time: what waits for a later one is not looked at. */
export function createStrandedEvents(events: Collection<EventDocument>): StrandedEvents {
  async function* inGroups(
    filter: Filter<EventDocument>,
    sort: Record<string, 1>,
    size: number,
  ): AsyncIterable<OverdueEvent[]> {
    const found = events.find(filter, { projection: FIELDS, batchSize: size, maxTimeMS: READ_WITHIN });
    let group: OverdueEvent[] = [];
    for await (const event of found.sort(sort)) {
      group.push(event);
      if (group.length < size) continue;
      yield group;
      group = [];
    }
    if (group.length > 0) yield group;
  }

  return {
    async *overdue(since, size) {
      const idle = { updated_at: { $lte: since }, ...IDLE };
      for (const status of WITH_WORKFLOW) {
        // One that is due at once has no time, and null is no date: "not later" finds it too.
        const due = { next_attempt_at: { $not: { $gt: since } } };
        yield* inGroups({ status, ...due, ...idle }, { next_attempt_at: 1, _id: 1 }, size);
      }
      // One that waits for its turn under a rate limit is in nobody's way.
      const its_turn = { slot_at: { $type: "date" }, next_attempt_at: { $gt: since } } as const;
      const ordered = { "orders_told.id": { $gt: "" }, orders_told_at: { $lte: since }, $nor: [its_turn] };
      yield* inGroups({ ...ordered, ...idle }, { orders_told_at: 1 }, size);
    },
    async putBack(stranded, now) {
      if (stranded.length === 0) return 0;
      // By age, like all that waits in the outbox.
      const outbox = { due: "$created_at", lease: null, verb: "wake" };
      const writes = stranded.map(
        ({ _id, team_id, status, attempts_count, next_attempt_at, updated_at }) => ({
          updateOne: {
            filter: { _id, team_id, status, attempts_count, next_attempt_at, updated_at, ...IDLE },
            update: [{ $set: { outbox, updated_at: now } }, ...TELL_AGAIN],
          },
        }),
      );
      return (await events.bulkWrite(writes, { ordered: false })).modifiedCount;
    },
  };
}
