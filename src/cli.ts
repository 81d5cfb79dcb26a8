import { Command, Option } from "commander";
import { loadConfig, ROLES, type Config, type Role } from "./config.ts";
import { describeStart } from "./banner.ts";
import { startGateway, type GatewaySettings } from "./gateway.ts";
import { rotateSecrets } from "./rotate-secrets.ts";
import { complain, runUntilSignal } from "./run.ts";
import { createLogger } from "./telemetry.ts";
import { installRuntime } from "./temporal/worker.ts";

const program = new Command("fasthook")
  .description("A self-hosted, replay-safe webhook gateway.")
  .showHelpAfterError("(fasthook --help tells more)");

program
  .command("dev")
  .description("start everything on this machine: MongoDB, Temporal and all roles")
  .action(async () => exitWith(await runUntilSignal((lifetime, stop) => dev(lifetime, stop))));

program
  .command("start")
  .description("start all roles, or one, against MONGODB_URI and TEMPORAL_ADDRESS")
  .addOption(new Option("--role <role...>", "the roles of this process").choices(ROLES))
  .action(async ({ role }: { role?: Role[] }) =>
    exitWith(await runUntilSignal((lifetime) => start(lifetime, role ?? ROLES))),
  );

program
  .command("rotate-secrets")
  .description("seal all secrets with FASTHOOK_SECRET_KEY that keys of FASTHOOK_SECRET_KEY_PREVIOUS sealed")
  .action(async () => rotateSecrets(loadConfig("maintenance"), (line) => process.stdout.write(`${line}\n`)));

type Owner = Parameters<Parameters<typeof runUntilSignal>[0]>[0];

async function start(lifetime: Owner, roles: readonly Role[]): Promise<void> {
  const config = loadConfig("production");
  const log = createLogger(config.logLevel);
  installRuntime(log);
  const gateway = lifetime.own(await startGateway(productionSettings(config, roles), log));
  log.info({ url: gateway.url, roles }, "fasthook is running");
  if (gateway.team && !config.team.apiKey) process.stdout.write(describeStart(gateway));
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
  const log = createLogger(config.logLevel);
  installRuntime(log);
  // Only `dev` needs what starts servers.
  const { startDevelopment } = await import("./dev/development.ts");
  const { settings, ...servers } = await startDevelopment(config, { log, lifetime, stop });
  const gateway = lifetime.own(await startGateway(settings, log));
  process.stdout.write(describeStart({ ...gateway, ...servers }));
}

function exitWith(code: number): void {
  // Nothing may keep a stopped process alive.
  process.exit(code);
}

await program.parseAsync().catch((error: unknown) => {
  complain(error);
  exitWith(1);
});
