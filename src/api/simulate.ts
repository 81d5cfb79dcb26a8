import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { ApiError } from "../errors.ts";
import { idTime } from "../ids.ts";
import {
  OPEN_SIMULATION_STATUSES,
  Simulation,
  SimulationInput,
  SimulationSummary,
  type SimulationSample,
  type SimulationStatus,
} from "../resources/simulation.ts";
import type { Rule } from "../resources/rule.ts";
import { fromStored } from "../resources/wire.ts";
import { newSimulation } from "../simulation/new-simulation.ts";
import type { ConnectionDocument } from "../store/documents.ts";
import type { SimulationDocument, SimulationRef } from "../store/documents.ts";
import type { ApiDependencies } from "./dependencies.ts";
import { invalidField, notFound } from "./problems.ts";
import { ListOf, listing, listReply, pageOf, route, type Route } from "./route.ts";
import { refuseUnknownTransformations } from "./unknown-transformations.ts";

/** The clock and what the endpoints of simulations call. */
type Dependencies = Pick<ApiDependencies, "store" | "now" | "startSimulation">;

/** Milliseconds for which a call waits for its result; what takes longer is looked up. */
const PATIENCE = 10_000;
const FIRST_LOOK = 50;
const LONGEST_PAUSE = 500;
const OPEN: readonly SimulationStatus[] = OPEN_SIMULATION_STATUSES;

/** What a draft of rules would make of stored requests. Nothing is delivered, and no event changes. */
export function simulationRoutes(deps: Dependencies): Route[] {
  const { store, now } = deps;
  const find = async (teamId: string, connectionId: string, id: string) => {
    const simulation = await store.simulations.find({ _id: id, team_id: teamId });
    if (simulation?.connection_id !== connectionId) throw notFound("simulation", id);
    return simulation;
  };
  return [
    route({
      method: "post",
      path: "/connections/:id/simulate",
      summary: "Try a draft of a connection's rules on stored requests",
      audited: null,
      body: SimulationInput,
      response: Simulation,
      handle: async ({ caller: { teamId }, params, body }) => {
        const connection = await findConnection(deps, teamId, params.id);
        const simulation = await begin(deps, connection, body);
        const ended = await settled(deps, simulation);
        if (!OPEN.includes(ended.status)) return { body: present(ended) };
        const location = `/v1/connections/${params.id}/simulations/${ended._id}`;
        return { status: 202, headers: { location }, body: present(ended) };
      },
    }),
    route({
      method: "get",
      path: "/connections/:id/simulations",
      summary: "List a connection's simulations of the last day",
      query: z.strictObject(listing),
      response: ListOf(SimulationSummary),
      handle: async ({ caller: { teamId }, params, query }) => {
        const connection = await findConnection(deps, teamId, params.id);
        const page = await store.simulations.page(teamId, connection._id, pageOf(query));
        return listReply(query, page, summaryOf);
      },
    }),
    route({
      method: "get",
      path: "/connections/:id/simulations/:simulation_id",
      summary: "Get a simulation: how far it is, and what it has found",
      response: Simulation,
      handle: async ({ caller, params }) => ({
        body: present(await find(caller.teamId, params.id, params.simulation_id)),
      }),
    }),
    route({
      method: "put",
      path: "/connections/:id/simulations/:simulation_id/cancel",
      summary: "Cancel a simulation; what it has found stays",
      audited: null,
      response: Simulation,
      handle: async ({ caller, params }) => {
        const simulation = await find(caller.teamId, params.id, params.simulation_id);
        const end = { status: "cancelled", completed_at: now(), updated_at: now() } as const;
        const cancelled = await store.simulations.end(simulation, end);
        if (cancelled) return { body: present(cancelled) };
        throw new ApiError("CONFLICT", `The simulation is ${simulation.status} already.`);
      },
    }),
  ];
}

async function findConnection({ store }: Dependencies, teamId: string, id: string) {
  const connection = await store.connections.find(teamId, id);
  if (!connection) throw notFound("connection", id);
  return connection;
}

/** Where Temporal is away, it is as if nothing had been asked. */
async function begin(
  { store, now, startSimulation }: Dependencies,
  connection: ConnectionDocument,
  input: SimulationInput,
): Promise<SimulationDocument> {
  const { team_id, source_id } = connection;
  if (input.source_id?.some((id) => id !== source_id)) {
    throw invalidField("source_id", `must be left out, or be the connection's: ${source_id}`);
  }
  const exists = async (id: string) => (await store.transformations.find(team_id, id)) !== null;
  await refuseUnknownTransformations(input.rules, exists);
  const simulation = newSimulation(connection, input, now());
  await store.simulations.insert(simulation);
  try {
    await startSimulation(simulation);
  } catch (error) {
    await store.simulations.remove(simulation);
    throw error;
  }
  return simulation;
}

/** The simulation once it has ended, or as it is when patience does. */
async function settled(
  { store, now }: Dependencies,
  simulation: SimulationDocument,
): Promise<SimulationDocument> {
  const ref: SimulationRef = simulation;
  const end = now().getTime() + PATIENCE;
  for (let pause = FIRST_LOOK; ; pause = Math.min(2 * pause, LONGEST_PAUSE)) {
    await sleep(pause);
    const seen = await store.simulations.find(ref);
    if (!seen) throw notFound("simulation", simulation._id);
    if (!OPEN.includes(seen.status) || now().getTime() >= end) return seen;
  }
}

function summaryOf(document: SimulationDocument): z.output<typeof SimulationSummary> {
  const { counts, filter, ...simulation } = document;
  const { from, to, ...query } = filter;
  return {
    ...fromStored<Omit<Simulation, "rules" | "samples">>({ ...simulation, ...counts } as never),
    query,
    applied_range: { from: from ?? document.first_at ?? to, to },
    progress: progressOf(document),
  };
}

function present(document: SimulationDocument): Simulation {
  const rules = JSON.parse(document.rules) as Rule[];
  const samples = JSON.parse(document.samples) as SimulationSample[];
  return { ...summaryOf(document), rules, samples };
}

/** By the requests that are done, or, where their number is not known, by the time up to which they are. */
function progressOf({ status, total_count, counts, cursor, first_at, filter }: SimulationDocument): number {
  if (status === "completed") return 1;
  if (total_count !== null) return total_count === 0 ? 0 : Math.min(1, counts.done_count / total_count);
  if (cursor === null || first_at === null) return 0;
  const [from, at, to] = [first_at, idTime(cursor), filter.to].map((time) => time.getTime()) as [
    number,
    number,
    number,
  ];
  return Math.min(1, (at - from) / Math.max(1, to - from));
}
