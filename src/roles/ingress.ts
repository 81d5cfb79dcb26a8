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
  const { route, routeNew } = router;
  const recovered = (requests: number) => metrics.recovered.inc({ of: "requests" }, requests);
  parts.own(
    createRequestSweeper({ claim: store.requests.claimUnrouted, route, newLease, now, log, recovered }),
  );
  return createIngress({
    sources: parts.own(createSourceDirectory(store)),
    loopLag: parts.own(createLoopLag()),
    insert: store.requests.insert,
    expect: router.expect,
    route: (request) =>
      void routeNew(request).catch((err: unknown) =>
        log.warn({ err, request_id: request._id }, "routing failed; the sweeper takes it up"),
      ),
    now,
    publicUrl,
    maxBodyBytes: settings.maxBodyBytes,
    retention: settings.retention,
    lease: newLease(),
    grace: ROUTING_GRACE,
    log,
    metrics,
    receiving: context.telemetry.receiving,
    failpoint: context.failpoint,
  });
}
