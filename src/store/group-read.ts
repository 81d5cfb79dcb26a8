import type { Collection, Document, Filter } from "mongodb";
import { createGroupCommit } from "./group-commit.ts";

interface Row {
  _id: string;
  team_id: string;
}

/** Milliseconds for one group. */
const READ_WITHIN = 10_000;

/** Reads one document by its team and id, or null. */
export type ReadOne<D> = (teamId: string, id: string) => Promise<D | null>;

/** The documents with these ids, of any team. */
type ReadMany<D> = (ids: string[]) => Promise<D[]>;

/**
 * Reads single documents in groups, as the group commit writes: what is asked for during one read is read by the next.
 * Each answer is as of after the question, and the busier it gets, the cheaper it becomes.
 */
export function inGroups<D extends Row>(readMany: ReadMany<D>): ReadOne<D> {
  const reads = createGroupCommit<string, D | null>({
    async write(ids) {
      const found = await readMany([...new Set(ids)]);
      const byId = new Map(found.map((document) => [document._id, document]));
      return ids.map((id) => byId.get(id) ?? null);
    },
    maxGroup: 100,
    maxWaitingSize: Infinity,
    writeWithin: READ_WITHIN,
    writers: 1,
    patient: true,
  });
  return async (teamId, id) => {
    const document = await reads.add(id);
    return document?.team_id === teamId ? document : null;
  };
}

/** The same of one collection. */
export function createGroupRead<D extends Row>(
  collection: Collection<D>,
  projection: Document = {},
): ReadOne<D> {
  return inGroups(async (ids) => {
    const filter = { _id: { $in: ids } } as unknown as Filter<D>;
    return (await collection.find(filter, { projection }).toArray()) as unknown as D[];
  });
}
