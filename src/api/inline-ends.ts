import type { NamedDocument } from "../store/named.ts";
import type { NamedResource, Work } from "./named-routes.ts";
import { invalid, invalidField } from "./problems.ts";

/**
 * The id of a connection's source or destination: given by id, or inline and then upserted by name in the same
 * transaction. Locks it, so that it can't be deleted at the same moment. Null where none was given.
 */
export async function resolveEnd<D extends NamedDocument, Wire>(
  resource: NamedResource<D, Wire>,
  given: string | { name: string } | undefined,
  work: Work,
): Promise<string | null> {
  const { noun, store } = resource;
  const { caller, session } = work;
  if (given === undefined) return null;
  if (typeof given === "string") {
    if (await store.lock(caller.teamId, given, session)) return given;
    throw invalidField(`${noun}_id`, `there is no ${noun} ${given}`);
  }
  const existing = await store.findByName(caller.teamId, given.name, session);
  if (existing) {
    const merged = await resource.merge(existing, given as never, work);
    await store.replace(merged, session);
    await resource.changed?.(merged, existing, session);
    return existing._id;
  }
  const input = resource.schemas.input.safeParse(given);
  if (!input.success) throw invalid(input.error, [noun]);
  const document = await resource.make(input.data as never, work);
  await store.insert(document, session);
  work.made.add(document._id);
  return document._id;
}
