import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { randomBytes } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { loadConfig, type Role } from "../src/config.ts";
import { findBinary } from "../src/dev/binaries.ts";
import { mongodSettings } from "../src/dev/mongod.ts";
import { keptPorts } from "../src/dev/ports.ts";
import { temporalSettings } from "../src/dev/temporal-server.ts";
import type { Lifetime } from "../src/lifetime.ts";
import { bundleWorkflows } from "../src/temporal/bundle.ts";
import type { Victims } from "./chaos.ts";
import type { ProcessName } from "./faults.ts";
import { openLink } from "./link.ts";
import { createStarter, nodeProgram } from "./starter.ts";

/** Everything that a hunt runs against: real servers and processes, each started again when it ends. */
export interface Stage extends Victims {
  /** Base of the REST API. */
  apiUrl: string;
  team: { id: string; apiKey: string };
  /** Straight to MongoDB, past the links, to read what is there. */
  mongodbUri: string;
  database: string;
  dataDir: string;
}

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const ENTRY = join(ROOT, "loss-hunt", "gateway.ts");
const PORTS = ["mongod", "frontend", "http", "ui", "metrics", "ingress", "worker-1", "worker-2"] as const;
const DATABASE = "loss_hunt";

/** Starts it all, on a folder and on ports of its own; the lifetime ends it. Lines about restarts go to `say`. */
export async function setStage(lifetime: Lifetime, say: (line: string) => void): Promise<Stage> {
  const dataDir = await mkdtemp(join(tmpdir(), "fasthook-hunt-"));
  lifetime.own({ [Symbol.asyncDispose]: () => rm(dataDir, { recursive: true, force: true }) });
  const ports = await keptPorts(join(dataDir, "ports.json"), PORTS);
  const start = createStarter(lifetime, dataDir, say);

  const { binaries, path } = loadConfig("dev");
  const log = { info: say, warn: say };
  const find = (name: "mongod" | "temporal") =>
    findBinary(name, { binDir: join(ROOT, ".fasthook", "bin"), explicit: binaries[name], path, log });
  const mongod = await mongodSettings({ program: await find("mongod"), dataDir, port: ports.mongod });
  const temporal = temporalSettings({ program: await find("temporal"), dataDir, ports });
  await Promise.all([start.run("mongod", mongod), start.run("temporal", temporal)]);

  const links = {
    "ingress-mongod": lifetime.own(await openLink(ports.mongod)),
    "workers-mongod": lifetime.own(await openLink(ports.mongod)),
    "workers-temporal": lifetime.own(await openLink(ports.frontend)),
  };
  const bundle = join(dataDir, "workflow-bundle.js");
  await writeFile(bundle, await bundleWorkflows(join(ROOT, "workflows", "index.ts")));
  const team = { id: "tm_losshunt", apiKey: `key-${randomBytes(12).toString("hex")}` };
  // Directly: a member of a replica set tells its own address, and the way there would go past the link.
  const through = (port: number) => `mongodb://127.0.0.1:${port}/?directConnection=true`;
  const common = {
    MONGODB_DB: DATABASE,
    FASTHOOK_SECRET_KEY: randomBytes(32).toString("base64"),
    FASTHOOK_TEAM_ID: team.id,
    FASTHOOK_API_KEY: team.apiKey,
    FASTHOOK_ALLOWED_SUBNETS: "127.0.0.0/8",
    FASTHOOK_RECONCILE_AFTER_SECONDS: "10",
    LOG_LEVEL: "warn",
  };
  const ingress = {
    ...common,
    MONGODB_URI: through(links["ingress-mongod"].port),
    TEMPORAL_ADDRESS: temporal.address,
  };
  const worker = {
    ...common,
    MONGODB_URI: through(links["workers-mongod"].port),
    TEMPORAL_ADDRESS: `127.0.0.1:${links["workers-temporal"].port}`,
  };
  const gateway = (name: ProcessName & keyof typeof ports, env: Record<string, string>, roles: Role[]) =>
    start.run(name, nodeProgram(ports[name], env, [ENTRY, bundle, ...roles]));
  await gateway("ingress", ingress, ["ingress", "api"]);
  await Promise.all([gateway("worker-1", worker, ["worker"]), gateway("worker-2", worker, ["worker"])]);
  return {
    apiUrl: `http://127.0.0.1:${ports.ingress}`,
    team,
    mongodbUri: mongod.uri,
    database: DATABASE,
    dataDir,
    pidOf: start.pidOf,
    links,
  };
}
