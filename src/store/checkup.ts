import { MongoClient, type Db } from "mongodb";
import { INDEXES } from "./database.ts";
import { Setting } from "./key-digest.ts";
import type { SettingDocument } from "./documents.ts";
import { createVault } from "./secrets.ts";

/** Which database, and the keys that are to open its secrets, the present one first. */
export interface CheckupSettings {
  uri: string;
  database: string;
  secretKeys: readonly string[];
}

/** What a database is like, without a change to it. */
export interface Checkup {
  version: string;
  /** null: a lone server, which has no transactions. */
  replicaSet: string | null;
  isWritable: boolean;
  /** Milliseconds by which its clock is ahead of ours. */
  clockAhead: number;
  /** Whether it was ever used. */
  isNew: boolean;
  /** Each as `collection {key}`. */
  missingIndexes: string[];
  /** Whether the keys open what is sealed there; null where nothing is, or no key was given. */
  keyFits: boolean | null;
}

const ANSWER_WITHIN = 3000;
const NAMESPACE_NOT_FOUND = 26;

/** Looks at a database. Rejects where none answers within 3 s. */
export async function examineDatabase({ uri, database, secretKeys }: CheckupSettings): Promise<Checkup> {
  const client = new MongoClient(uri, {
    appName: "fasthook doctor",
    serverSelectionTimeoutMS: ANSWER_WITHIN,
    connectTimeoutMS: ANSWER_WITHIN,
    socketTimeoutMS: ANSWER_WITHIN,
  });
  try {
    const db = client.db(database);
    const asked = Date.now();
    const hello = await db.command({ hello: 1 });
    // Half of the way counts for each direction.
    const here = (asked + Date.now()) / 2;
    const { version } = (await db.admin().serverInfo()) as { version: string };
    const missing = await Promise.all(Object.keys(INDEXES).map((noun) => missingIndexes(db, noun)));
    return {
      version,
      replicaSet: (hello.setName as string | undefined) ?? null,
      isWritable: hello.isWritablePrimary === true,
      clockAhead: Math.round((hello.localTime as Date).getTime() - here),
      isNew: missing.every((it) => it === null),
      missingIndexes: missing.flatMap((it) => it ?? []),
      keyFits: await keyFits(db, secretKeys),
    };
  } finally {
    await client.close();
  }
}

/** null: the collection is not there. */
async function missingIndexes(db: Db, noun: string): Promise<string[] | null> {
  try {
    const there = new Set((await db.collection(noun).indexes()).map(({ key }) => JSON.stringify(key)));
    const wanted = INDEXES[noun as keyof typeof INDEXES].map(({ key }) => JSON.stringify(key));
    return wanted.filter((key) => !there.has(key)).map((key) => `${noun} ${key}`);
  } catch (error) {
    if ((error as { code?: number }).code === NAMESPACE_NOT_FOUND) return null;
    throw error;
  }
}

async function keyFits(db: Db, [present, ...others]: readonly string[]): Promise<boolean | null> {
  const sealed = present === undefined ? null : await db.collection<SettingDocument>("settings").findOne({});
  if (!sealed || present === undefined) return null;
  try {
    createVault(present, others).open(Setting, sealed, sealed);
    return true;
  } catch {
    return false;
  }
}
