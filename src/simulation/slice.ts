import type { SimulationDocument } from "../store/documents.ts";
import type { Store } from "../store/store.ts";
import { createComparison, type Compared, type ComparisonDependencies } from "./comparison.ts";
import { withVerdicts, type Findings } from "./sample.ts";
import { filterOf, scanOf } from "./scan.ts";
import { toSubject, type Subject } from "./subject.ts";

/** What a slice needs. */
export interface SliceDependencies extends ComparisonDependencies {
  store: ComparisonDependencies["store"] & Pick<Store, "simulatedRequests" | "matching">;
  now: () => Date;
}

/** All that was found until now, and where the next slice begins; `over`: nothing is left. */
export interface Slice extends Findings {
  cursor: string | null;
  over: boolean;
}

/** A slice ends after so many milliseconds, or requests. */
const SLICE_MS = 2000;
const SLICE_REQUESTS = 2000;
/** Ids are read in batches, whole requests in small groups: one may have megabytes. */
const BATCH = 500;
const GROUP = 32;

/** Goes on with a simulation behind its cursor. Changes nothing but its windows; safe to repeat. */
export async function simulateSlice(
  deps: SliceDependencies,
  compared: Compared,
  findings: Findings,
  signal: AbortSignal,
): Promise<Slice> {
  const { store, now } = deps;
  const { simulation } = compared;
  const comparison = createComparison(deps, compared, signal);
  const slice: Slice = { ...findings, cursor: simulation.cursor, over: true };
  const end = now().getTime() + SLICE_MS;
  let judged = 0;
  for await (const group of groupsOf(store, simulation, comparison.deduplicates)) {
    signal.throwIfAborted();
    const subjects = await subjectsOf(store, simulation, group);
    Object.assign(slice, withVerdicts(slice, await comparison.compare(subjects), simulation.sample));
    slice.cursor = group.last;
    judged += subjects.length;
    slice.over = now().getTime() < end && judged < SLICE_REQUESTS;
    if (!slice.over) break;
  }
  await comparison.save();
  return slice;
}

/** Some requests to be read next; `last` is the place behind them. */
interface Group {
  ids: string[];
  counted: ReadonlySet<string>;
  last: string;
}

/** The requests behind the cursor, in order of arrival; `all` takes those too that are not counted. */
async function* groupsOf(
  store: SliceDependencies["store"],
  simulation: SimulationDocument,
  all: boolean,
): AsyncGenerator<Group> {
  const scan = scanOf(simulation);
  for (let after = simulation.cursor; ;) {
    const batch = await store.simulatedRequests.next({ ...scan, after }, BATCH);
    after = batch.at(-1) ?? null;
    if (after === null) return;
    const counted = await countedAmong(store, simulation, batch);
    const wanted = all ? batch : batch.filter((id) => counted.has(id));
    for (let at = 0; at < wanted.length; at += GROUP) {
      const ids = wanted.slice(at, at + GROUP);
      yield { ids, counted, last: ids.at(-1)! };
    }
    if (wanted.at(-1) !== after) yield { ids: [], counted, last: after };
  }
}

async function countedAmong(
  { matching }: SliceDependencies["store"],
  simulation: SimulationDocument,
  batch: string[],
): Promise<ReadonlySet<string>> {
  const filter = filterOf(simulation);
  const named = filter.ids && new Set(filter.ids);
  const ids = named ? batch.filter((id) => named.has(id)) : batch;
  const counted = new Set<string>();
  if (ids.length === 0) return counted;
  for await (const found of matching.requests(simulation.team_id, { ...filter, ids })) {
    for (const id of found) counted.add(id);
  }
  return counted;
}

async function subjectsOf(
  { simulatedRequests }: SliceDependencies["store"],
  { team_id, connection_id }: SimulationDocument,
  { ids, counted }: Group,
): Promise<Subject[]> {
  if (ids.length === 0) return [];
  const [requests, events] = await Promise.all([
    simulatedRequests.load(team_id, ids),
    simulatedRequests.latestEvents(team_id, connection_id, ids),
  ]);
  return requests.map((request) =>
    toSubject(request, connection_id, events.get(request._id) ?? null, counted.has(request._id)),
  );
}
