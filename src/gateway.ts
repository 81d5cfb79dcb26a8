import { hostname } from "node:os";
import { createActivities } from "../activities/index.ts";
import { createApi } from "./api/api.ts";
import type { Config, Role } from "./config.ts";
import { createPageLoader } from "./dashboard/build.ts";
import { createDashboard } from "./dashboard/serve.ts";
import { createDelivery } from "./delivery/delivery.ts";
import { createUrlRefusal } from "./delivery/guard.ts";
import { generateSigningSecret } from "./delivery/signature.ts";
import { createFailpoint, type Failpoint } from "./failpoints.ts";
import { readiness } from "./health.ts";
import { createApp, listen } from "./http.ts";
import { randomToken } from "./ids.ts";
import { createIngress } from "./ingress/handler.ts";
import { createLoopLag } from "./ingress/loop-lag.ts";
import { createSourceDirectory } from "./ingress/source-directory.ts";
import { createLifetime, type Lifetime } from "./lifetime.ts";
import { createBulkRunner } from "./outbox/bulk-runner.ts";
import { createChangeRunner } from "./outbox/change-runner.ts";
import { createDispatcher } from "./outbox/dispatcher.ts";
import { createEraser } from "./outbox/eraser.ts";
import { createKeeper } from "./outbox/keeper.ts";
import { createReconciler } from "./outbox/reconciler.ts";
import { repeat } from "./outbox/repeat.ts";
import { createReplay } from "./outbox/replay.ts";
import { createRequestSweeper } from "./outbox/request-sweeper.ts";
import { createRouter, type Router } from "./outbox/router.ts";
import { createLazySandbox } from "./sandbox/lazy.ts";
import type { Sandbox } from "./sandbox/sandbox.ts";
import { openStore, type Store } from "./store/store.ts";
import { createThrottle } from "./throttle/throttle.ts";
import { bootstrapTeam, type Bootstrap } from "./team.ts";
import { createMetrics, type Logger, type Metrics } from "./telemetry.ts";
import { loadWorkflowBundle } from "./temporal/bundle.ts";
import { connectTemporal, type TemporalConnection } from "./temporal/connection.ts";
import { createBulkWorkflows } from "./temporal/bulk-workflows.ts";
import { eventStart } from "./temporal/event-start.ts";
import { createEventWorkflows } from "./temporal/event-workflows.ts";
import { createWorkflowRuns } from "./temporal/workflow-runs.ts";
import { createSimulationWorkflows } from "./temporal/simulation-workflows.ts";
import { runWorker, type WorkerHandle } from "./temporal/worker.ts";

/** The settings of a gateway whose servers are known. */
export interface GatewaySettings extends Config {
  roles: readonly Role[];
  /** A workflow bundle made before, or null. */
  workflowBundle: string | null;
  secretKey: string;
  mongodb: { uri: string; database: string };
  temporal: { address: string; namespace: string; taskQueue: string; uiUrl: string | null };
}

/** A running process of FastHook. Disposing it drains: nothing new is taken, what is under way ends. */
export interface Gateway extends AsyncDisposable {
  url: string;
  publicUrl: string;
  /** Team and key, where they were given or made now. */
  team: Bootstrap | null;
}

/** All that the parts share. */
interface Context {
  sandbox: Sandbox;
  settings: GatewaySettings;
  store: Store;
  temporal: TemporalConnection;
  router: Router;
  log: Logger;
  metrics: Metrics;
  delivery: ReturnType<typeof createDelivery>;
  /** Of the parts that take work up: they stop before what they need, and all at once. */
  parts: Lifetime;
  /** A lease for one claim, or one process. */
  newLease: () => string;
  now: () => Date;
  publicUrl: () => string;
  failpoint?: Failpoint;
}

/** Milliseconds after which another process routes a request whose process died. */
const ROUTING_GRACE = 10_000;

/** Milliseconds for a process to stop, of which its worker may take 25 seconds: 30 are promised. */
const PARTS_STOP_WITHIN = 26_000;
const STOP_WITHIN = 28_000;

/** Milliseconds for Temporal to say that it is there. */
const ANSWERS_WITHIN = 3000;

/** Builds a process in the given roles, and owns everything in it. Rejects, with all closed, when it can't start. */
export async function startGateway(settings: GatewaySettings, log: Logger): Promise<Gateway> {
  const lifetime = createLifetime({ within: STOP_WITHIN });
  try {
    return await build(settings, log, lifetime);
  } catch (error) {
    await lifetime[Symbol.asyncDispose]().catch(() => undefined);
    throw error;
  }
}

async function build(settings: GatewaySettings, log: Logger, lifetime: Lifetime): Promise<Gateway> {
  let url = "";
  const publicUrl = () => settings.publicUrl ?? url;
  const context = await openContext(settings, log, publicUrl, lifetime);
  const { store, temporal, parts, metrics, now } = context;
  const { roles } = settings;
  const worker = roles.includes("worker") ? await startWorkerRole(context) : null;
  const ingress = roles.includes("ingress") ? startIngressRole(context) : null;
  const api = roles.includes("api") ? startApiRole(context) : null;
  let draining = false;
  const facts = { roles, draining: () => draining, ping: store.ping, worker };
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
    log,
    readiness: () => readiness({ ...facts, temporal: at }),
  });
  const listener = parts.own(await listen(app, settings.host, settings.port));
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

async function openContext(
  settings: GatewaySettings,
  log: Logger,
  publicUrl: () => string,
  lifetime: Lifetime,
): Promise<Context> {
  const now = () => new Date();
  const { secretKey, otherSecretKeys, mongodb } = settings;
  const failpoint = createFailpoint(settings.failpoints, killSelf);
  const store = lifetime.own(await openStore({ ...mongodb, secretKey, otherSecretKeys, failpoint }));
  return {
    settings,
    log,
    now,
    publicUrl,
    failpoint,
    store,
    metrics: createMetrics(),
    newLease: leases(),
    temporal: lifetime.own(connectTemporal(settings.temporal, log)),
    router: lifetime.own(createRouter(store, now, failpoint)),
    sandbox: lifetime.own(createLazySandbox()),
    delivery: lifetime.own(createDelivery({ ...egressOf(settings), now })),
    // The last to be owned, and so the first to be closed.
    parts: lifetime.own(createLifetime({ atOnce: true, within: PARTS_STOP_WITHIN })),
  };
}

function startIngressRole(context: Context): ReturnType<typeof createIngress> {
  const { store, parts, log, router, newLease, now, publicUrl, settings, metrics } = context;
  const leftBehind = (error: unknown) => log.warn({ err: error }, "routing failed; the sweeper takes it up");
  parts.own(
    createRequestSweeper({ claim: store.requests.claimUnrouted, route: router.route, newLease, now, log }),
  );
  return createIngress({
    sources: parts.own(createSourceDirectory(store)),
    loopLag: parts.own(createLoopLag()),
    insert: store.requests.insert,
    route: (request) => void router.route(request).catch(leftBehind),
    now,
    publicUrl,
    maxBodyBytes: settings.maxBodyBytes,
    retention: settings.retention,
    lease: newLease(),
    grace: ROUTING_GRACE,
    log,
    metrics,
    failpoint: context.failpoint,
  });
}

function startApiRole({
  settings,
  sandbox,
  store,
  temporal,
  router,
  newLease,
  now,
  log,
  publicUrl,
}: Context): ReturnType<typeof createApi> {
  const { uiUrl, namespace } = settings.temporal;
  const delayed = (err: unknown) => log.warn({ err }, "a replay could not be routed yet; it is tried again");
  return createApi({
    store,
    sandbox,
    replay: createReplay({ store, route: router.route, newLease, now, delayed }),
    startSimulation: createSimulationWorkflows(temporal).start,
    now,
    newSigningSecret: generateSigningSecret,
    refusedUrl: createUrlRefusal(settings.allowedSubnets),
    publicUrl,
    temporalUrl: (workflowId) => uiUrl && `${uiUrl}/namespaces/${namespace}/workflows/${workflowId}`,
    firstAttempt: settings.firstAttempt,
    retention: settings.retention,
  });
}

async function startWorkerRole(context: Context): Promise<WorkerHandle> {
  const { settings, sandbox, store, temporal, delivery, parts, log, metrics, newLease, now, failpoint } =
    context;
  const throttle = createThrottle(store, now);
  const starts = { lane: delivery.health.lane, signalWindow: settings.signalWindow };
  const activities = createActivities({
    store,
    sandbox,
    throttle,
    ...delivery,
    now,
    random: Math.random,
    attempted: (result, latencyMs) => {
      metrics.attempts.inc({ result });
      metrics.attemptSeconds.observe(latencyMs / 1000);
    },
    replay: createReplay({ store, route: context.router.route, newLease, now }),
    startOf: (event, order) => eventStart(event, starts, order),
    signalWindow: settings.signalWindow,
    failpoint,
  });
  const worker = parts.own(
    runWorker(temporal, { bundle: await loadWorkflowBundle(settings.workflowBundle), activities, log }),
  );
  const workflows = createEventWorkflows(temporal, {
    lane: delivery.health.lane,
    signalWindow: settings.signalWindow,
    now,
  });
  const mend = { name: "the mender of rate limits", pause: 5000, turn: throttle.mend, log };
  parts.own(repeat(mend));
  parts.own(createKeeper({ store, now, log }));
  parts.own(createEraser({ ...store, now, log }));
  parts.own(
    createReconciler({
      stranded: store.stranded,
      leases: store.leases,
      runs: createWorkflowRuns(temporal),
      patience: settings.reconcileAfter,
      holder: newLease(),
      now,
      log,
      failpoint,
    }),
  );
  parts.own(createBulkRunner({ store, workflows: createBulkWorkflows(temporal), newLease, now, log }));
  parts.own(createChangeRunner({ store, throttle, newLease, now, log, failpoint }));
  parts.own(
    createDispatcher({
      events: store.events,
      assign: throttle.assign,
      tell: workflows.tell,
      answers: () => temporal.answers(ANSWERS_WITHIN),
      newLease,
      now,
      log,
      failpoint,
    }),
  );
  return worker;
}

/** How deliveries leave. One thread stays free for the names that are known to resolve. */
function egressOf({ allowedSubnets, egressProxy, lookupThreads }: GatewaySettings) {
  return { allowedSubnets, proxy: egressProxy, strangersAtOnce: Math.max(1, lookupThreads - 1) };
}

/** As a crash would: nothing is closed, and nothing told. */
const killSelf = () => void process.kill(process.pid, "SIGKILL");

/** Leases that no other process, and no other claim, has. */
function leases(): () => string {
  const process = `${hostname()}-${randomToken().slice(0, 12)}`;
  let count = 0;
  return () => `${process}-${++count}`;
}
