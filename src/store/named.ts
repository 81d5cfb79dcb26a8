import type { Collection, Filter, FindOneOptions, OptionalUnlessRequiredId, UpdateFilter } from "mongodb";
import type { z } from "zod";
import type { Transaction } from "./database.ts";
import { within } from "./deadline.ts";
import { isDuplicateKey, NameTaken } from "./faults.ts";
import { createGroupRead } from "./group-read.ts";
import { findPage, type Page, type PageQuery } from "./page.ts";
import type { Vault } from "./secrets.ts";

/** What every resource that a team makes and names has. */
export interface NamedDocument {
  _id: string;
  team_id: string;
  name: string | null;
  updated_at: Date;
}

/** Which of them a list shows: those of these ids alone, and whose other fields are equal to what is given. */
export type NamedFilter = { ids?: string[] | undefined } & { [field: string]: string | string[] | undefined };

/** The documents of one kind of resource, with their secrets in clear; sealed only where they lie. */
export interface NamedStore<D extends NamedDocument> {
  /** Tells which fields of a document are secret. */
  schema: z.ZodType;
  /** Throws NameTaken. */
  insert: (document: D, session?: Transaction) => Promise<void>;
  find: (teamId: string, id: string, session?: Transaction) => Promise<D | null>;
  findByName: (teamId: string, name: string, session?: Transaction) => Promise<D | null>;
  /** Rejects when it takes longer than `timeoutMs`. */
  findOne: (filter: Filter<D>, timeoutMs: number) => Promise<D | null>;
  findMany: (filter: Filter<D>, session?: Transaction) => Promise<D[]>;
  /** Some fields alone, none of them secret: one record that can't be decrypted then stops nobody else. */
  findFields: <F extends keyof D & string>(filter: Filter<D>, fields: F[]) => Promise<Pick<D, F | "_id">[]>;
  page: (teamId: string, filter: NamedFilter, query: PageQuery) => Promise<Page<D>>;
  /** Writes the whole document over the one with its id. Throws NameTaken; false where it is gone. */
  replace: (document: D, session?: Transaction) => Promise<boolean>;
  remove: (teamId: string, ids: string[], session?: Transaction) => Promise<void>;
  /** Makes a transaction fail, and run again, when another one changes the same document; false where it is gone. */
  lock: (teamId: string, id: string, session: Transaction) => Promise<boolean>;
  /** Calls `listener` with the ids that this process wrote, before the write is acknowledged to its caller. */
  onWrite: (listener: (ids: string[]) => void) => void;
}

/** A store over one collection; `schema` tells which fields are secret. */
export function createNamedStore<D extends NamedDocument>(
  collection: Collection<D>,
  schema: z.ZodType,
  vault: Vault,
): NamedStore<D> {
  const listeners: ((ids: string[]) => void)[] = [];
  // What a transaction writes can be read only when it has ended.
  const written = (session: Transaction | undefined, ...ids: string[]) => {
    const tell = () => listeners.forEach((listener) => listener(ids));
    if (session) session.once("ended", tell);
    else tell();
  };
  const byId = (teamId: string, id: string) => ({ _id: id, team_id: teamId }) as Filter<D>;
  const readOne = createGroupRead(collection);
  const open = (document: unknown) => vault.open(schema, document as D, document as D);
  const read = async (filter: Filter<D>, options?: FindOneOptions) => {
    const document = await collection.findOne(filter, options);
    return document ? open(document) : null;
  };

  return {
    schema,
    async insert(document, session) {
      const sealed = vault.seal(schema, document, document) as OptionalUnlessRequiredId<D>;
      await collection.insertOne(sealed, { session }).catch(named(document));
      written(session, document._id);
    },
    async find(teamId, id, session) {
      if (session) return read(byId(teamId, id), { session });
      const document = await readOne(teamId, id);
      return document && open(document);
    },
    findByName: (teamId, name, session) => read({ team_id: teamId, name } as Filter<D>, { session }),
    findOne: (filter, timeoutMs) => within(timeoutMs, read(filter)),
    async findMany(filter, session) {
      return (await collection.find(filter, { session }).toArray()).map(open);
    },
    async findFields(filter, fields) {
      const projection = Object.fromEntries(fields.map((field) => [field, 1]));
      return collection.find<Pick<D, (typeof fields)[number] | "_id">>(filter, { projection }).toArray();
    },
    async page(teamId, { ids, ...equal }, query) {
      const among = ids && { _id: { $in: ids } };
      const page = await findPage(collection, { ...equal, ...among, team_id: teamId } as Filter<D>, query);
      return { ...page, rows: page.rows.map(open) };
    },
    async replace(document, session) {
      const { _id, ...fields } = vault.seal(schema, document, document);
      const filter = byId(document.team_id, _id);
      const update = { $set: fields } as unknown as UpdateFilter<D>;
      const result = await collection.updateOne(filter, update, { session }).catch(named(document));
      written(session, _id);
      return result.matchedCount === 1;
    },
    async remove(teamId, ids, session) {
      await collection.deleteMany({ _id: { $in: ids }, team_id: teamId } as Filter<D>, { session });
      written(session, ...ids);
    },
    async lock(teamId, id, session) {
      const touch = { $inc: { revision: 1 } } as unknown as UpdateFilter<D>;
      return (await collection.updateOne(byId(teamId, id), touch, { session })).matchedCount === 1;
    },
    onWrite: (listener) => void listeners.push(listener),
  };
}

const named =
  (document: NamedDocument) =>
  (error: unknown): never => {
    if (isDuplicateKey(error) && document.name !== null) throw new NameTaken(document.name);
    throw error;
  };
