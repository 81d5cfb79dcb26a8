import { z } from "zod";
import { decodeCursor, type Cursor } from "../store/page.ts";
import { invalidField } from "./problems.ts";

/** Who calls: the team whose objects are meant, and the key. */
export interface Caller {
  teamId: string;
  keyId: string;
}

/** What a handler answers: a body of the route's response schema, with its status where that is not 200. */
export type Reply<Body> = { status?: number; headers?: Record<string, string>; body: Body };

/** Bytes to be answered as they are. */
export interface RawBody {
  bytes: Uint8Array;
  contentType: string;
}

type Output<S> = S extends z.ZodType ? z.output<S> : undefined;

/**
 * One endpoint as data: what it takes, what it answers, and what it does. Validation, the OpenAPI document and the
 * matrix tests read it. `path` is below /v1, with parameters as `:id`.
 */
export interface Route {
  method: "get" | "post" | "put" | "patch" | "delete";
  path: string;
  summary: string;
  /** The status of success. */
  status: number;
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
  status?: number;
  query?: Query;
  body?: Body;
  response: Response;
  handle: (input: {
    caller: Caller;
    params: Params<Path>;
    query: Output<Query>;
    body: Output<Body>;
  }) => Promise<Reply<Response extends z.ZodType ? z.output<Response> : RawBody>>;
}): Route {
  return { status: 200, ...definition };
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
