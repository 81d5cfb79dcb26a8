import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Connection } from "@temporalio/client";
import type { ServerSettings } from "./server.ts";

const POLL = 100;

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
  const dynamic = [
    // The defaults throttle a single-node server far below what it can do.
    "matching.rps=100000",
    "frontend.namespaceRPS=100000",
    "frontend.namespaceCount=100000",
    "frontend.rps=100000",
    "history.rps=100000",
    // A newly registered search attribute is to be usable at once.
    "system.forceSearchAttributesCacheRefreshOnRead=true",
  ].flatMap((setting) => ["--dynamic-config-value", setting]);
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
      const ask = () => connection.workflowService.describeNamespace({ namespace: "default" });
      if (await connection.withDeadline(Date.now() + 1000, ask).then(yes, no)) return;
    }
  } finally {
    await connection.close();
  }
}

const yes = () => true;
const no = () => false;
