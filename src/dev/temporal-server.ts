import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Connection } from "@temporalio/client";
import { msToTs } from "@temporalio/common/lib/time.js";
import type { ServerSettings } from "./server.ts";

const POLL = 100;
const NAMESPACE = "default";
const WEEK = 7 * 86_400_000;

/** Keys of the server's common/dynamicconfig/constants.go: an unknown one is ignored without a word. */
const DYNAMIC_CONFIG = [
  // The defaults throttle a single-node server far below what it can do; visibility alone to 10 calls a second.
  "matching.rps=100000",
  "frontend.namespaceRPS=100000",
  "frontend.namespaceRPS.visibility=100000",
  "frontend.namespaceCount=100000",
  "frontend.rps=100000",
  "frontend.persistenceMaxQPS=100000",
  "history.rps=100000",
  "history.persistenceMaxQPS=100000",
  "matching.persistenceMaxQPS=100000",
  // One node gains nothing from several partitions, and keeps the order of priorities only within one.
  "matching.numTaskqueueReadPartitions=1",
  "matching.numTaskqueueWritePartitions=1",
  "matching.enableFairness=true",
  // A newly registered search attribute is to be usable at once.
  "system.forceSearchAttributesCacheRefreshOnRead=true",
];

/** Ports of one Temporal dev server: none is left to its defaults, so that several can run side by side. */
export interface TemporalPorts {
  frontend: number;
  http: number;
  ui: number;
  metrics: number;
}

/** The dev server with its Web UI, on a SQLite file in the data folder. */
export function temporalSettings(options: {
  program: string;
  dataDir: string;
  ports: TemporalPorts;
}): Pick<ServerSettings, "name" | "program" | "args" | "ready"> & { address: string; uiUrl: string } {
  const { program, dataDir, ports } = options;
  const address = `127.0.0.1:${ports.frontend}`;
  const pragmas = ["journal_mode=WAL", "synchronous=1"].flatMap((pragma) => ["--sqlite-pragma", pragma]);
  const dynamic = DYNAMIC_CONFIG.flatMap((setting) => ["--dynamic-config-value", setting]);
  const args = ["server", "start-dev", "--ip", "127.0.0.1", "--log-level", "warn"];
  const at = Object.entries({
    "--port": ports.frontend,
    "--http-port": ports.http,
    "--ui-port": ports.ui,
    "--metrics-port": ports.metrics,
  }).flatMap(([flag, port]) => [flag, String(port)]);
  return {
    name: "Temporal",
    program,
    args: [...args, ...at, "--db-filename", join(dataDir, "temporal.db"), ...pragmas, ...dynamic],
    ready: (stop) => untilServing(address, stop),
    address,
    uiUrl: `http://127.0.0.1:${ports.ui}`,
  };
}

async function untilServing(address: string, stop: AbortSignal): Promise<void> {
  const connection = Connection.lazy({ address });
  try {
    for (; ; await sleep(POLL, undefined, { signal: stop })) {
      stop.throwIfAborted();
      const ask = () => keepClosedWorkflows(connection);
      if (await connection.withDeadline(Date.now() + 2000, ask).then(yes, no)) return;
    }
  } finally {
    await connection.close();
  }
}

/** Keeps the workflows that have ended for a week: the server itself makes its namespace with one day. */
async function keepClosedWorkflows({ workflowService }: Connection): Promise<void> {
  const workflowExecutionRetentionTtl = msToTs(WEEK);
  const { config } = await workflowService.describeNamespace({ namespace: NAMESPACE });
  if (config?.workflowExecutionRetentionTtl?.seconds?.eq(workflowExecutionRetentionTtl.seconds!)) return;
  await workflowService.updateNamespace({ namespace: NAMESPACE, config: { workflowExecutionRetentionTtl } });
}

const yes = () => true;
const no = () => false;
