import type { ClientSession, Collection } from "mongodb";
import type { Outbox } from "./documents.ts";
import { claimDue, type Claim } from "./outbox.ts";

/** A connection or destination that was changed, and whose waiting events are still to be told. */
export interface ChangeDocument {
  /** The id of the connection or destination. */
  _id: string;
  team_id: string;
  outbox: Outbox;
}

/** The outbox of configuration changes. */
export interface ChangeStore {
  /** Notes a change, in the transaction that makes it; without one, to have its events told once more. */
  note: (resources: { _id: string; team_id: string }[], now: Date, session?: ClientSession) => Promise<void>;
  claim: (claim: Claim) => Promise<ChangeDocument[]>;
  /** Gives a change back, to be gone on with at once. */
  release: (id: string, lease: string, now: Date) => Promise<void>;
  /** Takes a change out, unless another one was noted meanwhile. */
  done: (id: string, lease: string) => Promise<void>;
}

/** Of several changes of one thing, noted before it is taken up, one is enough. */
export function createChangeStore(changes: Collection<ChangeDocument>): ChangeStore {
  return {
    async note(resources, now, session) {
      const outbox: Outbox = { due: now, lease: null };
      const writes = resources.map(({ _id, team_id }) => ({
        updateOne: { filter: { _id }, update: { $set: { team_id, outbox } }, upsert: true },
      }));
      if (writes.length > 0) await changes.bulkWrite(writes, { session });
    },
    claim: (claim) => claimDue(changes, claim),
    async release(id, lease, now) {
      const outbox: Outbox = { due: now, lease: null };
      await changes.updateOne({ _id: id, "outbox.lease": lease }, { $set: { outbox } });
    },
    done: async (id, lease) => void (await changes.deleteOne({ _id: id, "outbox.lease": lease })),
  };
}
