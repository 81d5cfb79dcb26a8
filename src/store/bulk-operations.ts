import type { Collection, Filter } from "mongodb";
import type { BulkStatus } from "../resources/bulk-operation.ts";
import type { BulkOperationFilter } from "../resources/record-filter.ts";
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

/** Bulk operations; their sets are kept by BulkItems. */
export interface BulkOperations {
  /** Inserts one whose set is still to be frozen; where its id was used before, that one is answered in its place. */
  insert: (operation: BulkOperationDocument) => Promise<BulkOperationDocument>;
  /** Makes an operation's set final, and has its workflow started; null where it was given up meanwhile. */
  accept: (operation: Key, totalCount: number, now: Date) => Promise<BulkOperationDocument | null>;
  find: (teamId: string, id: string) => Promise<BulkOperationDocument | null>;
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
  ) => Promise<BulkOperationDocument | null>;
  claim: (claim: Claim) => Promise<BulkOperationDocument[]>;
  /** Gives a claimed one back, to be looked after again at `due`; with `verb` where that was not done yet. */
  release: (id: string, lease: string, due: Date, verb?: Outbox["verb"]) => Promise<void>;
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
        const { _id, team_id, outbox } = operation;
        if (!isDuplicateKey(error)) throw error;
        // Begun anew, it must not be given up for the time that the first call took.
        await operations.updateOne({ _id, team_id, frozen: false }, { $set: { outbox } });
        const earlier = await operations.findOne({ _id, team_id });
        if (!earlier) throw error;
        return earlier;
      }
    },
    accept({ _id, team_id }, total_count, now) {
      const outbox = { due: now, lease: null, verb: "wake" as const };
      const set = { frozen: true, total_count, outbox };
      return operations.findOneAndUpdate({ _id, team_id, frozen: false }, { $set: set }, after);
    },
    find: (team_id, id) => operations.findOne({ _id: id, team_id, frozen: true }),
    list(team_id, noun, filter, page) {
      const matching = recordFilter<BulkOperationDocument>("bulk_operations", filter);
      const own: Filter<BulkOperationDocument> = { team_id, noun, frozen: true };
      return findPage(operations, { $and: [own, matching] }, page);
    },
    change({ _id, team_id }, from, change) {
      const filter = { _id, team_id, frozen: true, status: { $in: [...from] } };
      return operations.findOneAndUpdate(filter, { $set: change }, after);
    },
    claim: (claim) => claimDue(operations, claim),
    async release(id, lease, due, verb) {
      const outbox = { due, lease: null, ...(verb && { verb }) };
      await operations.updateOne({ _id: id, "outbox.lease": lease }, { $set: { outbox } });
    },
    async remove({ _id, team_id }, lease) {
      await operations.deleteOne({ _id, team_id, "outbox.lease": lease });
    },
  };
}
