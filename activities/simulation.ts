import { OPEN_SIMULATION_STATUSES, type SimulationStatus } from "../src/resources/simulation.ts";
import { beginSimulation } from "../src/simulation/begin.ts";
import { simulateSlice, type SliceDependencies } from "../src/simulation/slice.ts";
import type { SimulationDocument } from "../src/store/documents.ts";
import type { Store } from "../src/store/store.ts";
import type { SimulationKey } from "../workflows/contract.ts";
import { heartbeating } from "./heartbeat.ts";

/** What simulations need. */
export interface SimulationDependencies extends SliceDependencies {
  store: SliceDependencies["store"] & Pick<Store, "simulations" | "counts" | "connections" | "sources">;
}

const OPEN: readonly SimulationStatus[] = OPEN_SIMULATION_STATUSES;
const isOpen = (simulation: SimulationDocument | null): simulation is SimulationDocument =>
  simulation !== null && OPEN.includes(simulation.status);

/** The steps of a simulation's workflow, each safe to run again. */
export function createSimulationActivities(deps: SimulationDependencies) {
  const { store, now } = deps;
  const refOf = ({ team_id, simulation_id }: SimulationKey) => ({ _id: simulation_id, team_id });

  /** What the counts were made with goes when nothing will be counted any more. */
  async function end(key: SimulationKey, status: SimulationStatus, error: string | null): Promise<void> {
    const at = now();
    await store.simulations.end(refOf(key), { status, error, completed_at: at, updated_at: at });
    await store.simulationWindows.removeAll(refOf(key));
  }

  async function goOn(key: SimulationKey, simulation: SimulationDocument, signal: AbortSignal) {
    const [connection, source] = await Promise.all([
      store.connections.find(simulation.team_id, simulation.connection_id),
      store.sources.find(simulation.team_id, simulation.source_id),
    ]);
    if (!connection) {
      await end(key, "failed", "its connection was deleted");
      return { over: true };
    }
    const findings = { counts: simulation.counts, samples: JSON.parse(simulation.samples) as [] };
    const slice = await simulateSlice(deps, { simulation, connection, source }, findings, signal);
    const { counts, samples, cursor, over } = slice;
    const change = { counts, samples: JSON.stringify(samples), cursor, updated_at: now() };
    const advanced = await store.simulations.advance(simulation, change);
    if (advanced && over) await end(key, "completed", null);
    // Another run of this slice went on, maybe to the end, while this one was still opening windows.
    if (!advanced && !isOpen(await store.simulations.find(refOf(key))))
      await store.simulationWindows.removeAll(refOf(key));
    return { over: advanced && over };
  }

  return {
    /** Does the next slice of a simulation; `over` when there is none. */
    simulate: (key: SimulationKey): Promise<{ over: boolean }> =>
      heartbeating(async (signal) => {
        const found = await store.simulations.find(refOf(key));
        const simulation = found?.status === "pending" ? await beginSimulation(deps, found, signal) : found;
        if (isOpen(simulation)) return goOn(key, simulation, signal);
        await store.simulationWindows.removeAll(refOf(key));
        return { over: true };
      }),

    /** Ends a simulation that can't go on. */
    failSimulation: (key: SimulationKey, reason: string): Promise<void> => end(key, "failed", reason),
  };
}
