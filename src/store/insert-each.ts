import {
  type BulkWriteOptions,
  type Collection,
  MongoBulkWriteError,
  MongoError,
  MongoInvalidArgumentError,
  type OptionalUnlessRequiredId,
  type WriteError,
} from "mongodb";

/**
 * Inserts all documents in one write and tells for each whether it is there: true, or its own error. Throws where
 * the fault is the whole write's. One that can't be written as BSON is found by halves: the others are inserted.
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
    if (isOfADocument(error)) return insertHalves(collection, documents, options, error);
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

/** Thrown before anything was sent: by the BSON writer, which doesn't tell the document, or for one that is too large. */
function isOfADocument(error: unknown): error is Error {
  if (error instanceof MongoError) return error instanceof MongoInvalidArgumentError;
  return error instanceof Error;
}

async function insertHalves<D extends { _id: string }>(
  collection: Collection<D>,
  documents: D[],
  options: BulkWriteOptions,
  error: Error,
): Promise<(true | Error)[]> {
  if (documents.length === 1) return [error];
  const middle = Math.ceil(documents.length / 2);
  const first = await insertEach(collection, documents.slice(0, middle), options);
  return [...first, ...(await insertEach(collection, documents.slice(middle), options))];
}
