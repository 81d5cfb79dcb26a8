import { isDeepStrictEqual } from "node:util";
import type { Collection, Filter } from "mongodb";
import type { z } from "zod";
import { openDatabase } from "./database.ts";
import { loadKeyDigest } from "./key-digest.ts";
import { SEALED, type SealedCollection } from "./sealed.ts";
import { createVault, DamagedSecret, UnknownSecretKey, type Vault } from "./secrets.ts";
import type { StoreSettings } from "./store.ts";

/** How one collection went. */
export interface CollectionRotation {
  collection: SealedCollection;
  read: number;
  resealed: number;
  /** Of each document with secrets that could not be opened, which it is, and why. */
  unopened: string[];
}

/** All collections, once. */
export interface RotationPass {
  /** What sealed texts call the present key. */
  keyId: string;
  collections: CollectionRotation[];
}

interface SealedDocument {
  _id: string;
  team_id: string;
  [field: string]: unknown;
}

const BATCH = 100;

/**
 * Seals every secret with the present key that another one sealed. Processes may go on meanwhile, if they have both
 * keys. Cut off, it is simply run again. Tells of each collection when it is done.
 */
export async function rotateSecrets(
  { uri, database: name, secretKey, otherSecretKeys }: StoreSettings,
  done: (rotation: CollectionRotation) => void,
): Promise<RotationPass> {
  await using database = await openDatabase(uri, name);
  const vault = createVault(secretKey, otherSecretKeys);
  await loadKeyDigest(database.collections, vault, secretKey);
  const collections: CollectionRotation[] = [];
  for (const collection of Object.keys(SEALED) as SealedCollection[]) {
    const documents = database.collections[collection] as unknown as Collection<SealedDocument>;
    const rotation = { collection, ...(await resealAll(documents, SEALED[collection], vault)) };
    done(rotation);
    collections.push(rotation);
  }
  return { keyId: vault.keyId, collections };
}

async function resealAll(documents: Collection<SealedDocument>, schema: z.ZodType, vault: Vault) {
  const rotation = { read: 0, resealed: 0, unopened: [] as string[] };
  for await (const document of documents.find({}, { batchSize: BATCH }).sort({ _id: 1 })) {
    rotation.read += 1;
    try {
      if (await reseal(documents, schema, vault, document)) rotation.resealed += 1;
    } catch (error) {
      if (!(error instanceof UnknownSecretKey || error instanceof DamagedSecret)) throw error;
      rotation.unopened.push(error.message);
    }
  }
  return rotation;
}

/** Whether the document was changed. One that someone else changes meanwhile is read again. */
async function reseal(
  documents: Collection<SealedDocument>,
  schema: z.ZodType,
  vault: Vault,
  found: SealedDocument,
): Promise<boolean> {
  const { _id, team_id } = found;
  for (let old: SealedDocument | null = found; old; old = await documents.findOne({ _id, team_id })) {
    const next: SealedDocument = vault.reseal(schema, old, old);
    const changed = Object.keys(next).filter((field) => !isDeepStrictEqual(next[field], old?.[field]));
    if (changed.length === 0) return false;
    const asRead = Object.fromEntries(changed.map((field) => [field, { $eq: old?.[field] }]));
    const filter = { ...asRead, _id, team_id } as Filter<SealedDocument>;
    const fields = Object.fromEntries(changed.map((field) => [field, next[field]]));
    if ((await documents.updateOne(filter, { $set: fields })).matchedCount === 1) return true;
  }
  return false;
}
