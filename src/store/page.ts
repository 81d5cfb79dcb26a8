import type { Collection, Document, Filter } from "mongodb";
import type { Way } from "./matching.ts";
import type { Step } from "./walk.ts";

/** Where a page of a list begins: after (`next`) or before (`prev`) the row with this id. */
export interface Cursor {
  side: "next" | "prev";
  id: string;
}

/** Which page of a list is asked for. */
export interface PageQuery {
  limit: number;
  /** By id, that is, by the time of creation. */
  dir: "asc" | "desc";
  cursor: Cursor | null;
}

/** A page, and the cursors to its neighbours where it has any. */
export interface Page<T> {
  rows: T[];
  next: string | null;
  prev: string | null;
}

/** The opaque text of a cursor. */
export function encodeCursor(cursor: Cursor): string {
  return Buffer.from(`${cursor.side}:${cursor.id}`).toString("base64url");
}

/** The cursor of an opaque text, or null where it is none. */
export function decodeCursor(text: string): Cursor | null {
  const [, side, id] = /^(next|prev):(\w{1,80})$/.exec(Buffer.from(text, "base64url").toString()) ?? [];
  return id === undefined ? null : { side: side as Cursor["side"], id };
}

/**
 * One page of a team's rows. It is found by the id of a row, not by a count of rows, so rows inserted during the walk
 * make it neither skip nor repeat.
 */
export async function findPage<D extends Document & { _id: string }>(
  collection: Collection<D>,
  filter: Filter<D>,
  { limit, dir, cursor }: PageQuery,
  projection: Document = {},
): Promise<Page<D>> {
  const { backwards, ascending } = direction({ dir, cursor });
  const bound = cursor ? { _id: { [ascending ? "$gt" : "$lt"]: cursor.id } } : {};
  const both = { $and: [filter, bound] } as Filter<D>;
  const sorted = collection.find<D>(both, { projection }).sort({ _id: ascending ? 1 : -1 });
  const found = await sorted.limit(limit + 1).toArray();
  const rows = found.slice(0, limit);
  const more = found.length > limit ? rows.at(-1)!._id : null;
  if (backwards) rows.reverse();
  return pageOf(rows, cursor, more);
}

/**
 * One page of what a search finds. Where its time runs out first, the page has what was found until then, and its
 * cursor goes on from there.
 */
export async function findSearchedPage<D extends Document & { _id: string }>(
  collection: Collection<D>,
  steps: (way: Way) => AsyncIterable<Step>,
  { limit, dir, cursor }: PageQuery,
  { projection, within }: { projection: Document; within: number },
): Promise<Page<D>> {
  const { ascending } = direction({ dir, cursor });
  const way: Way = { dir: ascending ? "asc" : "desc", after: cursor?.id ?? null };
  const found: string[] = [];
  let more: string | null = null;
  const end = performance.now() + within;
  for await (const { ids, reached } of steps(way)) {
    found.push(...ids);
    more = found.length > limit ? found[limit - 1]! : reached;
    if (found.length > limit || performance.now() > end) break;
  }
  const wanted = { _id: { $in: found.slice(0, limit) } } as unknown as Filter<D>;
  const sorted = collection.find<D>(wanted, { projection }).sort({ _id: dir === "asc" ? 1 : -1 });
  return pageOf(await sorted.toArray(), cursor, more);
}

/** Rows before a cursor are read backwards, the nearest to it first. */
function direction({ dir, cursor }: Pick<PageQuery, "dir" | "cursor">) {
  const backwards = cursor?.side === "prev";
  return { backwards, ascending: (dir === "asc") !== backwards };
}

/** `more` is the id up to which was read, where there is more beyond. */
function pageOf<D extends { _id: string }>(rows: D[], cursor: Cursor | null, more: string | null): Page<D> {
  const link = (side: Cursor["side"], id: string | null | undefined) =>
    id === null || id === undefined ? null : encodeCursor({ side, id });
  const backwards = cursor?.side === "prev";
  return {
    rows,
    next: link("next", backwards ? rows.at(-1)?._id : more),
    prev: link("prev", backwards ? more : cursor && (rows[0]?._id ?? null)),
  };
}
