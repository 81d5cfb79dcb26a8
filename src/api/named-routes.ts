import { z } from "zod";
import { Id, Name, type Noun } from "../resources/wire.ts";
import type { Transaction } from "../store/database.ts";
import type { NamedDocument, NamedStore } from "../store/named.ts";
import { invalid, notFound } from "./problems.ts";
import { ListOf, listing, listReply, pageOf, route, type Caller, type Reply, type Route } from "./route.ts";

/** What tells one kind of named resource from another. */
export interface NamedResource<D extends NamedDocument, Wire> {
  noun: Extract<Noun, "source" | "destination" | "connection" | "transformation">;
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
  remove: (document: D, options: { cascade: boolean }, session: Transaction) => Promise<void>;
  /** What is answered, with secrets masked but for those that were made now, in the resources of these ids. */
  present: (documents: D[], teamId: string, made: ReadonlySet<string>) => Promise<Wire[]>;
  transaction: <R>(work: (session: Transaction) => Promise<R>) => Promise<R>;
}

/** One call's change: who makes it, in which transaction, and the ids of what it has made so far. */
export interface Work {
  caller: Caller;
  session: Transaction;
  made: Set<string>;
}

const NOTHING_MADE: ReadonlySet<string> = new Set();
const Deleted = z.object({ id: z.string() });
const Removal = z.strictObject({ cascade: z.stringbool().default(false) });
const OK = 200;
const CREATED = 201;

/** The endpoints that all named resources share: create, list, get, patch, upsert by name, delete, enable, disable. */
export function namedRoutes<D extends NamedDocument, Wire>(resource: NamedResource<D, Wire>): Route[] {
  const { noun, store, schemas, transaction } = resource;
  const path = `/${noun}s` as const;
  const one = `/${noun}s/:id` as const;
  const response = schemas.model;
  const ListQuery = z.strictObject({ ...listing, name: Name.optional(), ...optional(resource.listFilters) });

  const find = async (teamId: string, id: string, session?: Transaction): Promise<D> => {
    const document = await store.find(teamId, id, session);
    if (!document) throw notFound(noun, id);
    return document;
  };
  const show = async (document: D, made = NOTHING_MADE): Promise<Wire> =>
    (await resource.present([document], document.team_id, made))[0]!;

  const create = async (input: unknown, work: Work): Promise<D> => {
    const document = await resource.make(input as never, work);
    await store.insert(document, work.session);
    work.made.add(document._id);
    return document;
  };
  const update = async (document: D, change: unknown, work: Work): Promise<D> => {
    const merged = await resource.merge(document, change as never, work);
    await store.replace(merged, work.session);
    await resource.changed?.(merged, document, work.session);
    return merged;
  };
  /** Runs a change in a transaction, and answers what it made of the document. */
  const change = async (
    caller: Caller,
    status: number,
    apply: (work: Work) => Promise<D>,
  ): Promise<Reply<Wire>> => {
    const { document, made } = await transaction(async (session) => {
      const work: Work = { caller, session, made: new Set() };
      return { document: await apply(work), made: work.made };
    });
    return { status: made.has(document._id) ? CREATED : status, body: await show(document, made) };
  };
  const patch = (caller: Caller, id: string, fields: unknown) =>
    change(caller, OK, async (work) => update(await find(caller.teamId, id, work.session), fields, work));

  return [
    route({
      method: "post",
      path,
      summary: `Create a ${noun}`,
      status: CREATED,
      body: schemas.input,
      response,
      handle: ({ caller, body }) => change(caller, CREATED, (work) => create(body, work)),
    }),
    route({
      method: "get",
      path,
      summary: `List ${noun}s`,
      query: ListQuery,
      response: ListOf(response),
      handle: async ({ caller, query }) => {
        const { limit, dir, order_by: _, next, prev, ...filter } = query;
        const page = await store.page(caller.teamId, filter, pageOf({ limit, dir, next, prev }));
        const rows = await resource.present(page.rows, caller.teamId, NOTHING_MADE);
        return listReply(query, { ...page, rows }, (row) => row);
      },
    }),
    route({
      method: "put",
      path,
      summary: `Create a ${noun}, or update the one with this name`,
      body: schemas.upsert,
      response,
      handle: ({ caller, body }) =>
        change(caller, OK, async (work) => {
          const { name } = body as { name: string };
          const existing = await store.findByName(caller.teamId, name, work.session);
          if (existing) return update(existing, body, work);
          const input = schemas.input.safeParse(body);
          if (!input.success) throw invalid(input.error);
          return create(input.data, work);
        }),
    }),
    route({
      method: "get",
      path: one,
      summary: `Get a ${noun}`,
      response,
      handle: async ({ caller, params }) => ({ body: await show(await find(caller.teamId, params.id)) }),
    }),
    route({
      method: "patch",
      path: one,
      summary: `Change fields of a ${noun}`,
      body: schemas.patch,
      response,
      handle: ({ caller, params, body }) => patch(caller, params.id, body),
    }),
    route({
      method: "delete",
      path: one,
      summary: `Delete a ${noun}`,
      query: Removal,
      response: Deleted,
      handle: async ({ caller, params, query }) => {
        await transaction(async (session) => {
          await resource.remove(await find(caller.teamId, params.id, session), query, session);
        });
        return { body: { id: params.id } };
      },
    }),
    ...(resource.switchable === false ? [] : (["enable", "disable"] as const)).map((verb) =>
      route({
        method: "put",
        path: `${one}/${verb}`,
        summary: `${verb === "enable" ? "Enable" : "Disable"} a ${noun}`,
        response,
        handle: ({ caller, params }) => patch(caller, params.id, { enabled: verb === "enable" }),
      }),
    ),
  ];
}

function optional(filters: Record<string, z.ZodType<string>>): Record<string, z.ZodType> {
  return Object.fromEntries(Object.entries(filters).map(([name, schema]) => [name, schema.optional()]));
}

/** A filter by the id of another resource. */
export const byId = (noun: Noun) => Id(noun) as z.ZodType<string>;

/** The fields that enabling and disabling set together. */
export function switched(enabled: boolean, before: { disabled_at: Date | null } | null, now: Date) {
  return { enabled, disabled_at: enabled ? null : (before?.disabled_at ?? now) };
}
