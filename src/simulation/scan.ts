import { idFloor } from "../ids.ts";
import type { RequestFilter } from "../resources/record-filter.ts";
import { ID_PREFIXES } from "../resources/wire.ts";
import type { Scan } from "../store/simulated-requests.ts";
import type { SimulationDocument } from "../store/documents.ts";

/** Which requests a simulation counts. */
export function filterOf({ filter, source_id }: SimulationDocument): RequestFilter {
  return { ...filter, source_id: [source_id] };
}

/** Where the requests of a simulation are found: by time, and between the first and last of those that are named. */
export function scanOf({ team_id, source_id, filter, first_id }: SimulationDocument): Omit<Scan, "after"> {
  const at = (time: Date) => `${ID_PREFIXES.request}_${idFloor(time)}`;
  const named = [...(filter.ids ?? [])].sort();
  const lowest = [at(filter.from ?? new Date(0)), named[0] ?? "", first_id ?? ""].sort();
  const highest = [at(new Date(filter.to.getTime() + 1)), ...named.slice(-1)].sort();
  return { teamId: team_id, sourceId: source_id, from: lowest.at(-1)!, to: highest[0]! };
}
