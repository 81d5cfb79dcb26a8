import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { MongoClient, MongoServerError, type Db } from "mongodb";
import type { ServerSettings } from "./server.ts";

const REPLICA_SET = "fasthook";
const POLL = 100;

/** A mongod as a replica set of one node, which change streams and transactions need. */
export async function mongodSettings(options: {
  program: string;
  dataDir: string;
  port: number;
}): Promise<Pick<ServerSettings, "name" | "program" | "args" | "ready"> & { uri: string }> {
  const { program, port } = options;
  const dbPath = join(options.dataDir, "mongodb");
  await mkdir(dbPath, { recursive: true });
  const args = [
    "--dbpath",
    dbPath,
    "--port",
    String(port),
    "--bind_ip",
    "127.0.0.1",
    "--nounixsocket",
    "--replSet",
    REPLICA_SET,
    // What a killed process leaves open keeps changes of the same documents waiting: for a minute and more by default.
    "--setParameter",
    "transactionLifetimeLimitSeconds=15",
  ];
  // Left to its defaults, an empty server takes 300 MB of disk for journal files that it might need.
  const modest = [
    "--wiredTigerCacheSizeGB",
    "0.5",
    "--wiredTigerEngineConfigString",
    "log=(prealloc=false,file_max=16MB)",
    "--oplogSize",
    "1024",
    "--setParameter",
    "diagnosticDataCollectionEnabled=false",
  ];
  return {
    name: "mongod",
    program,
    args: [...args, ...modest],
    ready: (stop) => becomePrimary(port, stop),
    uri: `mongodb://127.0.0.1:${port}/?replicaSet=${REPLICA_SET}`,
  };
}

/** A server that has just begun refuses some commands; the next round asks again. */
const retryLater = () => undefined;

/** Waits for the server, makes it the one member of its replica set, at this port, and waits until it takes writes. */
async function becomePrimary(port: number, stop: AbortSignal): Promise<void> {
  for (; ; await sleep(POLL, undefined, { signal: stop })) {
    stop.throwIfAborted();
    if (await isPrimary(port).catch(retryLater)) return;
  }
}

/** One look, with a client of its own: one that could not connect at first never does. */
async function isPrimary(port: number): Promise<boolean> {
  const uri = `mongodb://127.0.0.1:${port}/?directConnection=true`;
  const client = new MongoClient(uri, { serverSelectionTimeoutMS: 500, connectTimeoutMS: 500 });
  try {
    const admin = client.db("admin");
    const hello = await admin.command({ hello: 1 });
    if (!hello.isWritablePrimary) await configure(admin, port);
    return Boolean(hello.isWritablePrimary) && hello.me === `127.0.0.1:${port}`;
  } finally {
    await client.close();
  }
}

const NOT_YET_INITIALIZED = 94;

/** A member that finds another port in its own configuration takes no part: the port is then forced to be ours. */
async function configure(admin: Db, port: number): Promise<void> {
  const member = { _id: 0, host: `127.0.0.1:${port}` };
  const found = await admin.command({ replSetGetConfig: 1 }).catch((error: unknown) => {
    if (error instanceof MongoServerError && error.code === NOT_YET_INITIALIZED) return null;
    throw error;
  });
  if (!found) {
    await admin.command({ replSetInitiate: { _id: REPLICA_SET, members: [member] } });
    return;
  }
  const config = found.config as { version: number; members: { host: string }[] };
  if (config.members[0]?.host === member.host) return;
  const moved = { ...config, version: config.version + 1, members: [member] };
  await admin.command({ replSetReconfig: moved, force: true });
}
