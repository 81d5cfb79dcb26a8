import { Counter, Gauge, Histogram, type Registry } from "prom-client";

/** One change of a metric of Temporal's SDK; durations are in seconds. */
export interface SdkUpdate {
  metric: { name: string };
  /** Of a counter what is added, else the value. */
  value: number;
  attributes: Record<string, string | number | boolean>;
}

interface Told {
  kind: "counter" | "gauge" | "histogram";
  help: string;
  /** Attributes with few values. Of a task queue there is one for each process: the sticky ones. */
  labels?: string[];
}

const of = (kind: Told["kind"], help: string, ...labels: string[]): Told => ({ kind, help, labels });

/** The SDK's metrics that are passed on (https://docs.temporal.io/references/sdk-metrics), by its name of them. */
const TOLD: Record<string, Told> = {
  temporal_request: of("counter", "Calls of Temporal that succeeded.", "operation"),
  temporal_request_failure: of("counter", "Calls of Temporal that failed.", "operation", "status_code"),
  temporal_long_request_failure: of("counter", "Polls that failed.", "operation", "status_code"),
  temporal_request_latency: of("histogram", "Duration of calls of Temporal.", "operation"),
  temporal_num_pollers: of("gauge", "Polls under way.", "poller_type"),
  temporal_worker_task_slots_available: of("gauge", "Tasks that could be taken up now.", "worker_type"),
  temporal_worker_task_slots_used: of("gauge", "Tasks under way.", "worker_type"),
  temporal_sticky_cache_size: of("gauge", "Workflows in memory."),
  temporal_sticky_cache_total_forced_eviction: of("counter", "Workflows put out of memory for others."),
  temporal_workflow_completed: of("counter", "Workflows that ended.", "workflow_type"),
  temporal_workflow_failed: of("counter", "Workflows that failed.", "workflow_type"),
  temporal_workflow_task_execution_failed: of("counter", "Workflow tasks that failed.", "workflow_type"),
  temporal_workflow_task_schedule_to_start_latency: of("histogram", "Wait of workflow tasks for a worker."),
  temporal_workflow_task_execution_latency: of("histogram", "Duration of workflow tasks.", "workflow_type"),
  temporal_activity_schedule_to_start_latency: of("histogram", "Wait of activities for a worker."),
  temporal_activity_execution_failed: of("counter", "Activities that failed.", "activity_type"),
  temporal_local_activity_execution_failed: of("counter", "Local activities that failed.", "activity_type"),
};

const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];
/** Milliseconds between two looks: the SDK drops what its buffer has no room for. */
const EVERY = 1000;

/**
 * Shows what `updates` has new at each call, under the names that the SDK's own exporter gives with units and `_total`.
 * What is not in the table is dropped, and so are labels: both must stay few.
 */
export function registerSdkMetrics(registry: Registry, updates: () => Iterable<SdkUpdate>): AsyncDisposable {
  const takers = new Map<string, (update: SdkUpdate) => void>();
  const drain = () => {
    for (const update of updates()) takers.get(update.metric.name)?.(update);
  };
  for (const [name, told] of Object.entries(TOLD)) takers.set(name, register(registry, name, told, drain));
  const timer = setInterval(drain, EVERY).unref();
  return {
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
    },
  };
}

function register(
  registry: Registry,
  name: string,
  { kind, help, labels = [] }: Told,
  collect: () => void,
): (update: SdkUpdate) => void {
  const common = { registers: [registry], help: `Temporal SDK: ${help}`, labelNames: labels, collect };
  const labelled = ({ attributes }: SdkUpdate) =>
    Object.fromEntries(labels.map((label) => [label, `${attributes[label] ?? ""}`]));
  switch (kind) {
    case "counter": {
      const counter = new Counter({ ...common, name: `${name}_total` });
      return (update) => counter.inc(labelled(update), update.value);
    }
    case "gauge": {
      const gauge = new Gauge({ ...common, name });
      return (update) => gauge.set(labelled(update), update.value);
    }
    case "histogram": {
      const histogram = new Histogram({ ...common, name: `${name}_seconds`, buckets: BUCKETS });
      return (update) => histogram.observe(labelled(update), update.value);
    }
  }
}
