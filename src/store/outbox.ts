import type { Collection, Document, Filter } from "mongodb";
import type { Outbox } from "./documents.ts";

/** Who takes steps up, and until when nobody else may. */
export interface Claim {
  lease: string;
  now: Date;
  /** Milliseconds after which another process may take the step up, should this one die. */
  holdFor: number;
  limit: number;
  /** Bytes of bodies that are taken up together at most, but one document at least. */
  maxBytes?: number;
  /** Only these, if they are still free: what a change stream told of. */
  ids?: string[];
}

/**
 * For a write that is made again where a failover loses it, and that nothing else goes by: it need not wait for the
 * journal. Leases and marks of what was done are such; what they tell of is journalled by a majority before.
 */
export const REPEATED = { writeConcern: { w: 1 } } as const;

interface Row {
  _id: string;
  outbox?: Outbox;
  body_size?: number;
}

/**
 * Takes up what is due, the oldest first, and answers it. Two processes never get the same document: the update
 * checks again that it is free, and what carries our lease afterwards is ours. A lease is used for one claim only.
 */
export async function claimDue<D extends Row>(
  collection: Collection<D>,
  claim: Claim,
  projection: Document = {},
): Promise<D[]> {
  const rows = collection as unknown as Collection<Row>;
  const { lease, now, holdFor, ids } = claim;
  const due = { "outbox.due": { $lte: now } };
  const wanted = ids ?? (await oldest(rows, due, claim));
  if (wanted.length === 0) return [];
  const free = ids ? { "outbox.lease": null, outbox: { $exists: true } } : due;
  const taken = { "outbox.lease": lease, "outbox.due": new Date(now.getTime() + holdFor) };
  await rows.updateMany({ _id: { $in: wanted }, ...free }, { $set: taken }, REPEATED);
  const mine = rows.find({ _id: { $in: wanted }, "outbox.lease": lease }, { projection }).sort({ _id: 1 });
  return (await mine.toArray()) as unknown as D[];
}

async function oldest(
  rows: Collection<Row>,
  filter: Filter<Row>,
  { limit, maxBytes = Infinity }: Claim,
): Promise<string[]> {
  const found = rows
    .find(filter, { projection: { _id: 1, body_size: 1 } })
    .sort({ "outbox.due": 1 })
    .limit(limit);
  let bytes = 0;
  const light = (await found.toArray()).filter(({ body_size = 0 }, index) => {
    bytes += body_size;
    return index === 0 || bytes <= maxBytes;
  });
  return light.map((row) => row._id);
}

/** How the leases begin under which first attempts are made without a workflow: such an event is not in the outbox yet. */
export const DIRECT_LEASE = "direct-";
