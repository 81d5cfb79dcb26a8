import { ApiError } from "../errors.ts";
import type { Transaction } from "../store/database.ts";
import type { Store } from "../store/store.ts";

/**
 * Makes sure that no connection is left with an end that is removed: refuses with the ids of those that use it, or
 * removes them too. The lock makes a connection that is created at the same moment fail, or come first.
 */
export async function removeEnd(
  store: Pick<Store, "connections" | "sources" | "destinations" | "changes">,
  end: { _id: string; team_id: string },
  by: { source_id: string } | { destination_id: string },
  { cascade }: { cascade: boolean },
  session: Transaction,
  now: Date,
): Promise<void> {
  await ("source_id" in by ? store.sources : store.destinations).lock(end.team_id, end._id, session);
  const users = await store.connections.findMany({ team_id: end.team_id, ...by }, session);
  const ids = users.map((connection) => connection._id);
  if (ids.length > 0 && !cascade) {
    const detail = `${ids.length} connection(s) use it: ${ids.join(", ")}. Delete them first, or add ?cascade=true.`;
    throw new ApiError("IN_USE", detail, { connection_ids: ids });
  }
  await store.connections.remove(end.team_id, ids, session);
  for (const connection of users) await store.changes.note(connection, now, session);
}
