import { createIngress } from "../ingress/handler.ts";
import { createLoopLag } from "../ingress/loop-lag.ts";
import { createSourceDirectory } from "../ingress/source-directory.ts";
import { createRequestSweeper } from "../outbox/request-sweeper.ts";
import type { Context } from "./context.ts";

/** Milliseconds after which another process routes a request whose process died. */
const ROUTING_GRACE = 10_000;

/** Takes requests in, and routes them. */
export function startIngressRole(context: Context): ReturnType<typeof createIngress> {
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
