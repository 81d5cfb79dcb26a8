import type { Collection } from "mongodb";
import { OPEN_SIMULATION_STATUSES } from "../resources/simulation.ts";
import type { SimulationDocument, SimulationRef } from "./documents.ts";
import { findPage, type Page, type PageQuery } from "./page.ts";

/** What a step finds out. */
export type SimulationChange = Partial<
  Pick<
    SimulationDocument,
    | "status"
    | "error"
    | "counts"
    | "samples"
    | "total_count"
    | "first_id"
    | "first_at"
    | "cursor"
    | "started_at"
    | "completed_at"
    | "updated_at"
  >
>;

/** The simulations of the last day. */
export interface SimulationStore {
  insert: (simulation: SimulationDocument) => Promise<void>;
  find: (simulation: SimulationRef) => Promise<SimulationDocument | null>;
  /** Those of one connection, without rules and samples. */
  page: (teamId: string, connectionId: string, query: PageQuery) => Promise<Page<SimulationDocument>>;
  /** Changes one that stands where it was read; false where it was ended, or this was done, meanwhile. */
  advance: (
    from: SimulationRef & Pick<SimulationDocument, "cursor">,
    change: SimulationChange,
  ) => Promise<boolean>;
  /** Ends one that goes on; null where it has ended already. */
  end: (simulation: SimulationRef, change: SimulationChange) => Promise<SimulationDocument | null>;
  remove: (simulation: SimulationRef) => Promise<void>;
  /** Up to `limit` of all teams that go on and have not changed since, the oldest first. */
  unheard: (since: Date, limit: number) => Promise<SimulationRef[]>;
}

const open = { status: { $in: [...OPEN_SIMULATION_STATUSES] } };

/** Each step is a compare-and-set on the place that it began at, so that one that runs twice counts once. */
export function createSimulationStore(simulations: Collection<SimulationDocument>): SimulationStore {
  const by = ({ _id, team_id }: SimulationRef) => ({ _id, team_id });
  return {
    insert: async (simulation) => void (await simulations.insertOne(simulation)),
    find: (simulation) => simulations.findOne(by(simulation)),
    page: (team_id, connection_id, query) =>
      findPage(simulations, { team_id, connection_id }, query, { rules: 0, saved_rules: 0, samples: 0 }),
    async advance(from, change) {
      const asRead = { ...by(from), ...open, cursor: from.cursor };
      const { matchedCount } = await simulations.updateOne(asRead, { $set: change });
      return matchedCount > 0;
    },
    end: (simulation, change) =>
      simulations.findOneAndUpdate(
        { ...by(simulation), ...open },
        { $set: change },
        { returnDocument: "after" },
      ),
    remove: async (simulation) => void (await simulations.deleteOne(by(simulation))),
    unheard: (since, limit) =>
      simulations
        .find<SimulationRef>({ ...open, updated_at: { $lte: since } }, { projection: { team_id: 1 } })
        .sort({ updated_at: 1 })
        .limit(limit)
        .toArray(),
  };
}
