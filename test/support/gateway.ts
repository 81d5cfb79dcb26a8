import { randomBytes } from "node:crypto";
import { MongoClient } from "mongodb";
import { inject } from "vitest";
import { loadConfig, ROLES } from "../../src/config.ts";
import { startGateway, type GatewaySettings } from "../../src/gateway.ts";
import { createLogger, type Logger } from "../../src/telemetry/log.ts";
import { installRuntime } from "../../src/temporal/runtime.ts";
import { createApiClient, type ApiClient } from "./api.ts";

/** A gateway in this process, on the run's servers, with a database and a task queue of its own. */
export interface TestGateway extends AsyncDisposable {
  url: string;
  api: ApiClient;
  settings: GatewaySettings;
  /** Its database, for what can't be seen from outside. */
  database: ReturnType<MongoClient["db"]>;
  /** Stops it, and starts it again with some settings changed, on the same database and task queue. */
  restart: (changes?: Partial<GatewaySettings>) => Promise<void>;
}

/** Starts a gateway; disposing it drops its database. */
export async function startTestGateway(changes: Partial<GatewaySettings> = {}): Promise<TestGateway> {
  const settings = { ...testSettings(), ...changes };
  const log = logOf(settings);
  const client = await MongoClient.connect(settings.mongodb.uri);
  const database = client.db(settings.mongodb.database);
  let gateway = await startGateway(settings, log);
  const api = () => createApiClient(gateway.url, settings.team.id!, settings.team.apiKey!);
  return {
    get url() {
      return gateway.url;
    },
    get api() {
      return api();
    },
    settings,
    database,
    async restart(again = {}) {
      await gateway[Symbol.asyncDispose]();
      gateway = await startGateway({ ...settings, ...again }, log);
    },
    async [Symbol.asyncDispose]() {
      await gateway[Symbol.asyncDispose]();
      await database.dropDatabase();
      await client.close();
    },
  };
}

/** Settings on the run's servers, with names that no other test has. */
export function testSettings(): GatewaySettings {
  const name = `test_${randomBytes(6).toString("hex")}`;
  const config = loadConfig("dev", { LOG_LEVEL: process.env.LOG_LEVEL ?? "error", PORT: "0" });
  return {
    ...config,
    roles: ROLES,
    workflowBundle: inject("workflowBundlePath"),
    mongodb: { uri: inject("mongodbUri"), database: name },
    temporal: {
      address: inject("temporalAddress"),
      namespace: "default",
      taskQueue: name,
      uiUrl: inject("temporalUiUrl"),
    },
    secretKey: randomBytes(32).toString("base64"),
    team: { id: `tm_${randomBytes(6).toString("hex")}`, apiKey: `key-${randomBytes(12).toString("hex")}` },
  };
}

let sharedLog: Logger | null = null;

/** Temporal's runtime, and so its log, is one for the process. */
function logOf(settings: GatewaySettings): Logger {
  if (sharedLog) return sharedLog;
  sharedLog = createLogger(settings.logLevel);
  installRuntime(sharedLog);
  return sharedLog;
}
