import { idTime } from "../ids.ts";
import type { SimulationDocument } from "../store/documents.ts";
import type { Store } from "../store/store.ts";
import { filterOf, scanOf } from "./scan.ts";

/** What the beginning of a simulation needs. */
export interface BeginningDependencies {
  store: Pick<Store, "simulations" | "simulatedRequests" | "matching" | "counts">;
  now: () => Date;
}

/** Where a simulation begins, null where nothing is to be done, and how many requests it has, where that is known. */
type Beginning = Pick<SimulationDocument, "first_id" | "total_count">;

/** Finds out where a simulation begins. Answers it running, or as it stands by now; null where it is gone. */
export async function beginSimulation(
  { store, now }: BeginningDependencies,
  simulation: SimulationDocument,
  signal: AbortSignal,
): Promise<SimulationDocument | null> {
  const beginning = await (simulation.limit === null
    ? all(store, simulation)
    : newest(store, simulation, simulation.limit, signal));
  const at = now();
  const began = {
    ...beginning,
    status: "running" as const,
    first_at: beginning.first_id === null ? null : idTime(beginning.first_id),
    started_at: at,
    updated_at: at,
  };
  const advanced = await store.simulations.advance(simulation, began);
  return advanced ? { ...simulation, ...began } : store.simulations.find(simulation);
}

async function all(
  { counts, simulatedRequests }: BeginningDependencies["store"],
  simulation: SimulationDocument,
): Promise<Beginning> {
  const [first_id = null] = await simulatedRequests.next({ ...scanOf(simulation), after: null }, 1);
  if (first_id === null) return { first_id, total_count: 0 };
  const { count, exact } = await counts.requests(simulation.team_id, filterOf(simulation));
  return { first_id, total_count: exact ? count : null };
}

async function newest(
  { matching }: BeginningDependencies["store"],
  simulation: SimulationDocument,
  limit: number,
  signal: AbortSignal,
): Promise<Beginning> {
  const found = { first_id: null as string | null, total_count: 0 };
  const backwards = { dir: "desc", after: null } as const;
  for await (const { ids } of matching.steps.requests(simulation.team_id, filterOf(simulation), backwards)) {
    signal.throwIfAborted();
    const taken = ids.slice(0, limit - found.total_count);
    found.total_count += taken.length;
    found.first_id = taken.at(-1) ?? found.first_id;
    if (found.total_count === limit) break;
  }
  return found;
}
