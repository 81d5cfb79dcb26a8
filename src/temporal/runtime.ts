import { MetricsBuffer, Runtime, type BufferedMetricUpdate } from "@temporalio/worker";
import type { Logger } from "../telemetry/log.ts";

/** Updates of metrics that the SDK keeps until they are asked for: several seconds of a busy worker's. */
const MOST_UPDATES = 50_000;

/** Routes the SDK's own log lines to ours, and keeps its metrics. Once for each process, before the first connection. */
export function installRuntime(log: Logger): void {
  const sdk = log.child({ component: "temporal" });
  const line = (level: "trace" | "debug" | "info" | "warn" | "error") => (message: string, meta?: object) =>
    sdk[level]({ ...meta }, message);
  const logger = {
    trace: line("trace"),
    debug: line("debug"),
    // The SDK tells each start and stop of a workflow at info.
    info: line("debug"),
    warn: line("warn"),
    error: line("error"),
    log: (_level: string, message: string, meta?: object) => line("debug")(message, meta),
  };
  // Without `forward`, the native part prints lines of its own to the console.
  const logging = { filter: { core: "WARN", other: "WARN" }, forward: {} } as const;
  const buffer = new MetricsBuffer({ maxBufferSize: MOST_UPDATES, useSecondsForDurations: true });
  Runtime.install({ logger, shutdownSignals: [], telemetryOptions: { logging, metrics: { buffer } } });
}

/** What the SDK's metrics have had of updates since the last call, by anyone in this process. */
export function sdkMetricUpdates(): Iterable<BufferedMetricUpdate> {
  return Runtime.instance().metricsBuffer?.retrieveUpdates() ?? [];
}
