/**
 * Records histories of workflows for test/workflows/replay.test.ts, one file in test/histories for each way one can go,
 * against a running Temporal server that soon asks for new histories:
 *
 *     temporal server start-dev --dynamic-config-value limit.historyCount.suggestContinueAsNew=80
 *     TEMPORAL_ADDRESS=127.0.0.1:7233 node --import tsx scripts/record-histories.ts [name …]
 *
 * Add a recording for each new way. Don't record again what exists: these are the runs that are still open when a new
 * version is rolled out, and it must be able to go on with them. A recording goes when no run of its version can be
 * open any more: 7 days of retries and the signal window after the last release that made such runs.
 */
import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { Client } from "@temporalio/client";
import { NativeConnection, Worker } from "@temporalio/worker";
import { createLogger } from "../src/telemetry/log.ts";
import { bundleWorkflows } from "../src/temporal/bundle.ts";
import { registerSearchAttributes } from "../src/temporal/search-attributes.ts";
import { installRuntime } from "../src/temporal/runtime.ts";
import { bulkWays } from "./histories/bulk-operations.ts";
import { eventWays } from "./histories/events.ts";
import type { Way, Ways } from "./histories/recorder.ts";
import { simulationWays } from "./histories/simulations.ts";

const kinds = [eventWays, bulkWays, simulationWays];
const ways: Ways["ways"] = Object.fromEntries(kinds.flatMap((kind) => Object.entries(kind.ways)));

installRuntime(createLogger("warn"));
const folder = fileURLToPath(new URL("../test/histories/", import.meta.url));
const taskQueue = "record-histories";
const identity = "recorder";
const connection = await NativeConnection.connect({
  address: process.env.TEMPORAL_ADDRESS ?? "127.0.0.1:7233",
});
await registerSearchAttributes(connection, "default");
const client = new Client({ connection, identity });
const options = {
  connection,
  identity,
  workflowBundle: {
    code: await bundleWorkflows(fileURLToPath(new URL("../workflows/index.ts", import.meta.url))),
  },
  maxCachedWorkflows: 10,
  activities: Object.fromEntries(kinds.flatMap((kind) => Object.entries(kind.activities))),
};
const workers: { worker: Worker; stopped: Promise<void> }[] = [];
const wanted = process.argv.slice(2);
await serve(taskQueue);
for (const [name, way] of Object.entries(ways)) {
  if (wanted.length === 0 || wanted.includes(name)) await record(name, way);
}
for (const { worker } of workers) worker.shutdown();
await Promise.all(workers.map(({ stopped }) => stopped));
await connection.close();

async function serve(taskQueue: string): Promise<void> {
  const worker = await Worker.create({ ...options, taskQueue });
  workers.push({ worker, stopped: worker.run() });
}

async function record(name: string, way: Way): Promise<void> {
  const handle = await way({ client, taskQueue, serve });
  // A run that failed is recorded too.
  await handle.result().catch(() => undefined);
  const { events } = (await handle.fetchHistory()) as { events: unknown };
  const history = JSON.stringify({ events: plain(events) }, null, 1);
  await writeFile(`${folder}${name}.json`, `${history}\n`);
  const { status } = await handle.describe();
  process.stdout.write(`${name}: ${status.name}, ${history.length} bytes\n`);
}

/**
 * What a protobuf message holds, as JSON that can be encoded again as it is: bytes as base64, enums and 64-bit integers
 * as numbers. Traces, which name folders of the machine, are left out.
 */
function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  if ("toNumber" in value) return Number(value);
  const entries = Object.entries(value).filter(([key]) => key !== "stackTrace");
  return Object.fromEntries(entries.map(([key, inner]) => [key, plain(inner)]));
}
