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
import type { Sandbox } from "../sandbox/sandbox.ts";
import { openStore, type Store } from "../store/store.ts";
import { createMetrics, type Logger, type Metrics } from "../telemetry.ts";
import { connectTemporal, type TemporalConnection } from "../temporal/connection.ts";

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
  delivery: Deliveries;
  /** Counts an attempt that was made: its result and its milliseconds. */
  attempted: (result: string, latencyMs: number) => void;
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
  const keys = { secretKey, otherSecretKeys };
  const store = lifetime.own(await openStore({ ...mongodb, ...keys, failpoint, indexDropped }));
  const metrics = createMetrics();
  const shared = {
    settings,
    log,
    now,
    publicUrl,
    failpoint,
    store,
    metrics,
    newLease: leases(),
    temporal: lifetime.own(connectTemporal(settings.temporal, log)),
    sandbox: lifetime.own(createLazySandbox()),
    delivery: lifetime.own(createDelivery({ ...egressOf(settings), now })),
    attempted: (result: string, latencyMs: number) => {
      metrics.attempts.inc({ result });
      metrics.attemptSeconds.observe(latencyMs / 1000);
    },
  };
  const parts = createLifetime({ atOnce: true, within: PARTS_STOP_WITHIN });
  const lane = settings.roles.includes("ingress") ? parts.own(openLane(shared)) : null;
  const router = lifetime.own(createRouter(store, now, { failpoint, lane }));
  // The last to be owned, and so the first to be closed.
  return { ...shared, router, parts: lifetime.own(parts) };
}

/** Where requests come in, the first attempts are made that need no workflow. */
function openLane(shared: Omit<Context, "router" | "parts">): DirectLane {
  const { store, delivery, newLease, now, log } = shared;
  const attempt = createFirstAttempt({ ...shared, ...delivery, random: Math.random });
  return createDirectLane({ ...store, attempt, health: delivery.health, newLease, now, log });
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
