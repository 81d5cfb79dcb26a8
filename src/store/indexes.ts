import { MongoServerError, type Collection, type Db, type IndexDescription } from "mongodb";

/** Told of an index that is dropped, to be built anew. */
export type IndexDropped = (collection: string, index: string) => void;

/** Milliseconds: an upgrade may bring an index over millions of records, which takes longer than any other command. */
const BUILD_WITHIN = 3_600_000;
/** https://www.mongodb.com/docs/manual/reference/error-codes/: IndexOptionsConflict, IndexKeySpecsConflict. */
const CONFLICTS = [85, 86];
/** IndexNotFound. */
const GONE = 27;

/**
 * Makes a collection and its indexes, where they are missing. What stands in the way of one, because a release before
 * defined it otherwise, is dropped first; other indexes stay.
 */
export async function ensureIndexes(
  db: Db,
  noun: string,
  indexes: IndexDescription[],
  dropped: IndexDropped,
): Promise<void> {
  // A transaction can't create a collection that another one creates at the same time, so it must exist.
  if (indexes.length === 0) return void (await db.createCollection(noun).catch(() => undefined));
  const collection = db.collection(noun);
  const build = () => collection.createIndexes(indexes, { timeoutMS: BUILD_WITHIN });
  await build().catch(async (error: unknown) => {
    if (!hasCode(error, ...CONFLICTS)) throw error;
    for (const name of await inTheWay(collection, indexes)) {
      dropped(noun, name);
      await collection.dropIndex(name).catch((fault: unknown) => {
        // Another process that starts now was quicker.
        if (!hasCode(fault, GONE)) throw fault;
      });
    }
    await build();
  });
}

const hasCode = (error: unknown, ...codes: number[]) =>
  error instanceof MongoServerError && codes.includes(Number(error.code));

/** MongoDB takes neither two definitions under one name, nor one under two. */
async function inTheWay(collection: Collection, wanted: IndexDescription[]): Promise<string[]> {
  const present = (await collection.listIndexes().toArray()) as (IndexDescription & { name: string })[];
  const isInTheWay = (it: IndexDescription & { name: string }) =>
    wanted.some((one) => (nameOf(one) === it.name) !== (definitionOf(one) === definitionOf(it)));
  return present.filter(isInTheWay).map(({ name }) => name);
}

/** As MongoDB's drivers name an index that was given no name. */
const nameOf = ({ key }: IndexDescription) => Object.entries(key).flat().join("_");

function definitionOf({
  key,
  unique,
  expireAfterSeconds,
  partialFilterExpression,
}: IndexDescription): string {
  return JSON.stringify([key, unique ?? false, expireAfterSeconds ?? null, partialFilterExpression ?? null]);
}
