import { z } from "zod";
import { EVENT_STATUSES } from "./event.ts";
import {
  AppliedRange,
  AttemptFilter,
  between,
  CommaSeparated,
  EventFilter,
  RequestFilter,
  WaitingStatus,
} from "./record-filter.ts";
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

const asked = (of: Measured) => {
  const { measures, groups }: { measures: readonly Measure[]; groups: readonly string[] } = METRICS[of];
  return {
    ...between,
    granularity: Granularity.optional(),
    group_by: someOf(groups).default([]),
    measures: someOf<Measure>(measures).default([...measures]),
  };
};

const { source_id, connection_id, destination_id, bulk_operation_id, cause, error_code, response_status } =
  EventFilter.shape;

/** What a series is asked for with: what narrows it has the names and the forms that it has in the lists. */
export const METRIC_QUERIES = {
  requests: z.strictObject({
    ...asked("requests"),
    status: RequestFilter.shape.status,
    cause: RequestFilter.shape.cause,
    source_id,
    connection_id: RequestFilter.shape.connection_id,
  }),
  events: z.strictObject({
    ...asked("events"),
    status: EventFilter.shape.status,
    cause,
    source_id,
    connection_id,
    destination_id,
    bulk_operation_id,
    error_code,
    response_status,
  }),
  attempts: z.strictObject({
    ...asked("attempts"),
    status: AttemptFilter.shape.status,
    destination_id,
    bulk_operation_id: AttemptFilter.shape.bulk_operation_id,
    error_code,
    response_status,
  }),
  queue: z.strictObject({
    ...asked("queue"),
    status: WaitingStatus.optional(),
    source_id,
    connection_id,
    destination_id,
  }),
} as const satisfies Record<Measured, z.ZodObject>;
/** The same, as their handler gets it. */
export type MetricQuery = z.output<(typeof METRIC_QUERIES)[Measured]>;

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
/** The same in JSON. */
export type WireMetricSeries = z.input<typeof MetricSeries>;
