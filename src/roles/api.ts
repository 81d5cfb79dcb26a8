import { createApi } from "../api/api.ts";
import { createUrlRefusal } from "../delivery/guard.ts";
import { generateSigningSecret } from "../delivery/signature.ts";
import { createReplay } from "../outbox/replay.ts";
import { createSimulationWorkflows } from "../temporal/simulation-workflows.ts";
import type { Context } from "./context.ts";

/** Answers operators. */
export function startApiRole({
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
