import { createHmac } from "node:crypto";
import { join, resolve } from "node:path";
import type { Config } from "../config.ts";
import { ROLES } from "../config.ts";
import { AddressTaken } from "../errors.ts";
import type { GatewaySettings } from "../gateway.ts";
import type { Lifetime } from "../lifetime.ts";
import type { Logger } from "../telemetry/log.ts";
import { loadCredentials, type Credentials } from "./credentials.ts";
import { isListening } from "./ports.ts";
import { startStack } from "./stack.ts";

/** The settings of a gateway on embedded servers, and where those are. */
export interface Development {
  settings: GatewaySettings;
  mongodbUri: string;
  temporalUiUrl: string | null;
  dataDir: string;
}

/** Starts the servers that the environment does not name, and fills in what a newcomer has not chosen. */
export async function startDevelopment(
  config: Config,
  { log, lifetime, stop }: { log: Logger; lifetime: Lifetime; stop: AbortSignal },
): Promise<Development> {
  // Before the servers are started, which takes a while.
  if (await isListening(config.port)) throw new AddressTaken(config.host, config.port);
  const dataDir = resolve(config.dataDir);
  const stack = lifetime.own(
    await startStack({
      dataDir,
      binDir: join(dataDir, "bin"),
      mongod: config.mongodb.uri === null,
      temporal: config.temporal.address === null,
      binaries: config.binaries,
      path: config.path,
      temporalYields: true,
      log,
      stop,
    }),
  );
  const credentials = await loadCredentials(dataDir);
  const uri = config.mongodb.uri ?? stack.mongodbUri;
  const address = config.temporal.address ?? stack.temporalAddress;
  const uiUrl = config.temporal.uiUrl ?? (config.temporal.address === null ? stack.temporalUiUrl : null);
  const settings: GatewaySettings = {
    ...config,
    roles: ROLES,
    workflowBundle: null,
    mongodb: { ...config.mongodb, uri },
    temporal: { ...config.temporal, address, uiUrl },
    secretKey: config.secretKey ?? credentials.secretKey,
    team: teamOf(config, credentials),
  };
  return { settings, mongodbUri: uri, temporalUiUrl: uiUrl, dataDir };
}

/** A chosen team gets a key of its own, the same at every start; a chosen key keeps the team that it has. */
function teamOf({ team }: Config, credentials: Credentials): { id: string | null; apiKey: string } {
  if (team.apiKey) return { id: team.id, apiKey: team.apiKey };
  if (!team.id) return { id: credentials.teamId, apiKey: credentials.apiKey };
  const digest = createHmac("sha256", credentials.secretKey).update(team.id).digest("hex");
  return { id: team.id, apiKey: `fh_${digest.slice(0, 40)}` };
}
