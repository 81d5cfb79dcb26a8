import type { ConnectionDocument, DestinationDocument, RequestDocument } from "../store/documents.ts";
import type { Store } from "../store/store.ts";
import type { Junction } from "./decide.ts";

/** The connections of each source, the oldest first. */
export type Junctions = Map<string, Junction[]>;

type JunctionStore = Pick<Store, "sources" | "connections" | "destinations">;

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
export function createReadAhead(
  store: JunctionStore,
  withLane: boolean,
  clock = () => performance.now(),
): ReadAhead {
  const begun = new WeakMap<RequestDocument, { at: number; read: Promise<Junctions | null> }>();
  let reading = false;
  return {
    begin(request) {
      if (reading) return;
      reading = true;
      const read = junctionsOf(store, [request.source_id], withLane)
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

/** The connections of each source, oldest first, read anew for each group: routing sees every acknowledged change. */
export async function junctionsOf(
  store: JunctionStore,
  sourceIds: string[],
  withLane: boolean,
): Promise<Junctions> {
  const connections = await store.connections.findMany({ source_id: { $in: sourceIds } });
  const destinationIds = [...new Set(connections.map((connection) => connection.destination_id))];
  const direct = connections.filter(({ first_attempt }) => withLane && first_attempt !== "workflow");
  const [destinations, directOf] = await Promise.all([
    store.destinations.findFields({ _id: { $in: destinationIds } }, ["enabled"]),
    direct.length === 0 ? () => undefined : directEndsOf(store, direct),
  ]);
  const byId = new Map(destinations.map((destination) => [destination._id, destination]));
  const sorted = connections.sort((a, b) => (a._id < b._id ? -1 : 1));
  const junctions: Junctions = new Map(sourceIds.map((id) => [id, []]));
  for (const connection of sorted) {
    const destination = byId.get(connection.destination_id) ?? null;
    junctions.get(connection.source_id)?.push({ connection, destination, direct: directOf(connection) });
  }
  return junctions;
}

/** Both ends of connections as a delivery needs them; one that can't be read now has its workflows' attempts. */
async function directEndsOf(store: JunctionStore, connections: ConnectionDocument[]) {
  const [sources, destinations] = await Promise.all([
    store.sources.findFields({ _id: { $in: connections.map((it) => it.source_id) } }, ["name"]),
    store.destinations
      .findMany({ _id: { $in: connections.map((it) => it.destination_id) } })
      .catch((): DestinationDocument[] => []),
  ]);
  const names = new Map(sources.map((source) => [source._id, source.name]));
  const byId = new Map(destinations.map((destination) => [destination._id, destination]));
  return ({ first_attempt, source_id, destination_id }: ConnectionDocument): Junction["direct"] => {
    const destination = first_attempt === "workflow" ? undefined : byId.get(destination_id);
    return destination && { destination, sourceName: names.get(source_id) ?? source_id };
  };
}
