import type { RequestDocument } from "../store/documents.ts";
import type { FindJunctions, Junction } from "../store/junctions.ts";

/** The connections of each source, the oldest first. */
export type Junctions = Map<string, Junction[]>;

/** What was read for a request before it was to be routed. */
export interface ReadAhead {
  /** Begins to read for a request, unless another read is under way. */
  begin: (request: RequestDocument) => void;
  /** What was read for a group; null where nothing was, or it is too old. */
  of: (requests: RequestDocument[]) => Promise<Junctions | null>;
}

/** Milliseconds for which it holds: a change that is acknowledged while a request is being stored may come after it. */
const HOLDS = 1000;

/**
 * Reads the connections of single requests while they are being stored, so that a webhook that comes alone waits for two
 * writes and no read. Where many come, their groups read for all of them at once, which costs less.
 */
export function createReadAhead(find: FindJunctions, clock = () => performance.now()): ReadAhead {
  const begun = new WeakMap<RequestDocument, { at: number; read: Promise<Junctions | null> }>();
  let reading = false;
  return {
    begin(request) {
      if (reading) return;
      reading = true;
      const read = junctionsOf(find, [request.source_id])
        .catch(() => null)
        .finally(() => (reading = false));
      begun.set(request, { at: clock(), read });
    },
    async of([request, ...others]) {
      const ahead = request && begun.get(request);
      if (!ahead || others.length > 0 || clock() - ahead.at > HOLDS) return null;
      return ahead.read;
    },
  };
}

/** The connections of each source, read anew for each group: routing sees every acknowledged change. */
export async function junctionsOf(find: FindJunctions, sourceIds: string[]): Promise<Junctions> {
  const junctions: Junctions = new Map(sourceIds.map((id) => [id, []]));
  for (const junction of await find(sourceIds)) junctions.get(junction.connection.source_id)?.push(junction);
  return junctions;
}
