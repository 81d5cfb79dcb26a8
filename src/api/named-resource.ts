import type { z } from "zod";
import { derivedId, newId } from "../ids.ts";
import type { Noun } from "../resources/wire.ts";
import type { Transaction } from "../store/database.ts";
import type { NamedDocument, NamedStore } from "../store/named.ts";
import type { Call } from "./route.ts";

/** What a team makes and names. */
export type NamedNoun = Extract<Noun, "source" | "destination" | "connection" | "transformation">;

/** What tells one kind of named resource from another. */
export interface NamedResource<D extends NamedDocument, Wire> {
  noun: NamedNoun;
  /** Whether it can be enabled and disabled; it can where nothing is said. */
  switchable?: boolean;
  store: NamedStore<D>;
  schemas: { model: z.ZodType<Wire>; input: z.ZodType; upsert: z.ZodType; patch: z.ZodType };
  /** Query parameters by which a list may be narrowed, each equal to the field of its name. */
  listFilters: Record<string, z.ZodType<string>>;
  /** A new document from a valid input. Throws ApiError. */
  make: (input: never, work: Work) => Promise<D>;
  /** A document with the given fields changed; the others stay. Throws ApiError. */
  merge: (document: D, change: never, work: Work) => Promise<D>;
  /** Told of each change and each removal, in its transaction. */
  changed?: (document: D, before: D, session: Transaction) => Promise<void>;
  /** Removes it and what depends on it, or throws ApiError. */
  remove: (document: D, options: { cascade: boolean }, work: Work) => Promise<void>;
  /** What is answered, with secrets masked but for those that were made now, in the resources of these ids. */
  present: (documents: D[], teamId: string, made: ReadonlySet<string>) => Promise<Wire[]>;
  transaction: <R>(work: (session: Transaction) => Promise<R>) => Promise<R>;
}

/** One call's change: by whom, in which transaction, and the ids of what it has made so far. */
export interface Work extends Call {
  session: Transaction;
  made: Set<string>;
}

/** The work of a call that begins with this transaction. */
export function workOf(call: Call, session: Transaction): Work {
  return { ...call, session, made: new Set() };
}

/** The id of the one thing of its kind that a call makes: with an Idempotency-Key the same for every run of the call. */
export function idOf(noun: Noun, { idempotencyKey, at }: Pick<Call, "idempotencyKey" | "at">): string {
  return idempotencyKey === null ? newId(noun, at) : derivedId(noun, at, idempotencyKey);
}

/** Whether this call, cut off before it was answered, has given the resource its present token or secret already. */
export function hasRotated(
  { rotated_by }: { rotated_by?: string | undefined },
  { idempotencyKey }: Pick<Call, "idempotencyKey">,
): boolean {
  return idempotencyKey !== null && rotated_by === idempotencyKey;
}

/** What notes that this call gives a resource its token or secret. */
export function rotatedBy({ idempotencyKey }: Pick<Call, "idempotencyKey">): { rotated_by?: string } {
  return idempotencyKey === null ? {} : { rotated_by: idempotencyKey };
}

/** Makes a resource; of a call that was cut off and runs again, finds what it made before. */
export async function createNamed<D extends NamedDocument, Wire>(
  { noun, store, make }: NamedResource<D, Wire>,
  input: unknown,
  work: Work,
): Promise<D> {
  const { caller, session, made } = work;
  if (work.idempotencyKey !== null) {
    const before = await store.find(caller.teamId, idOf(noun, work), session);
    // The ends of a connection may have been made with it: theirs are the ids that they would get now.
    if (before) for (const it of [noun, "source", "destination"] as const) made.add(idOf(it, work));
    if (before) return before;
  }
  const document = await make(input as never, work);
  await store.insert(document, session);
  made.add(document._id);
  await audit(noun, "create", [{ before: null, after: document }], store, work);
  return document;
}

/** Writes a changed resource; `verb` is what the audit log calls the change. */
export async function replaceNamed<D extends NamedDocument, Wire>(
  { noun, store, changed }: NamedResource<D, Wire>,
  { before, after }: { before: D; after: D },
  work: Work,
  verb = "update",
): Promise<D> {
  await store.replace(after, work.session);
  await changed?.(after, before, work.session);
  await audit(noun, verb, [{ before, after }], store, work);
  return after;
}

/** Removes resources of one team. */
export async function removeNamed<D extends NamedDocument>(
  noun: NamedNoun,
  store: NamedStore<D>,
  documents: D[],
  work: Work,
): Promise<void> {
  const ids = documents.map((document) => document._id);
  await store.remove(work.caller.teamId, ids, work.session);
  const states = documents.map((before) => ({ before, after: null }));
  await audit(noun, "delete", states, store, work);
}

async function audit<D extends NamedDocument>(
  type: NamedNoun,
  verb: string,
  states: { before: D | null; after: D | null }[],
  { schema }: NamedStore<D>,
  work: Work,
): Promise<void> {
  const changes = states.map((it) => ({ verb, type, id: (it.after ?? it.before)!._id, ...it, schema }));
  await work.audit.change(changes, work.session);
}
