import {
  type AnyBulkWriteOperation,
  type BulkWriteOptions,
  type Collection,
  MongoBulkWriteError,
  MongoError,
  MongoInvalidArgumentError,
  type OptionalUnlessRequiredId,
  type WriteError,
} from "mongodb";
import { isDuplicateKey } from "./faults.ts";

/** One write for many items; `done` tells of how many MongoDB answered that they are written. */
interface Write<T> {
  send: (items: T[]) => Promise<unknown>;
  done: (error: MongoBulkWriteError) => number;
}

/**
 * Inserts all documents in one write and tells for each whether it is there: true, or its own error. Throws where
 * the fault is the whole write's. One that can't be written as BSON is found by halves: the others are inserted.
 */
export function insertEach<D extends { _id: string }>(
  collection: Collection<D>,
  documents: D[],
  options: BulkWriteOptions = {},
): Promise<(true | Error)[]> {
  return writeEach(documents, {
    send: (some) =>
      collection.insertMany(some as OptionalUnlessRequiredId<D>[], { ...options, ordered: false }),
    done: (error) => error.insertedCount,
  });
}

/** Inserts what is not there yet, and answers the ids of what is; what is there stays as it is. Throws any other fault. */
export async function insertMissing<D extends { _id: string }>(
  collection: Collection<D>,
  documents: D[],
): Promise<Set<string>> {
  const results = await insertEach(collection, documents);
  const fault = results.find((result) => result instanceof Error && !isDuplicateKey(result));
  if (fault instanceof Error) throw fault;
  return new Set(documents.flatMap(({ _id }, index) => (results[index] === true ? [] : [_id])));
}

/** As `insertEach`, for updates. One whose filter found nothing was made too: it is true; `found` hears how many did. */
export function updateEach<D extends { _id: string }>(
  collection: Collection<D>,
  updates: AnyBulkWriteOperation<D>[],
  options: BulkWriteOptions = {},
  found?: (documents: number) => void,
): Promise<(true | Error)[]> {
  return writeEach(updates, {
    send: async (some) => {
      const { matchedCount } = await collection.bulkWrite(some, { ...options, ordered: false });
      found?.(matchedCount);
    },
    // What matched nothing is counted nowhere; without a fault of its own, the whole write has failed.
    done: (error) => ([error.writeErrors].flat().length > 0 ? updates.length : 0),
  });
}

async function writeEach<T>(items: T[], write: Write<T>): Promise<(true | Error)[]> {
  const results: (true | Error)[] = items.map(() => true);
  if (items.length === 0) return results;
  try {
    await write.send(items);
  } catch (error) {
    if (isOfADocument(error)) return writeHalves(items, write, error);
    if (!(error instanceof MongoBulkWriteError) || error.result.getWriteConcernError()) throw error;
    const faults: WriteError[] = [error.writeErrors].flat();
    // A lost connection comes in the same wrapping, and tells nothing of the items.
    if (write.done(error) + faults.length < items.length) throw error;
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

async function writeHalves<T>(items: T[], write: Write<T>, error: Error): Promise<(true | Error)[]> {
  if (items.length === 1) return [error];
  const middle = Math.ceil(items.length / 2);
  const first = await writeEach(items.slice(0, middle), write);
  return [...first, ...(await writeEach(items.slice(middle), write))];
}
