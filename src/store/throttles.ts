import type { Collection, Document } from "mongodb";

/** How far a destination's rate limit is used. */
export interface ThrottleDocument {
  /** The destination's id. */
  _id: string;
  /** Up to when slots were given away. */
  planned_until?: Date;
  /** When the latest attempt really started, by MongoDB's clock. */
  last_start?: Date;
  /** Attempts under way, where their number is limited. */
  leases?: Lease[];
}

interface Lease {
  event_id: string;
  until: Date;
}

/** Rate limits over all processes: every answer comes from one atomic update, by MongoDB's clock. */
export interface ThrottleStore {
  /** Gives `count` slots away, `pace` milliseconds apart, and answers the first one. */
  plan: (destinationId: string, pace: number, count: number) => Promise<Date>;
  /** Forgets the slots that were given away. */
  replan: (destinationId: string) => Promise<void>;
  /** Whether an attempt may start now; if not, how many milliseconds are missing. */
  start: (
    destinationId: string,
    pace: number,
  ) => Promise<{ granted: true } | { granted: false; missing: number }>;
  /**
   * Whether the event has a lease: already, or now because fewer than `limit` are out. One that is not given back
   * ends after `holdFor` milliseconds.
   */
  acquire: (destinationId: string, eventId: string, limit: number, holdFor: number) => Promise<boolean>;
  giveBack: (destinationId: string, eventId: string) => Promise<void>;
  /** The destinations whose leases are counted. */
  leased: () => Promise<string[]>;
}

const EPOCH = new Date(0);
const upsert = { upsert: true, returnDocument: "after" as const };
const plus = (date: unknown, milliseconds: number): Document => ({ $add: [date, milliseconds] });

/** One document for each destination that has had a limit. */
export function createThrottleStore(throttles: Collection<ThrottleDocument>): ThrottleStore {
  return {
    async plan(destinationId, pace, count) {
      const first = { $max: ["$$NOW", { $ifNull: ["$planned_until", EPOCH] }] };
      const stage = { $set: { planned_until: plus(first, pace * count) } };
      const document = await throttles.findOneAndUpdate({ _id: destinationId }, [stage], upsert);
      return new Date(document!.planned_until!.getTime() - pace * count);
    },
    async replan(destinationId) {
      await throttles.updateOne({ _id: destinationId }, { $unset: { planned_until: "" } });
    },
    async start(destinationId, pace) {
      const last = { $ifNull: ["$last_start", EPOCH] };
      const free = { $lte: [plus(last, pace), "$$NOW"] };
      const stages = [
        { $set: { granted: free, missing: { $subtract: [plus(last, pace), "$$NOW"] } } },
        { $set: { last_start: { $cond: ["$granted", "$$NOW", last] } } },
      ];
      type Answered = ThrottleDocument & { granted: boolean; missing: number };
      const found = await throttles.findOneAndUpdate({ _id: destinationId }, stages, upsert);
      const { granted, missing } = found as Answered;
      return granted ? { granted } : { granted, missing: Number(missing) };
    },
    async acquire(destinationId, eventId, limit, holdFor) {
      const kept = {
        $filter: { input: { $ifNull: ["$leases", []] }, cond: { $gt: ["$$this.until", "$$NOW"] } },
      };
      const others = { $filter: { input: kept, cond: { $ne: ["$$this.event_id", eventId] } } };
      const own = [{ event_id: eventId, until: plus("$$NOW", holdFor) }];
      const mayHave = {
        $or: [{ $in: [eventId, "$leases.event_id"] }, { $lt: [{ $size: "$leases" }, limit] }],
      };
      const stages = [
        { $set: { leases: kept } },
        { $set: { leases: { $cond: [mayHave, { $concatArrays: [others, own] }, "$leases"] } } },
      ];
      const found = await throttles.findOneAndUpdate({ _id: destinationId }, stages, upsert);
      return found!.leases!.some((lease) => lease.event_id === eventId);
    },
    async giveBack(destinationId, eventId) {
      await throttles.updateOne({ _id: destinationId }, { $pull: { leases: { event_id: eventId } } });
    },
    async leased() {
      const found = throttles.find({ leases: { $exists: true } }, { projection: { _id: 1 } });
      return (await found.toArray()).map((row) => row._id);
    },
  };
}
