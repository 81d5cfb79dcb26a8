import type { Collection, Filter } from "mongodb";
import type { BulkStatus } from "../resources/bulk-operation.ts";
import type { BulkOperationFilter } from "../resources/record-filter.ts";
import type { Transaction } from "./database.ts";
import type { BulkOperationDocument, Outbox } from "./documents.ts";
import { isDuplicateKey } from "./faults.ts";
import { claimDue, type Claim } from "./outbox.ts";
import { findPage, type Page, type PageQuery } from "./page.ts";
import { recordFilter } from "./record-filter.ts";

/** What an operator, or the operation's own workflow, may change of it. */
export type BulkChange = Partial<
  Pick<
    BulkOperationDocument,
    | "status"
    | "cause"
    | "rate_per_second"
    | "max_failures"
    | "started_at"
    | "completed_at"
    | "updated_at"
    | "outbox"
  >
>;

type Key = Pick<BulkOperationDocument, "_id" | "team_id">;
type Fenced = Pick<BulkOperationDocument, "_id" | "team_id" | "freezing">;

/** Bulk operations; their sets are kept by BulkItems. */
export interface BulkOperations {
  /**
   * Inserts one whose set is still to be frozen; where its id was used before, that one is answered in its place. If its
   * set was still to be frozen too, that is up to this call's `freezing` from then on, and no longer to the earlier one's.
   */
  insert: (operation: BulkOperationDocument) => Promise<BulkOperationDocument>;
  /** Makes an operation's set final, and has its workflow started; null where that is not up to its `freezing` any more. */
  accept: (operation: Fenced, now: Date) => Promise<BulkOperationDocument | null>;
  find: (teamId: string, id: string, session?: Transaction) => Promise<BulkOperationDocument | null>;
  list: (
    teamId: string,
    noun: BulkOperationDocument["noun"],
    filter: BulkOperationFilter,
    page: PageQuery,
  ) => Promise<Page<BulkOperationDocument>>;
  /** Changes one that has one of the statuses; null where it has not. */
  change: (
    operation: Key,
    from: readonly BulkStatus[],
    change: BulkChange,
    session?: Transaction,
  ) => Promise<BulkOperationDocument | null>;
  claim: (claim: Claim) => Promise<BulkOperationDocument[]>;
  /** Gives a claimed one back, to be looked after again at `due`; with `verb` where that was not done yet. */
  release: (id: string, lease: string, due: Date, verb?: Outbox["verb"]) => Promise<void>;
  /**
   * Hides a claimed one, and makes its set the lease's to remove; null, with nothing changed, where somebody has accepted
   * it, or begun it anew, since it was claimed.
   */
  giveUp: (operation: Key, lease: string) => Promise<BulkOperationDocument | null>;
  /** Removes one that was given up under this lease, and whose set is removed. */
  remove: (operation: Key, lease: string) => Promise<void>;
}

/** Each change is a compare-and-set on the status. An operation that is not frozen is seen by its maker alone. */
export function createBulkOperations(operations: Collection<BulkOperationDocument>): BulkOperations {
  const after = { returnDocument: "after" } as const;
  return {
    async insert(operation) {
      try {
        await operations.insertOne(operation);
        return operation;
      } catch (error) {
        const { _id, team_id, outbox, freezing } = operation;
        if (!isDuplicateKey(error)) throw error;
        // Begun anew, it must not be given up for the time that the first call took.
        const open = { _id, team_id, frozen: false, completed_at: null };
        const begunAnew = await operations.findOneAndUpdate(open, { $set: { outbox, freezing } }, after);
        const earlier = begunAnew ?? (await operations.findOne({ _id, team_id }));
        if (!earlier) throw error;
        return earlier;
      }
    },
    accept({ _id, team_id, freezing }, now) {
      const outbox = { due: now, lease: null, verb: "wake" as const };
      const set = { frozen: true, freezing: null, outbox };
      return operations.findOneAndUpdate({ _id, team_id, frozen: false, freezing }, { $set: set }, after);
    },
    find: (team_id, id, session) => operations.findOne({ _id: id, team_id, frozen: true }, { session }),
    list(team_id, noun, filter, page) {
      const matching = recordFilter<BulkOperationDocument>("bulk_operations", filter);
      const own: Filter<BulkOperationDocument> = { team_id, noun, frozen: true };
      return findPage(operations, { $and: [own, matching] }, page);
    },
    change({ _id, team_id }, from, change, session) {
      const filter = { _id, team_id, frozen: true, status: { $in: [...from] } };
      return operations.findOneAndUpdate(filter, { $set: change }, { ...after, session });
    },
    claim: (claim) => claimDue(operations, claim),
    async release(id, lease, due, verb) {
      const outbox = { due, lease: null, ...(verb && { verb }) };
      await operations.updateOne({ _id: id, "outbox.lease": lease }, { $set: { outbox } });
    },
    giveUp({ _id, team_id }, lease) {
      const set = { frozen: false, freezing: lease };
      return operations.findOneAndUpdate({ _id, team_id, "outbox.lease": lease }, { $set: set }, after);
    },
    async remove({ _id, team_id }, lease) {
      await operations.deleteOne({ _id, team_id, "outbox.lease": lease, freezing: lease });
    },
  };
}
