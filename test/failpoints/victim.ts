import { randomBytes } from "node:crypto";
import { fileURLToPath } from "node:url";
import { MongoClient } from "mongodb";
import { inject } from "vitest";
import { submit } from "../gateway/scene.ts";
import { createApiClient, type ApiClient } from "../support/api.ts";
import { run, type Command } from "../support/command.ts";

/** A gateway with all roles in a process of its own, to be killed and started again on the same data. */
export interface Victim extends AsyncDisposable {
  url: string;
  api: ApiClient;
  database: ReturnType<MongoClient["db"]>;
  /** The exit code, or the signal that ended it. */
  ended: Command["ended"];
  /** Starts it again, with nothing that kills it. */
  restart: () => Promise<void>;
}

const ENTRY = fileURLToPath(new URL("../../loss-hunt/gateway.ts", import.meta.url));
const STARTS_WITHIN = 60_000;

/** Starts a gateway that dies at the failpoints named, on a database and a task queue of its own. */
export async function startVictim(failpoints: string): Promise<Victim> {
  const name = `test_${randomBytes(6).toString("hex")}`;
  const team = { id: `tm_${randomBytes(6).toString("hex")}`, key: `key-${randomBytes(12).toString("hex")}` };
  const env = {
    PORT: "0",
    MONGODB_URI: inject("mongodbUri"),
    MONGODB_DB: name,
    TEMPORAL_ADDRESS: inject("temporalAddress"),
    TEMPORAL_TASK_QUEUE: name,
    FASTHOOK_SECRET_KEY: randomBytes(32).toString("base64"),
    FASTHOOK_TEAM_ID: team.id,
    FASTHOOK_API_KEY: team.key,
    FASTHOOK_ALLOWED_SUBNETS: "127.0.0.0/8",
    FASTHOOK_RECONCILE_AFTER_SECONDS: "2",
    LOG_LEVEL: "warn",
  };
  let process = await start({ ...env, FASTHOOK_FAILPOINTS: failpoints });
  const client = await MongoClient.connect(inject("mongodbUri"));
  return {
    get url() {
      return process.url;
    },
    get api() {
      return createApiClient(process.url, team.id, team.key);
    },
    get ended() {
      return process.ended;
    },
    database: client.db(name),
    async restart() {
      await process[Symbol.asyncDispose]();
      process = await start(env);
    },
    async [Symbol.asyncDispose]() {
      await process[Symbol.asyncDispose]();
      await client.db(name).dropDatabase();
      await client.close();
    },
  };
}

async function start(env: Record<string, string>): Promise<Command & { url: string }> {
  const command = run(
    [globalThis.process.execPath, "--import", "tsx", ENTRY, inject("workflowBundlePath")],
    env,
  );
  try {
    const [, url = ""] = await command.printed(/"url":"(http:[^"]+)"/, STARTS_WITHIN);
    return { ...command, url };
  } catch (error) {
    await command[Symbol.asyncDispose]();
    throw error;
  }
}

/** Sends a webhook to a source, wherever its process listens now; null where it is not acked. */
export function submitTo(victim: Victim, sourceUrl: string): Promise<string | null> {
  return submit({ url: victim.url + new URL(sourceUrl).pathname }).catch(() => null);
}
