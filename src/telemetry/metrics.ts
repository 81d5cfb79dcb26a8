import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";

const QUICK = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const PATIENT = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120];
const LONG = [0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800, 3600, 21_600, 86_400];
const COUNTS = [1, 2, 5, 10, 20, 50, 100, 200, 500];

/**
 * What `/metrics` tells of this process, in Prometheus' text form. Every label has a fixed set of values: no team, source
 * or destination is one. docs/telemetry.md says what each of them means.
 */
export function createMetrics() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const counter = <L extends string>(name: string, help: string, ...labelNames: L[]) =>
    new Counter({ registers: [registry], name, help, labelNames });
  const histogram = <L extends string>(name: string, help: string, buckets: number[], ...labelNames: L[]) =>
    new Histogram({ registers: [registry], name, help, buckets, labelNames });
  return {
    registry,
    requests: counter(
      "fasthook_requests_total",
      "Requests at ingress by outcome: accepted, a rejection cause, or unavailable.",
      "outcome",
    ),
    refusals: counter(
      "fasthook_ingress_unavailable_total",
      "Requests at ingress answered 503, by what was lacking: calls, event_loop, bytes or storage.",
      "reason",
    ),
    acknowledged: histogram(
      "fasthook_ingress_seconds",
      "Time from a request's headers to its answer.",
      QUICK,
    ),
    groupItems: histogram(
      "fasthook_group_commit_items",
      "Records in one write to MongoDB, by what is written.",
      COUNTS,
      "of",
    ),
    groupSeconds: histogram(
      "fasthook_group_commit_seconds",
      "Duration of one such write, journalled by a majority.",
      QUICK,
      "of",
    ),
    events: counter("fasthook_events_total", "Events made by routing, by how they began.", "status"),
    dispatched: counter(
      "fasthook_dispatched_total",
      "Events handed to Temporal, by what told of them (stream, sweep or behind) and the result.",
      "via",
      "result",
    ),
    recovered: counter(
      "fasthook_recovered_total",
      "Steps taken up after they were left behind: requests to be routed, runs that Temporal lost.",
      "of",
    ),
    backOff: new Gauge({
      registers: [registry],
      name: "fasthook_dispatch_backoff_seconds",
      help: "How long this process waits before it calls Temporal again; 0 while it takes what it is told.",
    }),
    ailingPace: new Gauge({
      registers: [registry],
      name: "fasthook_ailing_pace",
      help: "Events per second to destinations that fail or are slow, of which Temporal is told at most.",
    }),
    attempts: counter(
      "fasthook_attempts_total",
      "Delivery attempts by result: delivered, or an error code.",
      "result",
    ),
    attemptSeconds: histogram("fasthook_attempt_seconds", "Duration of delivery attempts.", PATIENT),
    firstDelivery: histogram(
      "fasthook_first_delivery_seconds",
      "Time from a request's receipt to the first 2xx of a destination, by attempt: first or later.",
      LONG,
      "attempt",
    ),
    settled: counter("fasthook_events_ended_total", "Attempts that ended an event, by its status.", "status"),
    sandboxRuns: counter(
      "fasthook_sandbox_runs_total",
      "Runs of transformations by how they ended: ok, error, timeout, memory or unavailable.",
      "status",
    ),
    sandboxSeconds: histogram("fasthook_sandbox_seconds", "Duration of runs of transformations.", QUICK),
    sandboxKills: counter(
      "fasthook_sandbox_kills_total",
      "Threads ended because of the code in them: overran, crashed, or spent (grown too large).",
      "reason",
    ),
    api: histogram(
      "fasthook_api_seconds",
      "Duration of calls of the REST API, by class of status.",
      PATIENT,
      "status",
    ),
  };
}
/** The metrics of one process. */
export type Metrics = ReturnType<typeof createMetrics>;
