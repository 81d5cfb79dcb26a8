import { newId } from "../ids.ts";
import { NO_COUNTS, type SimulationInput } from "../resources/simulation.ts";
import type { ConnectionDocument } from "../store/documents.ts";
import type { SimulationDocument } from "../store/documents.ts";

/** Milliseconds for which a simulation is kept. */
const KEPT = 86_400_000;

/** A simulation that is still to begin, over what was received until now. */
export function newSimulation(
  connection: ConnectionDocument,
  input: SimulationInput,
  at: Date,
): SimulationDocument {
  const { rules, sample, limit = null, ...filter } = input;
  return {
    _id: newId("simulation", at),
    team_id: connection.team_id,
    connection_id: connection._id,
    source_id: connection.source_id,
    status: "pending",
    error: null,
    rules: JSON.stringify(rules),
    saved_rules: JSON.stringify(connection.rules),
    filter: { ...filter, to: filter.to ?? at },
    sample,
    limit,
    counts: NO_COUNTS,
    samples: "[]",
    total_count: null,
    first_id: null,
    first_at: null,
    cursor: null,
    started_at: null,
    completed_at: null,
    created_at: at,
    updated_at: at,
    expires_at: new Date(at.getTime() + KEPT),
  };
}
