import { z } from "zod";
import { EVENT_STATUSES } from "./event.ts";
import { AppliedRange, between, CommaSeparated } from "./record-filter.ts";
import { RequestStatus } from "./request.ts";
import { Timestamp } from "./wire.ts";

/** The lengths of a series' intervals, in milliseconds, the shortest first. */
export const GRANULARITIES = { "1m": 60_000, "5m": 300_000, "1h": 3_600_000, "1d": 86_400_000 } as const;
/** How finely a series is divided; intervals begin at whole multiples in UTC. */
export const Granularity = z.enum(["1m", "5m", "1h", "1d"]);
export type Granularity = z.output<typeof Granularity>;

const LATENCIES = ["latency_p50", "latency_p95", "latency_p99"] as const;

/** What can be measured of each kind of record, and by which of its fields a series can be divided. */
export const METRICS = {
  requests: {
    measures: ["count", ...RequestStatus.options, "error_rate"],
    groups: ["status", "source_id", "cause", "method"],
  },
  events: {
    measures: ["count", ...EVENT_STATUSES, "error_rate", ...LATENCIES],
    groups: [
      "status",
      "source_id",
      "connection_id",
      "destination_id",
      "cause",
      "error_code",
      "response_status",
    ],
  },
  attempts: {
    measures: ["count", "delivered", "failed", "error_rate", ...LATENCIES],
    groups: ["status", "destination_id", "error_code", "response_status", "trigger"],
  },
  queue: {
    measures: ["depth", "queued", "held", "processing", "oldest_age_ms"],
    groups: ["status", "source_id", "connection_id", "destination_id"],
  },
} as const;
/** What there are metrics of. */
export type Measured = keyof typeof METRICS;
/** Something to be measured, of any kind of record. */
export type Measure = (typeof METRICS)[Measured]["measures"][number];

const someOf = <const V extends string>(values: readonly V[]) =>
  CommaSeparated.pipe(
    z.array(z.enum(values as readonly [V, ...V[]], `must be of: ${values.join(", ")}`)),
  ).transform((chosen) => [...new Set(chosen)]);

/** What a series is asked for with. */
export const metricQuery = <M extends Measured>(of: M) => {
  const { measures, groups }: { measures: readonly Measure[]; groups: readonly string[] } = METRICS[of];
  return z.strictObject({
    ...between,
    granularity: Granularity.optional(),
    group_by: someOf(groups).default([]),
    measures: someOf<Measure>(measures).default([...measures]),
  });
};
/** The same, as its handler gets it. */
export type MetricQuery = z.output<ReturnType<typeof metricQuery>>;

const Values = z.record(z.string(), z.number().nullable());

/** How measures went over time: zeros where nothing was, null where there is nothing to divide or to rank. */
export const MetricSeries = z
  .object({
    granularity: Granularity,
    applied_range: AppliedRange,
    group_by: z.array(z.string()),
    measures: z.array(z.string()),
    series: z
      .array(
        z.object({
          group: z.record(z.string(), z.union([z.string(), z.number()]).nullable()),
          totals: Values.describe("over the whole range; of the queue: over all that waits now"),
          points: z.array(z.object({ time: Timestamp, values: Values })),
        }),
      )
      .describe("one for each group, the largest first; without group_by, exactly one"),
  })
  .meta({ id: "MetricSeries" });
export type MetricSeries = z.output<typeof MetricSeries>;
