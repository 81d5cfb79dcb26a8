import { z } from "zod";
import { Id, Name, type Noun } from "../resources/wire.ts";
import type { Transaction } from "../store/database.ts";
import type { NamedDocument, NamedStore } from "../store/named.ts";
import { notFound } from "./problems.ts";
import { ListOf, listing, listReply, pageOf, route, type Caller, type Reply, type Route } from "./route.ts";

/** What tells one kind of named resource from another. */
export interface NamedResource<D extends NamedDocument, Wire> {
  noun: Extract<Noun, "source" | "destination" | "connection">;
  store: NamedStore<D>;
  schemas: { model: z.ZodType<Wire>; input: z.ZodType; upsert: z.ZodType; patch: z.ZodType };
  /** Query parameters by which a list may be narrowed, each equal to the field of its name. */
  listFilters: Record<string, z.ZodType<string>>;
  /** A new document from a valid input, made in the transaction where there is one. Throws ApiError. */
  make: (input: never, caller: Caller, session: Transaction) => Promise<D>;
  /** A document with the given fields changed; the others stay. Throws ApiError. */
  merge: (document: D, change: never, caller: Caller, session: Transaction) => Promise<D>;
  /** Removes it and what depends on it, or throws ApiError. */
  remove: (document: D, options: { cascade: boolean }, session: Transaction) => Promise<void>;
  /** What is answered, with secrets masked. */
  present: (documents: D[], teamId: string) => Promise<Wire[]>;
  /** What the answer to a creation tells beside it, such as a secret that is shown only once. */
  presentNew?: (document: D, teamId: string) => Promise<Wire>;
  transaction: <R>(work: (session: Transaction) => Promise<R>) => Promise<R>;
}

const Deleted = z.object({ id: z.string() });
const Removal = z.strictObject({ cascade: z.stringbool().default(false) });
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
  const show = async (document: D): Promise<Wire> =>
    (await resource.present([document], document.team_id))[0]!;
  const showNew = (document: D) => (resource.presentNew ?? show)(document, document.team_id);

  const create = async (input: never, caller: Caller, session: Transaction): Promise<D> => {
    const document = await resource.make(input, caller, session);
    await store.insert(document, session);
    return document;
  };
  const update = async (document: D, change: never, caller: Caller, session: Transaction): Promise<D> => {
    const merged = await resource.merge(document, change, caller, session);
    await store.replace(merged, session);
    return merged;
  };
  const change = (teamId: string, id: string, fields: object, caller: Caller): Promise<Reply<Wire>> =>
    transaction(async (session) =>
      update(await find(teamId, id, session), fields as never, caller, session),
    ).then(async (document) => ({ body: await show(document) }));

  return [
    route({
      method: "post",
      path,
      summary: `Create a ${noun}`,
      status: CREATED,
      body: schemas.input,
      response,
      handle: async ({ caller, body }) => {
        const document = await transaction((session) => create(body as never, caller, session));
        return { body: await showNew(document) };
      },
    }),
    route({
      method: "get",
      path,
      summary: `List ${noun}s`,
      query: ListQuery,
      response: ListOf(response),
      handle: async ({ caller, query }) => {
        const { limit, dir, order_by: _, next, prev, ...filter } = query;
        const page = await store.page(
          caller.teamId,
          filter as Record<string, string>,
          pageOf({ limit, dir, next, prev }),
        );
        const rows = await resource.present(page.rows, caller.teamId);
        return listReply(query, { ...page, rows }, (row) => row);
      },
    }),
    route({
      method: "put",
      path,
      summary: `Create a ${noun}, or update the one with this name`,
      body: schemas.upsert,
      response,
      handle: async ({ caller, body }) => {
        const { name } = body as { name: string };
        return transaction(async (session): Promise<Reply<Wire>> => {
          const existing = await store.findByName(caller.teamId, name, session);
          if (existing) return { body: await show(await update(existing, body as never, caller, session)) };
          const input = schemas.input.parse(body);
          return { status: CREATED, body: await showNew(await create(input as never, caller, session)) };
        });
      },
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
      handle: ({ caller, params, body }) => change(caller.teamId, params.id, body as object, caller),
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
    ...(["enable", "disable"] as const).map((verb) =>
      route({
        method: "put",
        path: `${one}/${verb}`,
        summary: `${verb === "enable" ? "Enable" : "Disable"} a ${noun}`,
        response,
        handle: ({ caller, params }) =>
          change(caller.teamId, (params as { id: string }).id, { enabled: verb === "enable" }, caller),
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
