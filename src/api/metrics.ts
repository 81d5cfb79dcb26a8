import {
  METRIC_QUERIES,
  METRICS,
  MetricSeries,
  type Measured,
  type MetricQuery,
} from "../resources/metric.ts";
import { createSeries, granularityFor, intervals, timesOf } from "../rules/metric-series.ts";
import { isTimeUp } from "../store/faults.ts";
import type { ApiDependencies } from "./dependencies.ts";
import { invalidField } from "./problems.ts";
import { route, type Route } from "./route.ts";

const DAY = 86_400_000;
const MOST_INTERVALS = 10_000;
const MOST_POINTS = 100_000;
const MOST_GROUPS = 500;

const SUMMARIES = {
  requests: "Requests over time",
  events: "Events over time, each in the interval in which it was made, as it stands now",
  attempts: "Attempts over time",
  queue: "What waits for delivery now, by when it came",
} as const satisfies Record<Measured, string>;

/** How many there are of each kind of record, how they went, and how long they took, over time. */
export function metricRoutes(deps: ApiDependencies): Route[] {
  return (Object.keys(METRICS) as Measured[]).map((of) =>
    route({
      method: "get",
      path: `/metrics/${of}`,
      summary: SUMMARIES[of],
      query: METRIC_QUERIES[of],
      response: MetricSeries,
      handle: async ({ caller, query }) => ({ body: await measure(deps, of, caller.teamId, query) }),
    }),
  );
}

async function measure(
  { store, now }: ApiDependencies,
  of: Measured,
  teamId: string,
  query: MetricQuery,
): Promise<MetricSeries> {
  const { measures, group_by: groupBy, from: begin, to: end, granularity: asked, ...filter } = query;
  const at = now();
  const to = end ?? at;
  const from = begin ?? new Date(to.getTime() - DAY);
  const granularity = asked ?? granularityFor(from, to);
  if (from > to) throw invalidField("query.from", "must not be after to");
  if (intervals(from, to, granularity) > MOST_INTERVALS) {
    throw invalidField("query.granularity", `must divide the range into ${MOST_INTERVALS} intervals at most`);
  }
  const series = createSeries({ of, measures, groupBy, times: timesOf(from, to, granularity), now: at });
  const mostGroups = Math.min(MOST_GROUPS, MOST_POINTS / intervals(from, to, granularity));
  const latencies = measures.some((it) => it.startsWith("latency_"));
  try {
    const tallies = store.tally({ of, teamId, from, to, filter, granularity, groupBy, latencies });
    for await (const tally of tallies) {
      if (series.add(tally) > mostGroups)
        throw invalidField("query.group_by", "makes too many groups for this range");
    }
  } catch (error) {
    if (isTimeUp(error)) throw invalidField("query.from", "covers more than can be summed in 20 s");
    throw error;
  }
  return { granularity, applied_range: { from, to }, group_by: groupBy, measures, series: series.lines() };
}
