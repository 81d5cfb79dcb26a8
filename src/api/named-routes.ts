import { z } from "zod";
import { IdsInQuery } from "../resources/record-filter.ts";
import { Id, Name, type Noun } from "../resources/wire.ts";
import type { Transaction } from "../store/database.ts";
import type { NamedDocument } from "../store/named.ts";
import { createNamed, replaceNamed, workOf, type NamedResource, type Work } from "./named-resource.ts";
import { notFound, parsed } from "./problems.ts";
import { ListOf, listing, listReply, pageOf, route, type Call, type Reply, type Route } from "./route.ts";

const NOTHING_MADE: ReadonlySet<string> = new Set();
const Deleted = z.object({ id: z.string() });
const Switch = z
  .enum(["true", "false", "1", "0"], "must be true or false")
  .transform((text) => text === "true" || text === "1");
const Removal = z.strictObject({ cascade: Switch.default(false) });
const OK = 200;
const CREATED = 201;

/** The endpoints that all named resources share: create, list, get, patch, upsert by name, delete, enable, disable. */
export function namedRoutes<D extends NamedDocument, Wire>(resource: NamedResource<D, Wire>): Route[] {
  const { noun, store, schemas, transaction } = resource;
  const path = `/${noun}s` as const;
  const one = `/${noun}s/:id` as const;
  const response = schemas.model;
  const ListQuery = z.strictObject({
    ...listing,
    ids: IdsInQuery(noun).optional(),
    name: Name.optional(),
    ...optional(resource.listFilters),
  });

  const find = async (teamId: string, id: string, session?: Transaction): Promise<D> => {
    const document = await store.find(teamId, id, session);
    if (!document) throw notFound(noun, id);
    return document;
  };
  const show = async (document: D, made = NOTHING_MADE): Promise<Wire> =>
    (await resource.present([document], document.team_id, made))[0]!;

  const update = async (before: D, fields: unknown, work: Work, verb?: string): Promise<D> => {
    const after = await resource.merge(before, fields as never, work);
    return replaceNamed(resource, { before, after }, work, verb);
  };
  /** Runs a change in a transaction, and answers what it made of the document. */
  const change = async (
    call: Call,
    status: number,
    apply: (work: Work) => Promise<D>,
  ): Promise<Reply<Wire>> => {
    const { document, made } = await transaction(async (session) => {
      const work = workOf(call, session);
      return { document: await apply(work), made: work.made };
    });
    return { status: made.has(document._id) ? CREATED : status, body: await show(document, made) };
  };
  const patch = (call: Call, id: string, fields: unknown, verb?: string) =>
    change(call, OK, async (work) =>
      update(await find(call.caller.teamId, id, work.session), fields, work, verb),
    );

  return [
    route({
      method: "post",
      path,
      summary: `Create a ${noun}`,
      status: CREATED,
      body: schemas.input,
      response,
      handle: ({ body, ...call }) => change(call, CREATED, (work) => createNamed(resource, body, work)),
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
      alsoStatus: CREATED,
      body: schemas.upsert,
      response,
      handle: ({ body, ...call }) =>
        change(call, OK, async (work) => {
          const { name } = body as { name: string };
          const existing = await store.findByName(call.caller.teamId, name, work.session);
          if (existing) return update(existing, body, work);
          return createNamed(resource, parsed(schemas.input, body), work);
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
      handle: ({ params, body, ...call }) => patch(call, params.id, body),
    }),
    route({
      method: "delete",
      path: one,
      summary: `Delete a ${noun}`,
      query: Removal,
      response: Deleted,
      handle: async ({ params, query, ...call }) => {
        await transaction(async (session) => {
          const document = await find(call.caller.teamId, params.id, session);
          await resource.remove(document, query, workOf(call, session));
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
        handle: ({ params, ...call }) => patch(call, params.id, { enabled: verb === "enable" }, verb),
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
