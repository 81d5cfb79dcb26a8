import type { Collection } from "mongodb";
import type { Transaction } from "./database.ts";
import type { ApiKeyDocument } from "./documents.ts";
import { isDuplicateKey } from "./faults.ts";
import { findPage, type Page, type PageQuery } from "./page.ts";

/** What is kept of a key beside its digest. */
export type ApiKeyRecord = Omit<ApiKeyDocument, "digest">;

/** The keys of all teams. One that was revoked is kept, so that nothing brings it back, but only `authenticate` finds it. */
export interface ApiKeyStore {
  /** The record of a key, a revoked or expired one too; null where no such key was ever given. */
  authenticate: (apiKey: string) => Promise<ApiKeyRecord | null>;
  /** Keeps a key under the id of its record, in place of one that has this id. */
  save: (record: ApiKeyRecord, apiKey: string, session: Transaction) => Promise<void>;
  /** Keeps a key that has no record yet; answers the one that it has now. */
  ensure: (record: ApiKeyRecord, apiKey: string) => Promise<ApiKeyRecord>;
  find: (teamId: string, id: string, session?: Transaction) => Promise<ApiKeyRecord | null>;
  page: (teamId: string, query: PageQuery) => Promise<Page<ApiKeyRecord>>;
  /** Whether the team has any key. */
  exists: (teamId: string) => Promise<boolean>;
  revoke: (teamId: string, id: string, now: Date, session: Transaction) => Promise<void>;
  /** Makes a transaction fail, and run again, when another one changes the same key; false where it is revoked. */
  lock: (teamId: string, id: string, session: Transaction) => Promise<boolean>;
  /** Notes that a key was used. */
  used: (teamId: string, id: string, now: Date) => Promise<void>;
}

/** A key is found by its digest: the key itself is never stored. */
export function createApiKeyStore(
  keys: Collection<ApiKeyDocument>,
  digestOf: (apiKey: string) => string,
): ApiKeyStore {
  const live = (team_id: string) => ({ team_id, revoked_at: null });
  const one = (teamId: string, _id: string) => ({ ...live(teamId), _id });
  const byDigest = async (digest: string) => {
    const found = await keys.findOne({ digest });
    return found && complete(found);
  };

  return {
    authenticate: (apiKey) => byDigest(digestOf(apiKey)),
    async save({ _id, ...fields }, apiKey, session) {
      const set = { $set: { ...fields, digest: digestOf(apiKey) } };
      await keys.updateOne({ _id, team_id: fields.team_id }, set, { upsert: true, session });
    },
    async ensure(record, apiKey) {
      const digest = digestOf(apiKey);
      await keys.updateOne({ digest }, { $setOnInsert: record }, { upsert: true }).catch((error: unknown) => {
        // Two processes that start at once may both find it missing: it exists now.
        if (!isDuplicateKey(error)) throw error;
      });
      const found = await byDigest(digest);
      if (!found) throw new Error(`the API key ${record._id} was not kept`);
      return found;
    },
    async find(teamId, id, session) {
      const found = await keys.findOne(one(teamId, id), { session });
      return found && complete(found);
    },
    async page(teamId, query) {
      const page = await findPage(keys, live(teamId), query);
      return { ...page, rows: page.rows.map(complete) };
    },
    exists: async (teamId) => (await keys.findOne(live(teamId))) !== null,
    async revoke(teamId, id, now, session) {
      const set = { $set: { revoked_at: now, updated_at: now } };
      await keys.updateOne(one(teamId, id), set, { session });
    },
    async lock(teamId, id, session) {
      const touch = { $inc: { revision: 1 } };
      return (await keys.updateOne(one(teamId, id), touch, { session })).matchedCount === 1;
    },
    used: async (teamId, id, now) =>
      void (await keys.updateOne(one(teamId, id), { $max: { last_used_at: now } })),
  };
}

/** Of a key that was made before keys had scopes, these are missing: it may do everything, for ever. */
const BEFORE_SCOPES = {
  scopes: ["admin" as const],
  expires_at: null,
  last_used_at: null,
  revoked_at: null,
};

function complete({ digest: _, ...found }: ApiKeyDocument): ApiKeyRecord {
  return { ...BEFORE_SCOPES, ...found, updated_at: found.updated_at ?? found.created_at };
}
