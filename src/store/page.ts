import type { Collection, Document, Filter } from "mongodb";

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
  const backwards = cursor?.side === "prev";
  const ascending = (dir === "asc") !== backwards;
  const bound = cursor ? { _id: { [ascending ? "$gt" : "$lt"]: cursor.id } } : {};
  const both = { $and: [filter, bound] } as Filter<D>;
  const sorted = collection.find<D>(both, { projection }).sort({ _id: ascending ? 1 : -1 });
  const found = await sorted.limit(limit + 1).toArray();
  const more = found.length > limit;
  const rows = found.slice(0, limit);
  if (backwards) rows.reverse();
  return {
    rows,
    next: link("next", rows.at(-1), backwards || more),
    prev: link("prev", rows[0], backwards ? more : cursor !== null),
  };
}

function link(side: Cursor["side"], row: { _id: string } | undefined, exists: boolean): string | null {
  return row && exists ? encodeCursor({ side, id: row._id }) : null;
}
