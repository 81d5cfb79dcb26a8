import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Db } from "mongodb";
import { nodeProgram } from "../loss-hunt/starter.ts";
import { keptPorts } from "../src/dev/ports.ts";
import type { Readiness } from "../src/health.ts";
import type { EventDocument, RequestDocument } from "../src/store/documents.ts";
import type { Processes } from "./costs.ts";
import type { Stage } from "./stage.ts";

/** FastHook as its users run it, ingress and API in one process and the worker in another, on an empty database. */
export interface Gateway extends AsyncDisposable {
  teamId: string;
  database: Db;
  secretKey: string;
  /** Its processes, and the servers'. */
  processes: () => Processes;
  /** The body of a successful call of the API; throws what the API says otherwise. */
  api: <T>(method: string, path: string, body?: object) => Promise<T>;
  /** Settings are the connection's, and its destination's. */
  connect: (url: string, settings?: object, destination?: object) => Promise<Connection>;
  /** Gives up what waits to be dispatched, and waits until nothing is under way. */
  clear: () => Promise<void>;
}

/** A connection from a source of its own. */
export interface Connection {
  id: string;
  destinationId: string;
  sourceId: string;
  /** Where its webhooks are sent. */
  url: string;
}

interface Answered {
  id: string;
  destination_id: string;
  source_id: string;
  source: { url: string };
}

const CLI = fileURLToPath(new URL("../src/cli.ts", import.meta.url));
const POLL = 50;
const READY_WITHIN = 60_000;
const CLEARED_WITHIN = 600_000;

let started = 0;

/** Starts it, and waits until it takes webhooks and runs workflows. `profile` is a folder for profiles, or null. */
export async function startGateway(stage: Stage, profile: string | null): Promise<Gateway> {
  const name = `bench_${(started += 1)}`;
  const { http: port } = await keptPorts(join(stage.dataDir, `${name}.json`), ["http"] as const);
  const team = { id: "tm_bench", apiKey: `key-${randomBytes(12).toString("hex")}` };
  const secretKey = randomBytes(32).toString("base64");
  const env = {
    MONGODB_URI: stage.mongodbUri,
    MONGODB_DB: name,
    TEMPORAL_ADDRESS: stage.temporalAddress,
    TEMPORAL_TASK_QUEUE: name,
    FASTHOOK_SECRET_KEY: secretKey,
    FASTHOOK_TEAM_ID: team.id,
    FASTHOOK_API_KEY: team.apiKey,
    FASTHOOK_ALLOWED_SUBNETS: "127.0.0.0/8",
    LOG_LEVEL: "warn",
  };
  const node = profile === null ? [] : ["--cpu-prof", `--cpu-prof-dir=${profile}`];
  const server = await stage.starter.run(name, nodeProgram(port, env, [...node, CLI, "start"]));
  await isReady(`http://127.0.0.1:${port}`);
  const api = caller(`http://127.0.0.1:${port}`, team);
  const database = stage.mongo.db(name);
  const ingress = () => stage.starter.pidOf(name)!;
  return {
    teamId: team.id,
    secretKey,
    database,
    processes: () => ({ ingress: ingress(), worker: workerOf(ingress()), ...stage.servers() }),
    api,
    connect: (url, ...settings) => connect(api, url, ...settings),
    clear: () => clear(database),
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await database.dropDatabase();
    },
  };
}

/** The worker that a process has started beside it; the process itself where there is no `/proc` to tell. */
function workerOf(pid: number): number {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ");
    const isWorker = (child: string) =>
      readFileSync(`/proc/${child}/cmdline`, "utf8").includes("--role\0worker");
    return Number(children.find(isWorker) ?? pid);
  } catch {
    return pid;
  }
}

async function isReady(url: string): Promise<void> {
  await until("the gateway and its worker are ready", READY_WITHIN, async () => {
    const { worker } = (await (await fetch(`${url}/readyz`)).json()) as Readiness;
    return worker?.status === "running";
  });
}

/** Looks until it is so; throws where that takes too many milliseconds. */
export async function until(what: string, within: number, look: () => Promise<boolean>): Promise<void> {
  for (const end = performance.now() + within; !(await look()); await sleep(POLL)) {
    if (performance.now() > end) throw new Error(`waited ${within} ms in vain: ${what}`);
  }
}

function caller(base: string, team: { id: string; apiKey: string }): Gateway["api"] {
  const headers = { authorization: `Bearer ${team.apiKey}`, "x-team-id": team.id };
  return async <T>(method: string, path: string, body?: object) => {
    const answer = await fetch(`${base}/v1${path}`, { method, headers, body: body && JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as T;
  };
}

let connected = 0;

async function connect(
  api: Gateway["api"],
  url: string,
  settings: object = {},
  destination: object = {},
): Promise<Connection> {
  const name = `bench-${(connected += 1)}`;
  const made = await api<Answered>("POST", "/connections", {
    name,
    source: { name },
    destination: { name, url, ...destination },
    ...settings,
  });
  const { id, destination_id: destinationId, source_id: sourceId } = made;
  return { id, destinationId, sourceId, url: made.source.url };
}

async function clear(database: Db): Promise<void> {
  const requests = database.collection<RequestDocument>("requests");
  const events = database.collection<EventDocument>("events");
  const unrouted = async () => (await requests.findOne({ outbox: { $exists: true } })) === null;
  await until("all requests are routed", CLEARED_WITHIN, unrouted);
  const dropped = {
    $set: { status: "cancelled" as const, next_attempt_at: null },
    $unset: { outbox: "" as const },
  };
  const over = async () => {
    await events.updateMany({ "outbox.due": { $exists: true } }, dropped);
    return (await events.findOne({ status: { $in: ["queued", "processing"] } })) === null;
  };
  await until("nothing is under way", CLEARED_WITHIN, over);
}
