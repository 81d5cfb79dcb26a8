import type { Collection, Filter } from "mongodb";

/** Which records of a team are walked through, in which order, and from where on. */
export interface Walk<D> {
  teamId: string;
  filter: Filter<D>;
  dir: "asc" | "desc";
  /** The id beyond which it begins; null: at the first record. */
  after: string | null;
}

/** What one step of a walk found, in order, and the id up to which all was looked at; null: there is no more. */
export interface Step {
  ids: string[];
  reached: string | null;
}

/** Milliseconds after which MongoDB gives up a single read of a walk. */
export const READ_WITHIN = 10_000;
/** Ids in one step, at most. */
export const STEP = 2000;

/** The filter of what is still to be walked through. */
export function ahead<D>({ teamId, filter, dir, after }: Walk<D>): Filter<D> {
  const bound = after === null ? {} : { _id: { [dir === "asc" ? "$gt" : "$lt"]: after } };
  return { $and: [{ team_id: teamId }, filter, bound] } as Filter<D>;
}

/** The order of a walk, as MongoDB's sort. */
export const inOrder = ({ dir }: Pick<Walk<never>, "dir">): { _id: 1 | -1 } => ({
  _id: dir === "asc" ? 1 : -1,
});

/** Walks by id, so that what is inserted meanwhile is neither skipped nor met twice. */
export async function* walk<D extends { _id: string }>(
  collection: Collection<D>,
  walked: Walk<D>,
): AsyncGenerator<Step, void> {
  for (let { after } = walked; ;) {
    const options = { projection: { _id: 1 }, maxTimeMS: READ_WITHIN, batchSize: STEP };
    const rows = collection.find(ahead({ ...walked, after }), options).sort(inOrder(walked));
    const ids = (await rows.limit(STEP).toArray()).map((row) => row._id);
    after = ids.length < STEP ? null : ids.at(-1)!;
    yield { ids, reached: after };
    if (after === null) return;
  }
}
