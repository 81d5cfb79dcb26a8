import { ROLES } from "./config.ts";
import { createPageLoader } from "./dashboard/build.ts";
import { createDashboard } from "./dashboard/serve.ts";
import { readiness } from "./health.ts";
import { createApp, listen } from "./http.ts";
import { createLifetime, type Lifetime } from "./lifetime.ts";
import { startApiRole } from "./roles/api.ts";
import { openContext, type GatewaySettings } from "./roles/context.ts";
import { startIngressRole } from "./roles/ingress.ts";
import type { WorkerProcess } from "./roles/worker-process.ts";
import { startWorkerRole } from "./roles/worker.ts";
import { bootstrapTeam, type Bootstrap } from "./team.ts";
import type { Logger } from "./telemetry/log.ts";

export type { GatewaySettings };

/** A running process of FastHook. Disposing it drains: nothing new is taken, what is under way ends. */
export interface Gateway extends AsyncDisposable {
  url: string;
  publicUrl: string;
  /** Team and key, where they were given or made now. */
  team: Bootstrap | null;
}

/** Milliseconds for a process to stop: 30 seconds are promised. */
const STOP_WITHIN = 28_000;

/** A worker that runs beside this process. */
type Beside = Pick<WorkerProcess, "status" | "metrics"> | null;

/**
 * Builds a process in the given roles, and owns everything in it, but not the worker `beside` it, for which it speaks.
 * Rejects, with all closed, when it can't start.
 */
export async function startGateway(
  settings: GatewaySettings,
  log: Logger,
  beside: Beside = null,
): Promise<Gateway> {
  const lifetime = createLifetime({ within: STOP_WITHIN });
  try {
    return await build(settings, log, lifetime, beside);
  } catch (error) {
    await lifetime[Symbol.asyncDispose]().catch(() => undefined);
    throw error;
  }
}

async function build(
  settings: GatewaySettings,
  log: Logger,
  lifetime: Lifetime,
  beside: Beside,
): Promise<Gateway> {
  let url = "";
  const publicUrl = () => settings.publicUrl ?? url;
  const context = await openContext(settings, log, publicUrl, lifetime);
  const { store, temporal, parts, metrics, now } = context;
  const { roles } = settings;
  const worker = roles.includes("worker") ? await startWorkerRole(context) : beside;
  const ingress = roles.includes("ingress") ? startIngressRole(context) : null;
  const api = roles.includes("api") ? startApiRole(context) : null;
  let draining = false;
  const facts = {
    roles: ROLES.filter((role) => roles.includes(role) || (beside && role === "worker")),
    draining: () => draining,
    ping: store.ping,
    worker,
  };
  const at = {
    answers: temporal.answers,
    address: settings.temporal.address,
    uiUrl: settings.temporal.uiUrl,
  };
  const app = createApp({
    ingress,
    api: api && api.router,
    dashboard: api && createDashboard(createPageLoader()),
    metrics,
    worker: beside,
    log,
    readiness: () => readiness({ ...facts, temporal: at }),
  });
  const listener = parts.own(await listen(app, settings));
  url = listener.url;
  // Ends its streams, for which the listener waits.
  if (api) parts.own(api);
  // Last, for a key that is made now is told only once: a start that fails must not have made one.
  // Of roles that start apart on an empty database, one makes the team.
  const named = settings.team.id !== null || settings.team.apiKey !== null;
  const team = named || roles.includes("api") ? await bootstrapTeam(store, settings.team, now()) : null;
  if (settings.team.apiKey && !team)
    log.warn("the API key that this start is to make sure of was revoked, and stays so");
  return {
    url,
    publicUrl: publicUrl(),
    team,
    async [Symbol.asyncDispose]() {
      draining = true;
      await lifetime[Symbol.asyncDispose]();
    },
  };
}
