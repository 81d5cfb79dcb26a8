import type { ConnectionDocument, DestinationDocument } from "../store/documents.ts";
import type { Store } from "../store/store.ts";
import type { Junction } from "./decide.ts";

type JunctionStore = Pick<Store, "sources" | "connections" | "destinations">;

/** The connections of each source, oldest first, read anew for each group: routing sees every acknowledged change. */
export async function junctionsOf(
  store: JunctionStore,
  sourceIds: string[],
  withLane: boolean,
): Promise<Map<string, Junction[]>> {
  const connections = await store.connections.findMany({ source_id: { $in: sourceIds } });
  const destinationIds = [...new Set(connections.map((connection) => connection.destination_id))];
  const direct = connections.filter(({ first_attempt }) => withLane && first_attempt !== "workflow");
  const [destinations, directOf] = await Promise.all([
    store.destinations.findFields({ _id: { $in: destinationIds } }, ["enabled"]),
    direct.length === 0 ? () => undefined : directEndsOf(store, direct),
  ]);
  const byId = new Map(destinations.map((destination) => [destination._id, destination]));
  const sorted = connections.sort((a, b) => (a._id < b._id ? -1 : 1));
  const junctions = new Map<string, Junction[]>(sourceIds.map((id) => [id, []]));
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
