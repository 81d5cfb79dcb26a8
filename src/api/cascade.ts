import { ApiError } from "../errors.ts";
import type { Store } from "../store/store.ts";
import { removeNamed, type Work } from "./named-resource.ts";

/** What connections use, and the field of theirs that names it. */
export interface Used {
  is: "sources" | "destinations" | "transformations";
  resource: { _id: string; team_id: string };
  by: "source_id" | "destination_id" | "rules.transformation_id";
}

/**
 * Makes sure that no connection is left with something that is removed: refuses with the ids of those that use it, or
 * removes them too. The lock makes a connection that is created at the same moment fail, or come first.
 */
export async function removeUsed(
  store: Pick<Store, "connections" | Used["is"] | "changes">,
  { is, resource, by }: Used,
  { cascade }: { cascade: boolean },
  work: Work,
  now: Date,
): Promise<void> {
  const { session } = work;
  await store[is].lock(resource.team_id, resource._id, session);
  const users = await store.connections.findMany({ team_id: resource.team_id, [by]: resource._id }, session);
  const ids = users.map((connection) => connection._id);
  if (ids.length > 0 && !cascade) {
    const detail = `${ids.length} connection(s) use it: ${ids.join(", ")}. Delete them first, or with it: cascade=true.`;
    throw new ApiError("IN_USE", detail, { connection_ids: ids });
  }
  await removeNamed("connection", store.connections, users, work);
  await store.changes.note(users, now, session);
}
