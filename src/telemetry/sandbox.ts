import type { Sandbox } from "../sandbox/sandbox.ts";
import type { Metrics } from "./metrics.ts";

/** The same sandbox, with its runs counted by how they ended. */
export function countRuns(sandbox: Sandbox, metrics: Metrics): Sandbox {
  return {
    ...sandbox,
    async run(run, signal) {
      try {
        const execution = await sandbox.run(run, signal);
        metrics.sandboxRuns.inc({ status: execution.status });
        metrics.sandboxSeconds.observe(execution.duration_ms / 1000);
        return execution;
      } catch (error) {
        metrics.sandboxRuns.inc({ status: "unavailable" });
        throw error;
      }
    },
  };
}
