import type { Document } from "mongodb";
import type { Granularity, Measured } from "../resources/metric.ts";
import type { Tally } from "../rules/metric-series.ts";
import { WAITING_STATUSES } from "../rules/event-status.ts";
import type { Collections } from "./database.ts";
import { recordFilter, type RecordFilter } from "./record-filter.ts";

/** What is tallied, and how far apart. */
export interface TallyQuery {
  of: Measured;
  teamId: string;
  from: Date;
  to: Date;
  /** Which records alone; `from` and `to` are those above. */
  filter: Omit<RecordFilter, "from" | "to">;
  granularity: Granularity;
  groupBy: readonly string[];
  /** Whether latencies are asked for: they make many more tallies. */
  latencies: boolean;
}

/** Counts records over time. Throws what `isTimeUp` knows where they are too many. */
export type TallyRecords = (query: TallyQuery) => AsyncIterable<Tally>;

/** Milliseconds. */
const TALLY_WITHIN = 20_000;
const BINS = {
  "1m": { unit: "minute", binSize: 1 },
  "5m": { unit: "minute", binSize: 5 },
  "1h": { unit: "hour", binSize: 1 },
  "1d": { unit: "day", binSize: 1 },
} as const;

/** Where each kind of record lies, and what tells its time and how long it took. */
const SOURCES = {
  requests: { collection: "requests", time: "$received_at", latency: null },
  events: {
    collection: "events",
    time: "$created_at",
    latency: { $subtract: ["$delivered_at", "$created_at"] },
  },
  attempts: { collection: "attempts", time: "$requested_at", latency: "$latency_ms" },
  queue: { collection: "events", time: "$created_at", latency: null },
} as const;

/** Sums the records themselves, in one pass over those in the range, so that no tally can be wrong. */
export function createTallyRecords(
  collections: Pick<Collections, "requests" | "events" | "attempts">,
): TallyRecords {
  return async function* (query) {
    const { of, groupBy } = query;
    const rows = collections[SOURCES[of].collection].aggregate<Row>(
      [{ $match: { $and: [{ team_id: query.teamId }, wanted(query)] } }, ...stagesOf(query)],
      { maxTimeMS: TALLY_WITHIN },
    );
    for await (const { _id, count, latencies, oldest } of rows) {
      const { time, status, ...group } = _id;
      const values = groupBy.map((field, index) => [field, group[`group${index}`] ?? null]);
      yield {
        time,
        status,
        latencies: (latencies ?? []).flatMap(({ latency, times }) =>
          typeof latency === "number" ? [[latency, times] as const] : [],
        ),
        group: Object.fromEntries(values) as Tally["group"],
        count,
        oldest: oldest ?? null,
      };
    }
  };
}

interface Row {
  _id: { time: Date; status: string; [group: `group${number}`]: string | number | null };
  count: number;
  /** Without a latency, or with null: of what has none. */
  latencies?: { latency?: number | null; times: number }[];
  oldest?: Date;
}

/** What waits now counts whenever it came. */
function wanted({ of, from, to, filter }: TallyQuery): Document {
  if (of !== "queue") return recordFilter(of, { ...filter, from, to });
  return recordFilter("events", { ...filter, status: filter.status ?? WAITING_STATUSES });
}

function stagesOf({ of, granularity, groupBy, latencies }: TallyQuery): Document[] {
  const { time, latency } = SOURCES[of];
  const fields = groupBy.map((field, index) => [`group${index}`, `$${stored(of, field)}`]);
  const key = {
    time: { $dateTrunc: { date: time, ...BINS[granularity] } },
    status: "$status",
    ...(Object.fromEntries(fields) as Document),
  };
  const count = { $sum: 1 };
  if (!latencies || latency === null) {
    return [{ $group: { _id: key, count, ...(of === "queue" && { oldest: { $min: time } }) } }];
  }
  // Equal latencies first, so that what comes over are a few numbers of each interval.
  return [
    { $group: { _id: { key, latency: rounded(latency) }, count } },
    {
      $group: {
        _id: "$_id.key",
        count: { $sum: "$count" },
        latencies: { $push: { latency: "$_id.latency", times: "$count" } },
      },
    },
  ];
}

const stored = (of: Measured, field: string) =>
  of === "requests" && field === "cause" ? "rejection_cause" : field;

/** To the millisecond below a second, to one percent above: fine enough to rank, coarse enough to be few. */
function rounded(latency: Document | string): Document {
  const place = {
    $switch: {
      branches: [
        { case: { $lt: ["$$latency", 1000] }, then: 0 },
        { case: { $lt: ["$$latency", 10_000] }, then: -1 },
        { case: { $lt: ["$$latency", 100_000] }, then: -2 },
      ],
      default: -3,
    },
  };
  return { $let: { vars: { latency }, in: { $round: ["$$latency", place] } } };
}
