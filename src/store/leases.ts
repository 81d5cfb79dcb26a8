import type { Collection } from "mongodb";
import { isDuplicateKey } from "./faults.ts";

/** A duty that one process has at a time. */
export interface LeaseDocument {
  /** The duty's name. */
  _id: string;
  holder: string;
  until: Date;
}

/** Who does what only one process is to do. */
export interface LeaseStore {
  /** Whether the holder has the duty for the next `holdFor` milliseconds: because nobody had it, or it did itself. */
  take: (duty: string, holder: string, now: Date, holdFor: number) => Promise<boolean>;
}

/** One document for each duty; it is taken by a single update, so that two processes never both have it. */
export function createLeaseStore(leases: Collection<LeaseDocument>): LeaseStore {
  return {
    async take(duty, holder, now, holdFor) {
      const until = new Date(now.getTime() + holdFor);
      const free = { _id: duty, $or: [{ holder }, { until: { $lte: now } }] };
      try {
        await leases.updateOne(free, { $set: { holder, until } }, { upsert: true });
        return true;
      } catch (error) {
        // It exists, and is not free.
        if (isDuplicateKey(error)) return false;
        throw error;
      }
    },
  };
}
