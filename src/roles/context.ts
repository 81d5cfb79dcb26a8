import { hostname } from "node:os";
import { createFirstAttempt } from "../../activities/first-attempt.ts";
import type { Config, Role } from "../config.ts";
import { createDelivery, type Deliveries } from "../delivery/delivery.ts";
import { createFailpoint, type Failpoint } from "../failpoints.ts";
import { randomToken } from "../ids.ts";
import { createLifetime, type Lifetime } from "../lifetime.ts";
import { createDirectLane, type DirectLane } from "../outbox/direct-lane.ts";
import { createRouter, type Router } from "../outbox/router.ts";
import { createLazySandbox } from "../sandbox/lazy.ts";
import { createSandbox, type Sandbox } from "../sandbox/sandbox.ts";
import type { Wrote } from "../store/events.ts";
import { openStore, type Store } from "../store/store.ts";
import type { Logger } from "../telemetry/log.ts";
import { createMetrics, type Metrics } from "../telemetry/metrics.ts";
import { countRuns } from "../telemetry/sandbox.ts";
import { registerState } from "../telemetry/state.ts";
import { registerSdkMetrics } from "../telemetry/temporal-sdk.ts";
import { createTracer } from "../telemetry/tracer.ts";
import { createWebhookTelemetry, type WebhookTelemetry } from "../telemetry/webhook.ts";
import { connectTemporal, type TemporalConnection } from "../temporal/connection.ts";
import { sdkMetricUpdates } from "../temporal/runtime.ts";

/** The settings of a gateway whose servers are known. */
export interface GatewaySettings extends Config {
  roles: readonly Role[];
  /** A workflow bundle made before, or null. */
  workflowBundle: string | null;
  secretKey: string;
  mongodb: { uri: string; database: string };
  temporal: { address: string; namespace: string; taskQueue: string; uiUrl: string | null };
}

/** All that the roles of a process share. */
export interface Context {
  sandbox: Sandbox;
  settings: GatewaySettings;
  store: Store;
  temporal: TemporalConnection;
  router: Router;
  log: Logger;
  metrics: Metrics;
  telemetry: WebhookTelemetry;
  delivery: Deliveries;
  /** Of the parts that take work up: they stop before what they need, and all at once. */
  parts: Lifetime;
  /** A lease for one claim, or one process. */
  newLease: () => string;
  now: () => Date;
  publicUrl: () => string;
  failpoint?: Failpoint;
}

/** Milliseconds for the parts to stop, of which the worker may take 25 seconds. */
const PARTS_STOP_WITHIN = 26_000;
/** Milliseconds for a server to say that it is there, when metrics are read. */
const ANSWERS_WITHIN = 1500;

/** Opens what the roles share into the lifetime. */
export async function openContext(
  settings: GatewaySettings,
  log: Logger,
  publicUrl: () => string,
  lifetime: Lifetime,
): Promise<Context> {
  const now = () => new Date();
  const { secretKey, otherSecretKeys, mongodb } = settings;
  const failpoint = createFailpoint(settings.failpoints, killSelf);
  const indexDropped = (collection: string, index: string) =>
    log.warn({ collection, index }, "an index has another definition in this release and is built anew");
  const metrics = createMetrics();
  lifetime.own(registerSdkMetrics(metrics.registry, sdkMetricUpdates));
  const tracer = await createTracer(settings.tracing, log);
  if (tracer) lifetime.own(tracer);
  const telemetry = createWebhookTelemetry({ metrics, tracer, log, now });
  const { wrote, threadLost } = countersOf(metrics);
  const keys = { secretKey, otherSecretKeys };
  const store = lifetime.own(await openStore({ ...mongodb, ...keys, failpoint, wrote, indexDropped }));
  const temporal = lifetime.own(connectTemporal(settings.temporal, log));
  registerState(metrics.registry, {
    backlog: store.backlog,
    mongodbAnswers: () => store.ping(ANSWERS_WITHIN).then(() => true),
    temporalAnswers: () => temporal.answers(ANSWERS_WITHIN),
    now,
  });
  const sandbox = lifetime.own(createLazySandbox(() => createSandbox({ threadLost })));
  const shared = {
    settings,
    log,
    now,
    publicUrl,
    failpoint,
    store,
    metrics,
    telemetry,
    newLease: leases(),
    temporal,
    sandbox: countRuns(sandbox, metrics),
    delivery: lifetime.own(createDelivery({ ...egressOf(settings), now })),
  };
  const parts = createLifetime({ atOnce: true, within: PARTS_STOP_WITHIN });
  const lane = settings.roles.includes("ingress") ? parts.own(openLane(shared)) : null;
  const router = lifetime.own(createRouter(store, now, { failpoint, lane, routed: telemetry.routed }));
  // The last to be owned, and so the first to be closed.
  return { ...shared, router, parts: lifetime.own(parts) };
}

/** Where requests come in, the first attempts are made that need no workflow. */
function openLane(shared: Omit<Context, "router" | "parts">): DirectLane {
  const { store, delivery, telemetry, newLease, now, log } = shared;
  const deliver = telemetry.delivering(delivery.deliver);
  const { health } = delivery;
  const attempt = createFirstAttempt({ ...shared, ...telemetry, deliver, health, random: Math.random });
  return createDirectLane({ ...store, attempt, health, newLease, now, log });
}

/** What is counted where no telemetry is known. */
function countersOf({ groupItems, groupSeconds, sandboxKills }: Metrics) {
  const wrote: Wrote = (of, items, ms) => {
    groupItems.observe({ of }, items);
    groupSeconds.observe({ of }, ms / 1000);
  };
  return { wrote, threadLost: (reason: string) => sandboxKills.inc({ reason }) };
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
