import type { Store } from "../store/store.ts";
import type { Logger } from "../telemetry/log.ts";
import { repeat, type Loop } from "./repeat.ts";

/** What the watch needs. */
export interface SimulationWatchDependencies {
  store: Pick<Store, "simulations" | "simulationWindows">;
  /** Whether Temporal has a run of this workflow that goes on. Rejects where it does not answer. */
  isOpen: (workflowId: string) => Promise<boolean>;
  /** Milliseconds after which a simulation that has not moved is looked after. */
  patience: number;
  now: () => Date;
  log: Logger;
}

const EVERY = 30_000;
const AT_ONCE = 500;

/**
 * Ends simulations on which nobody works any more: their runs are lost with Temporal's data, were ended by force, or
 * never began. Nothing was promised of them: who asked may ask again.
 */
export function createSimulationWatch(deps: SimulationWatchDependencies): Loop {
  const { store, now } = deps;

  async function turn(): Promise<number> {
    const since = new Date(now().getTime() - deps.patience);
    for (const simulation of await store.simulations.unheard(since, AT_ONCE)) {
      if (await deps.isOpen(simulation._id)) continue;
      const end = { status: "failed", error: "its workflow was lost, or ended by force" } as const;
      await store.simulations.end(simulation, { ...end, completed_at: now(), updated_at: now() });
      await store.simulationWindows.removeAll(simulation);
    }
    return 0;
  }

  const pause = Math.min(EVERY, deps.patience);
  return repeat({ name: "the watch over simulations", pause, turn, log: deps.log });
}
