import type { EventStore } from "../store/events.ts";
import type { Store } from "../store/store.ts";
import type { Departing } from "./departing.ts";

/** The part of the store that is asked. */
interface WantedStore {
  events: Pick<EventStore, "findHeld">;
  connections: Pick<Store["connections"], "findFields">;
  destinations: Pick<Store["destinations"], "findFields">;
}

/** The ids of those whose lease was not taken away, by a cancel or an order, and whose way is open. */
export async function findWanted(
  { events, connections, destinations }: WantedStore,
  lease: string,
  departing: Departing[],
): Promise<Set<string>> {
  const ids = (end: "event" | "connection" | "destination") => [
    ...new Set(departing.map((it) => it[end]._id)),
  ];
  const [held, ways, ends] = await Promise.all([
    events.findHeld(ids("event"), lease),
    connections.findFields({ _id: { $in: ids("connection") } }, ["enabled", "paused_at"]),
    destinations.findFields({ _id: { $in: ids("destination") } }, ["enabled"]),
  ]);
  const open = new Set([
    ...ways.filter((it) => it.enabled && !it.paused_at).map((it) => it._id),
    ...ends.filter((it) => it.enabled).map((it) => it._id),
  ]);
  const wanted = departing.filter((it) => open.has(it.connection._id) && open.has(it.destination._id));
  return new Set(wanted.map(({ event }) => event._id).filter((id) => held.has(id)));
}
