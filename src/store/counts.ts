import type { Collection } from "mongodb";
import type { EventFilter, RequestFilter } from "../resources/record-filter.ts";
import type { Collections } from "./database.ts";
import { isTimeUp } from "./faults.ts";
import type { Matching } from "./matching.ts";
import { recordFilter } from "./record-filter.ts";
import { ahead, inOrder, READ_WITHIN, type Walk } from "./walk.ts";

/** How many records match, unless the time ran out: then how many were found until then. */
export interface Counted {
  count: number;
  exact: boolean;
}

/** Counts one team's records. */
export interface Counts {
  requests: (teamId: string, filter: RequestFilter) => Promise<Counted>;
  events: (teamId: string, filter: EventFilter) => Promise<Counted>;
  /** The time of the oldest record that is kept; null where there is none. */
  oldest: (noun: "requests" | "events", teamId: string) => Promise<Date | null>;
}

/** Milliseconds. */
const COUNT_WITHIN = 5000;
const AT_ONCE = 100_000;

/** Counts in slices, newest first, so that there is a number whenever the time runs out. */
export function createCounts(
  { requests, events }: Pick<Collections, "requests" | "events">,
  { steps }: Pick<Matching, "steps">,
): Counts {
  const newest = { dir: "desc", after: null } as const;
  return {
    requests: (teamId, filter) =>
      filter.q === undefined
        ? within(countSlices(requests, { teamId, filter: recordFilter("requests", filter), ...newest }))
        : within(() => countSteps(steps.requests(teamId, filter, newest))),
    events: (teamId, filter) =>
      filter.q === undefined
        ? within(countSlices(events, { teamId, filter: recordFilter("events", filter), ...newest }))
        : within(() => countSteps(steps.events(teamId, filter, newest))),
    async oldest(noun, team_id) {
      const first = { sort: { _id: 1 }, maxTimeMS: READ_WITHIN } as const;
      if (noun === "events") {
        return (
          (await events.findOne({ team_id }, { ...first, projection: { created_at: 1 } }))?.created_at ?? null
        );
      }
      const request = await requests.findOne({ team_id }, { ...first, projection: { received_at: 1 } });
      return request?.received_at ?? null;
    },
  };
}

interface Slice {
  count: number;
  last: boolean;
}

/** Milliseconds that are left, at least one. */
type Left = () => number;

async function within(slicesIn: (left: Left) => AsyncIterable<Slice>): Promise<Counted> {
  const end = performance.now() + COUNT_WITHIN;
  const left = () => Math.max(1, Math.ceil(end - performance.now()));
  let sum = 0;
  try {
    for await (const { count, last } of slicesIn(left)) {
      sum += count;
      if (last) return { count: sum, exact: true };
      if (performance.now() > end) break;
    }
  } catch (error) {
    // Where little matches, the time may run out within one slice.
    if (!isTimeUp(error)) throw error;
  }
  return { count: sum, exact: false };
}

function countSlices<D extends { _id: string }>(records: Collection<D>, walked: Walk<D>) {
  return async function* (left: Left): AsyncGenerator<Slice> {
    for (let { after } = walked; ;) {
      const [slice] = await records
        .aggregate<{ count: number; reached: string }>(
          [
            { $match: ahead({ ...walked, after }) },
            { $sort: inOrder(walked) },
            { $limit: AT_ONCE },
            { $group: { _id: null, count: { $sum: 1 }, reached: { $min: "$_id" } } },
          ],
          { maxTimeMS: left() },
        )
        .toArray();
      const last = (slice?.count ?? 0) < AT_ONCE;
      yield { count: slice?.count ?? 0, last };
      if (last || !slice) return;
      after = slice.reached;
    }
  };
}

async function* countSteps(
  steps: AsyncIterable<{ ids: string[]; reached: string | null }>,
): AsyncGenerator<Slice> {
  for await (const { ids, reached } of steps) yield { count: ids.length, last: reached === null };
}
