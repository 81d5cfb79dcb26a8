import { MongoServerError, type Collection, type Db, type IndexDescription } from "mongodb";

/** Told of an index that is dropped, to be built anew. */
export type IndexDropped = (collection: string, index: string) => void;

/** https://www.mongodb.com/docs/manual/reference/error-codes/: IndexOptionsConflict, IndexKeySpecsConflict. */
const CONFLICTS = [85, 86];
/** IndexNotFound. */
const GONE = 27;

/** The indexes of one collection. */
export interface Indexes {
  wanted: IndexDescription[];
  /** Names of those that a release before had, and that nothing is read by any more. */
  needless: string[];
}

/**
 * Makes a collection and its indexes, where they are missing. What stands in the way of one, because a release before
 * defined it otherwise, is dropped first, and what is needless last; other indexes stay.
 */
export async function ensureIndexes(
  db: Db,
  noun: string,
  { wanted, needless }: Indexes,
  dropped: IndexDropped,
): Promise<void> {
  // A transaction can't create a collection that another one creates at the same time, so it must exist.
  if (wanted.length === 0) return void (await db.createCollection(noun).catch(() => undefined));
  const collection = db.collection(noun);
  const build = () => collection.createIndexes(wanted);
  const drop = async (name: string) => {
    dropped(noun, name);
    await collection.dropIndex(name).catch((fault: unknown) => {
      // Another process that starts now was quicker.
      if (!hasCode(fault, GONE)) throw fault;
    });
  };
  await build().catch(async (error: unknown) => {
    if (!hasCode(error, ...CONFLICTS)) throw error;
    for (const name of await inTheWay(collection, wanted)) await drop(name);
    await build();
  });
  for (const { name } of await presentIn(collection)) if (needless.includes(name)) await drop(name);
}

const hasCode = (error: unknown, ...codes: number[]) =>
  error instanceof MongoServerError && codes.includes(Number(error.code));

/** MongoDB takes neither two definitions under one name, nor one under two. */
async function inTheWay(collection: Collection, wanted: IndexDescription[]): Promise<string[]> {
  const isInTheWay = (it: Present) =>
    wanted.some((one) => (nameOf(one) === it.name) !== (definitionOf(one) === definitionOf(it)));
  return (await presentIn(collection)).filter(isInTheWay).map(({ name }) => name);
}

type Present = IndexDescription & { name: string };

const presentIn = async (collection: Collection) => (await collection.listIndexes().toArray()) as Present[];

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
