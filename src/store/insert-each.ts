import {
  type BulkWriteOptions,
  type Collection,
  MongoBulkWriteError,
  type OptionalUnlessRequiredId,
  type WriteError,
} from "mongodb";

/**
 * Inserts all documents in one write and tells for each whether it is there: true, or its own error. Throws where
 * the fault is the whole write's.
 */
export async function insertEach<D extends { _id: string }>(
  collection: Collection<D>,
  documents: D[],
  options: BulkWriteOptions = {},
): Promise<(true | Error)[]> {
  const results: (true | Error)[] = documents.map(() => true);
  if (documents.length === 0) return results;
  try {
    await collection.insertMany(documents as OptionalUnlessRequiredId<D>[], { ...options, ordered: false });
  } catch (error) {
    if (!(error instanceof MongoBulkWriteError) || error.result.getWriteConcernError()) throw error;
    const faults: WriteError[] = [error.writeErrors].flat();
    // A lost connection comes in the same wrapping, and tells nothing of the documents.
    if (error.insertedCount + faults.length < documents.length) throw error;
    for (const fault of faults) {
      results[fault.index] = Object.assign(new Error(fault.errmsg), { code: fault.code });
    }
  }
  return results;
}
