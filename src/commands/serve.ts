import { describeStart } from "../banner.ts";
import { loadConfig, ROLES, type Config, type Role } from "../config.ts";
import { startGateway, type Gateway, type GatewaySettings } from "../gateway.ts";
import { createLifetime } from "../lifetime.ts";
import { forkWorker, startWorkerProcess, tellStarted } from "../roles/worker-process.ts";
import { runUntilSignal } from "../run.ts";
import { createLogger, type Logger } from "../telemetry/log.ts";
import { installRuntime } from "../temporal/runtime.ts";
import { yieldProcessor } from "../yielding.ts";

type Owner = Parameters<Parameters<typeof runUntilSignal>[0]>[0];

/** Runs roles on servers that are there, until a signal; answers the exit code. */
export function runRoles(roles: readonly Role[] = ROLES): Promise<number> {
  return runUntilSignal((lifetime) => start(lifetime, roles));
}

/** Runs everything on this machine, until a signal; answers the exit code. */
export function runDevelopment(): Promise<number> {
  return runUntilSignal(dev);
}

async function start(lifetime: Owner, roles: readonly Role[]): Promise<void> {
  // Beside the process that started it, which acknowledges.
  if (process.send && roles.every((role) => role === "worker")) yieldProcessor();
  const config = loadConfig("production");
  const log = createLogger(config.logLevel, secretsOf(config));
  installRuntime(log);
  const gateway = await startProcesses(lifetime, productionSettings(config, roles), log);
  if (!tellStarted(gateway)) log.info({ url: gateway.url, roles }, "fasthook is running");
  if (gateway.team && !config.team.apiKey) process.stdout.write(describeStart(gateway));
}

/**
 * A worker among other roles gets a process of its own: what it computes must not delay an acknowledgement. All of them
 * stop at once.
 */
async function startProcesses(lifetime: Owner, settings: GatewaySettings, log: Logger): Promise<Gateway> {
  const others = settings.roles.filter((role) => role !== "worker");
  if (others.length === settings.roles.length || others.length === 0)
    return lifetime.own(await startGateway(settings, log));
  const processes = lifetime.own(createLifetime({ atOnce: true }));
  const worker = processes.own(startWorkerProcess(() => forkWorker(settings), log));
  const gateway = processes.own(await startGateway({ ...settings, roles: others }, log, worker));
  await worker.started;
  return gateway;
}

function productionSettings(config: Config, roles: readonly Role[]): GatewaySettings {
  const { mongodb, temporal, secretKey } = config;
  if (!mongodb.uri || !temporal.address || !secretKey) throw new Error("loadConfig checks these");
  const servers = {
    mongodb: { ...mongodb, uri: mongodb.uri },
    temporal: { ...temporal, address: temporal.address },
  };
  return { ...config, ...servers, secretKey, roles, workflowBundle: null };
}

async function dev(lifetime: Owner, stop: AbortSignal): Promise<void> {
  const config = loadConfig("dev");
  const log = createLogger(config.logLevel, secretsOf(config));
  installRuntime(log);
  // Only `dev` needs what starts servers.
  const [{ startDevelopment }, { noteRunning }] = await Promise.all([
    import("../dev/development.ts"),
    import("../dev/running.ts"),
  ]);
  const { settings, ...servers } = await startDevelopment(config, { log, lifetime, stop });
  const gateway = await startProcesses(lifetime, settings, log);
  lifetime.own(await noteRunning(servers.dataDir, gateway));
  process.stdout.write(describeStart({ ...gateway, ...servers }));
}

/** The process's own: those of sources and destinations are never in hand where something is logged. */
function secretsOf({ secretKey, otherSecretKeys, team, tracing }: Config): string[] {
  const own = [secretKey, team.apiKey, ...otherSecretKeys, ...Object.values(tracing?.headers ?? {})];
  return own.flatMap((secret) => secret ?? []);
}
