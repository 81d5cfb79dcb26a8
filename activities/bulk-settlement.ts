import type { BulkItemDocument, BulkOperationDocument } from "../src/store/documents.ts";
import { bulkKinds, type BulkKindDependencies, type Results } from "./bulk-kinds.ts";

/** An operation after what had ended of it was counted. */
export interface Settled {
  operation: BulkOperationDocument;
  /** How many were counted. */
  ended: number;
  /** What is in flight still. */
  left: BulkItemDocument[];
}

/** Counts what became of the items of bulk operations. Safe to repeat: only what is in flight is counted. */
export interface BulkSettlement {
  settle: (operation: BulkOperationDocument, results: Results) => Promise<BulkOperationDocument>;
  /** Finds out what has ended by now, and counts it. Starts nothing, and so needs no workflow. */
  settleEnded: (operation: BulkOperationDocument) => Promise<Settled>;
}

/** Counts by the operation's own kind. */
export function createBulkSettlement(deps: BulkKindDependencies): BulkSettlement {
  const { store, now } = deps;
  const kinds = bulkKinds(deps);

  async function settle(operation: BulkOperationDocument, results: Results): Promise<BulkOperationDocument> {
    if (results.size === 0) return operation;
    const steps = [...results].map(([id, { outcome, reason, attempt_id = null }]) => {
      return { id, to: outcome, set: { reason, attempt_id, done_at: now(), resend_at: null } };
    });
    return (await store.bulkItems.move(operation, "in_flight", steps, now())) ?? operation;
  }

  return {
    settle,
    async settleEnded(operation) {
      const flying = await store.bulkItems.inFlight(operation);
      const results = await kinds[operation.type].results(operation, flying);
      return {
        operation: await settle(operation, results),
        ended: results.size,
        left: flying.filter((item) => !results.has(item._id)),
      };
    },
  };
}
