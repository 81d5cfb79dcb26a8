import { loadConfig, ROLES, type Role } from "../src/config.ts";
import { startGateway } from "../src/gateway.ts";
import { runUntilSignal } from "../src/run.ts";
import { createLogger } from "../src/telemetry/log.ts";
import { installRuntime } from "../src/temporal/runtime.ts";

/**
 * `fasthook start` in the roles given behind the path of a workflow bundle: made once, it need not be made again at
 * each of the many starts.
 */
const [workflowBundle = "", ...named] = process.argv.slice(2);
const roles: Role[] = ROLES.filter((role) => named.length === 0 || named.includes(role));
const config = loadConfig("production");
const log = createLogger(config.logLevel);
installRuntime(log);

process.exitCode = await runUntilSignal(async (lifetime) => {
  const { mongodb, temporal, secretKey } = config;
  const gateway = lifetime.own(
    await startGateway(
      {
        ...config,
        roles,
        workflowBundle,
        mongodb: { ...mongodb, uri: mongodb.uri! },
        temporal: { ...temporal, address: temporal.address! },
        secretKey: secretKey!,
      },
      log,
    ),
  );
  process.stdout.write(`${JSON.stringify({ url: gateway.url })}\n`);
});
process.exit();
