import type { Collection, Filter } from "mongodb";
import { idFloor } from "../ids.ts";
import type { AuditEntry } from "../resources/audit-entry.ts";
import { ID_PREFIXES, type Stored } from "../resources/wire.ts";
import type { Transaction } from "./database.ts";
import type { AuditDocument } from "./documents.ts";
import { isDuplicateKey } from "./faults.ts";
import { findPage, type Page, type PageQuery } from "./page.ts";

/** Which entries are meant; several values of a field are alternatives, both times are included. */
export interface AuditFilter {
  from?: Date;
  to?: Date;
  action?: string[];
  resource_type?: string[];
  resource_id?: string[];
  /** The ids of keys. */
  actor?: string[];
}

/** The record of who changed what. */
export interface AuditStore {
  /** Writes an entry that counts with the change that it tells of, or not at all. */
  add: (entries: Stored<AuditEntry>[], session: Transaction) => Promise<void>;
  /** Writes an entry before its effect, where none of that id is there; answers whether there was none. */
  begin: (entry: Stored<AuditEntry>) => Promise<boolean>;
  /** Writes an entry in place of the one that was begun. */
  complete: (entry: Stored<AuditEntry>) => Promise<void>;
  /** Takes an entry back that was not completed: its call came to nothing. */
  withdraw: (entry: Pick<Stored<AuditEntry>, "_id" | "team_id">) => Promise<void>;
  page: (teamId: string, filter: AuditFilter, query: PageQuery) => Promise<Page<AuditDocument>>;
}

/** Milliseconds: a year, whatever the retention of traffic. */
const KEPT = 365 * 86_400_000;

/** Entries go after a year. */
export function createAuditStore(entries: Collection<AuditDocument>): AuditStore {
  const lasting = (entry: Stored<AuditEntry>): AuditDocument => ({
    ...entry,
    expires_at: new Date(entry.created_at.getTime() + KEPT),
  });
  return {
    async add(some, session) {
      if (some.length > 0) await entries.insertMany(some.map(lasting), { session });
    },
    async begin(entry) {
      try {
        await entries.insertOne(lasting(entry));
        return true;
      } catch (error) {
        if (isDuplicateKey(error)) return false;
        throw error;
      }
    },
    async complete(entry) {
      const { _id, team_id } = entry;
      await entries.replaceOne({ _id, team_id }, lasting(entry), { upsert: true });
    },
    withdraw: async ({ _id, team_id }) =>
      void (await entries.deleteOne({ _id, team_id, completed_at: null })),
    page: (team_id, { from, to, actor, ...equal }, query) => {
      const fields = Object.entries({ ...equal, "actor.key_id": actor });
      const conditions: Filter<AuditDocument>[] = fields.flatMap(([field, values]) =>
        values ? [{ [field]: { $in: values } }] : [],
      );
      // Ids sort by time, and so does the index.
      if (from) conditions.push({ _id: { $gte: firstId(from) } });
      if (to) conditions.push({ _id: { $lt: firstId(new Date(to.getTime() + 1)) } });
      return findPage(entries, { $and: [{ team_id }, ...conditions] }, query);
    },
  };
}

/** Before every id that was made in that millisecond, and after all earlier ones. */
function firstId(at: Date): string {
  return `${ID_PREFIXES.audit_entry}_${idFloor(at)}`;
}
