import { setTimeout as sleep } from "node:timers/promises";
import { Worker, type WorkflowBundleOption } from "@temporalio/worker";
import type { Activities } from "../../activities/index.ts";
import type { Logger } from "../telemetry/log.ts";
import type { TemporalConnection } from "./connection.ts";
import { registerSearchAttributes } from "./search-attributes.ts";

/** The worker of this process. */
export interface WorkerHandle extends AsyncDisposable {
  /** Whether it polls for tasks now. */
  status: () => "running" | "stopped";
}

const LONGEST_PAUSE = 10_000;
/**
 * Workflow tasks that run at once: a local activity holds one for as long as the destination takes, and then until
 * Temporal has taken its end.
 */
const WORKFLOW_TASKS = 150;

/**
 * Runs a worker, and runs it again when it fails, until disposed. Disposing stops the polls, lets deliveries under way
 * end for up to 20 seconds, and gives the rest back to Temporal.
 */
export function runWorker(
  temporal: TemporalConnection,
  options: { bundle: WorkflowBundleOption; activities: Activities; log: Logger },
): WorkerHandle {
  let worker: Worker | null = null;
  const stop = new AbortController();
  const stopped = new Promise<never>((_, reject) => {
    stop.signal.addEventListener("abort", () => reject(new Error("shutting down")), { once: true });
  });
  stopped.catch(() => undefined);

  async function runOnce(): Promise<void> {
    const connection = await Promise.race([temporal.ready, stopped]);
    const { namespace, taskQueue } = temporal.settings;
    await registerSearchAttributes(connection, namespace);
    worker = await Worker.create({
      connection,
      namespace,
      taskQueue,
      workflowBundle: options.bundle,
      activities: options.activities,
      // A workflow that is evicted while its local activity runs loses the result, and is attempted again after the
      // task's timeout: the cache has room for more than can run at once. Most workflows end in their first task.
      maxCachedWorkflows: 2 * WORKFLOW_TASKS,
      maxConcurrentWorkflowTaskExecutions: WORKFLOW_TASKS,
      maxConcurrentLocalActivityExecutions: 200,
      maxConcurrentActivityTaskExecutions: 1000,
      shutdownGraceTime: "20s",
      shutdownForceTime: "25s",
    });
    const ended = worker.run();
    // Made while we were being disposed: it holds the connection until it has run down.
    if (stop.signal.aborted) worker.shutdown();
    await ended;
  }

  async function runOn(): Promise<void> {
    for (let pause = 1000; !stop.signal.aborted; pause = Math.min(pause * 2, LONGEST_PAUSE)) {
      await runOnce().catch((error: unknown) => {
        if (stop.signal.aborted) return;
        options.log.error({ err: error }, `the worker failed; trying again in ${pause} ms`);
        // Whatever has failed: a worker that could not be made stays registered with its connection until it is
        // collected. That takes no other worker meanwhile, and gives it workflows that nobody runs.
        temporal.renew();
      });
      worker = null;
      await sleep(pause, undefined, { signal: stop.signal }).catch(() => undefined);
    }
  }

  const done = runOn();
  return {
    status: () => (worker?.getState() === "RUNNING" ? "running" : "stopped"),
    async [Symbol.asyncDispose]() {
      stop.abort();
      if (worker?.getState() === "RUNNING") worker.shutdown();
      await done;
    },
  };
}
