import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { MongoClient } from "mongodb";
import { createStarter, type Starter } from "../loss-hunt/starter.ts";
import { loadConfig } from "../src/config.ts";
import { findBinary } from "../src/dev/binaries.ts";
import { mongodSettings } from "../src/dev/mongod.ts";
import { keptPorts } from "../src/dev/ports.ts";
import { temporalSettings } from "../src/dev/temporal-server.ts";
import type { Lifetime } from "../src/lifetime.ts";
import type { WorkflowVerbs } from "./bare/workflows.ts";
import { openChild, type Child } from "./child.ts";
import type { Processes } from "./costs.ts";
import type { CrewVerbs } from "./crew.ts";
import type { Figures } from "./laps.ts";

/** Real servers, and the processes of senders and receivers, for one run of the benchmark. */
export interface Stage {
  dataDir: string;
  mongodbUri: string;
  temporalAddress: string;
  mongo: MongoClient;
  starter: Starter;
  crew: Child<CrewVerbs>;
  /** mongod and Temporal. */
  servers: () => Processes;
  /** Starts counting MongoDB's commands; the answer tells how many there were for one of `done` things. */
  countCommands: () => Promise<(done: number, unit: string) => Promise<Figures>>;
  /** The worker of workflows that do nothing, started when it is first asked for. */
  bareWorkflows: () => Promise<Child<WorkflowVerbs>>;
}

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const COUNTED = ["find", "insert", "update", "delete", "findAndModify", "aggregate", "getMore"];
const PORTS = ["mongod", "frontend", "http", "ui", "metrics"] as const;

/** Starts it all in a folder that goes with it; the lifetime ends it. */
export async function setStage(lifetime: Lifetime, say: (line: string) => void): Promise<Stage> {
  const dataDir = await mkdtemp(join(tmpdir(), "fasthook-bench-"));
  lifetime.own({ [Symbol.asyncDispose]: () => rm(dataDir, { recursive: true, force: true }) });
  const ports = await keptPorts(join(dataDir, "ports.json"), PORTS);
  const starter = createStarter(lifetime, dataDir, say);
  const { binaries, path } = loadConfig("dev");
  const log = { info: say, warn: say };
  const find = (name: "mongod" | "temporal") =>
    findBinary(name, { binDir: join(ROOT, ".fasthook", "bin"), explicit: binaries[name], path, log });
  const mongod = await mongodSettings({ program: await find("mongod"), dataDir, port: ports.mongod });
  const temporal = temporalSettings({ program: await find("temporal"), dataDir, ports });
  const [crew] = await Promise.all([
    openChild<CrewVerbs>(lifetime, "crew.ts"),
    starter.run("mongod", mongod),
    starter.run("temporal", { ...temporal, yields: true }),
  ]);
  const mongo = await MongoClient.connect(mongod.uri);
  lifetime.own({ [Symbol.asyncDispose]: () => mongo.close() });
  let bare: Promise<Child<WorkflowVerbs>> | null = null;
  return {
    dataDir,
    mongodbUri: mongod.uri,
    temporalAddress: temporal.address,
    mongo,
    starter,
    crew,
    servers: () => ({ mongod: starter.pidOf("mongod")!, Temporal: starter.pidOf("temporal")! }),
    async countCommands() {
      const before = await commandsOf(mongo);
      return async (done, unit) => ({
        [`MongoDB commands/${unit}`]: ((await commandsOf(mongo)) - before) / done,
      });
    },
    bareWorkflows: () => (bare ??= openChild(lifetime, "bare/workflows.ts", [temporal.address])),
  };
}

/** How many commands MongoDB has run since its start, of those that read or write records. */
async function commandsOf(mongo: MongoClient): Promise<number> {
  const { metrics } = await mongo.db("admin").command({ serverStatus: 1 });
  const { commands } = metrics as { commands: Record<string, { total?: unknown } | undefined> };
  return COUNTED.reduce((sum, name) => sum + Number(commands[name]?.total ?? 0), 0);
}
