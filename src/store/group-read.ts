import type { Collection, Filter } from "mongodb";
import { createGroupCommit } from "./group-commit.ts";

interface Row {
  _id: string;
  team_id: string;
}

/** Reads one document by its team and id, or null. */
export type ReadOne<D> = (teamId: string, id: string) => Promise<D | null>;

/**
 * Reads single documents in groups, as the group commit writes: what is asked for during one read is read by the next.
 * Each answer is as of after the question, and the busier it gets, the cheaper it becomes.
 */
export function createGroupRead<D extends Row>(collection: Collection<D>): ReadOne<D> {
  const reads = createGroupCommit<string, D | null>({
    async write(ids) {
      const filter = { _id: { $in: [...new Set(ids)] } } as unknown as Filter<D>;
      const found = (await collection.find(filter).toArray()) as unknown as D[];
      const byId = new Map(found.map((document) => [document._id, document]));
      return ids.map((id) => byId.get(id) ?? null);
    },
    maxGroup: 100,
    maxWaitingSize: Infinity,
    writers: 2,
  });
  return async (teamId, id) => {
    const document = await reads.add(id);
    return document?.team_id === teamId ? document : null;
  };
}
