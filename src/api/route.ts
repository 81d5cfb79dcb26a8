import { z } from "zod";
import type { Scope } from "../resources/api-key.ts";
import { decodeCursor, type Cursor } from "../store/page.ts";
import type { Action, AuditTrail, States } from "./audit-trail.ts";
import type { Caller } from "./caller.ts";
import { invalidField } from "./problems.ts";

/** What a handler answers. */
export interface Reply<Body> {
  /** Where it is not the route's own. */
  status?: number;
  headers?: Record<string, string>;
  /** Of the route's response schema. */
  body: Body;
  /** The call changed nothing, such as a dry run: the audit log has nothing to tell. */
  unchanged?: true;
  /** What the call changed, for the audit log, where it has begun an entry. */
  changed?: States;
}

/** Bytes to be answered as they are. */
export interface RawBody {
  bytes: Uint8Array;
  contentType: string;
}

type Output<S> = S extends z.ZodType ? z.output<S> : undefined;

/** What every handler is given, whatever its route takes. */
export interface Call {
  caller: Caller;
  /**
   * What stands for the effect of a call that was made with an Idempotency-Key: the same for every run of it, and no
   * other call's. A handler that derives its ids from it has its effect once, however often it is cut off and run again.
   */
  idempotencyKey: string | null;
  /** When the call came; with an Idempotency-Key, the first time. */
  at: Date;
  /** A handler notes what it changes in its transaction, or begins before an effect that has none. */
  audit: Pick<AuditTrail, "change" | "begin">;
}

/**
 * One endpoint as data: what it takes, what it answers, and what it does. Validation, the OpenAPI document and the
 * matrix tests read it. `path` is below /v1, with parameters as `:id`.
 */
export interface Route {
  method: "get" | "post" | "put" | "patch" | "delete";
  path: string;
  summary: string;
  /** What the caller's key must be allowed: `read` for GET, else `write`, where nothing is said. */
  scope: Scope;
  /**
   * The action under which a call is in the audit log, such as a connection's `pause`: made of method and path where
   * nothing is said; null for what changes nothing, as every GET does that says nothing.
   */
  audited: Action | null;
  /** The status of success. */
  status: number;
  /** Another status of success that a reply may have, with a body of the same schema. */
  alsoStatus?: number;
  query?: z.ZodType;
  body?: z.ZodType;
  /** null: raw bytes. */
  response: z.ZodType | null;
  handle: (input: never) => Promise<Reply<unknown>>;
}

/** Declares an endpoint; the types of its handler follow from its schemas. */
export function route<
  Path extends string,
  Query extends z.ZodType | undefined = undefined,
  Body extends z.ZodType | undefined = undefined,
  Response extends z.ZodType | null = null,
>(definition: {
  method: Route["method"];
  path: Path;
  summary: string;
  scope?: Scope;
  audited?: Action | null;
  status?: number;
  alsoStatus?: number;
  query?: Query;
  body?: Body;
  response: Response;
  handle: (
    input: Call & { params: Params<Path>; query: Output<Query>; body: Output<Body> },
  ) => Promise<Reply<Response extends z.ZodType ? z.output<Response> : RawBody>>;
}): Route {
  const { method, path } = definition;
  const reads = method === "get";
  const defaults = {
    scope: reads ? ("read" as const) : ("write" as const),
    audited: reads ? null : actionOf(method, path),
    status: 200,
  };
  return { ...defaults, ...definition };
}

const VERBS = { get: "read", post: "create", put: "upsert", patch: "update", delete: "delete" } as const;

/** `PUT /connections/:id/pause` is a connection's `pause`, `POST /events/bulk_operations` a bulk operation's `create`. */
function actionOf(method: Route["method"], path: string): Action {
  const words = path.split("/").filter((step) => step !== "" && !step.startsWith(":"));
  const last = words.at(-1) ?? "";
  const nouns = words.filter((word) => word.endsWith("s"));
  const type = (nouns.at(-1) ?? last).replace(/s$/, "");
  return { type, verb: nouns.includes(last) ? VERBS[method] : last };
}

type Params<Path extends string> = Path extends `${string}:${infer Rest}`
  ? Rest extends `${infer Name}/${infer Tail}`
    ? Record<Name, string> & Params<Tail>
    : Record<Rest, string>
  : Record<never, string>;

const CursorText = (side: Cursor["side"]) =>
  z.string().transform((text, context): Cursor => {
    const cursor = decodeCursor(text);
    if (cursor?.side === side) return cursor;
    context.addIssue({ code: "custom", message: `must be the ${side} of a list's pagination` });
    return z.NEVER;
  });

/** The query parameters that every list has. */
export const listing = {
  limit: z
    .string()
    .regex(/^\d+$/, "must be a whole number from 1 to 250")
    .transform(Number)
    .pipe(z.int().min(1, "must be from 1 to 250").max(250, "must be from 1 to 250"))
    .default(100),
  order_by: z.literal("created_at").default("created_at"),
  dir: z.enum(["asc", "desc"]).default("desc"),
  next: CursorText("next").optional(),
  prev: CursorText("prev").optional(),
};

/** A page of a list, as every list answers. */
export const ListOf = <S extends z.ZodType>(model: S) =>
  z.object({
    models: z.array(model),
    count: z.int().describe("of the models in this page"),
    pagination: z.object({
      order_by: z.string(),
      dir: z.enum(["asc", "desc"]),
      limit: z.int(),
      next: z.string().nullable(),
      prev: z.string().nullable(),
    }),
  });

/** The paging part of a list's query, for the store. Throws a 422 where both cursors are given. */
export function pageOf(query: { limit: number; dir: "asc" | "desc"; next?: Cursor; prev?: Cursor }) {
  if (query.next && query.prev) throw invalidField("query.prev", "must not be given together with next");
  return { limit: query.limit, dir: query.dir, cursor: query.next ?? query.prev ?? null };
}

/** The answer of a list. */
export function listReply<D, M>(
  query: { limit: number; dir: "asc" | "desc" },
  page: { rows: D[]; next: string | null; prev: string | null },
  toModel: (row: D) => M,
) {
  const models = page.rows.map(toModel);
  const { limit, dir } = query;
  const pagination = { order_by: "created_at", dir, limit, next: page.next, prev: page.prev };
  return { body: { models, count: models.length, pagination } };
}
