import type { NamedDocument } from "../store/named.ts";
import { createNamed, replaceNamed, type NamedResource, type Work } from "./named-resource.ts";
import { invalidField, parsed } from "./problems.ts";

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
    const after = await resource.merge(existing, given as never, work);
    return (await replaceNamed(resource, { before: existing, after }, work))._id;
  }
  return (await createNamed(resource, parsed(resource.schemas.input, given, [noun]), work))._id;
}
