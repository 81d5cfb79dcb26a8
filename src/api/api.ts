import { Router } from "express";
import { Team } from "../resources/team.ts";
import { apiKeyRoutes } from "./api-keys.ts";
import { auditLogRoutes } from "./audit-log.ts";
import { createAuthenticate } from "./auth.ts";
import { bulkOperationRoutes } from "./bulk-operations.ts";
import { connectionRoutes } from "./connections.ts";
import { countRoutes } from "./counts.ts";
import type { ApiDependencies } from "./dependencies.ts";
import { destinationRoutes } from "./destinations.ts";
import { erasureRoutes } from "./erasure.ts";
import { createAnswerOnce } from "./idempotency.ts";
import { executionRoutes } from "./executions.ts";
import { metricRoutes } from "./metrics.ts";
import { createLive, STREAMS } from "./live.ts";
import { mountRoutes } from "./mount.ts";
import { documentRouter } from "./openapi/serve.ts";
import { notFound } from "./problems.ts";
import { recordRoutes } from "./records.ts";
import { replayRoutes } from "./replay.ts";
import { route, type Route } from "./route.ts";
import { simulationRoutes } from "./simulate.ts";
import { sourceRoutes } from "./sources.ts";
import { transformationRoutes } from "./transformations.ts";

/** Every endpoint below /v1. */
export function apiRoutes(deps: ApiDependencies): Route[] {
  return [
    ...sourceRoutes(deps),
    ...destinationRoutes(deps),
    ...connectionRoutes(deps),
    ...simulationRoutes(deps),
    ...transformationRoutes(deps),
    ...executionRoutes(deps),
    // Before the records: `bulk_operations` is no event's id.
    ...bulkOperationRoutes(deps),
    // Before those with an id in the same place of the path.
    ...countRoutes(deps),
    ...metricRoutes(deps),
    ...recordRoutes(deps),
    ...replayRoutes(deps),
    ...erasureRoutes(deps),
    ...apiKeyRoutes(deps),
    ...auditLogRoutes(deps),
    teamRoute(deps),
  ];
}

/** The REST API, to be mounted at /v1. Disposing it ends its live streams, which would keep a server from closing. */
export interface Api extends AsyncDisposable {
  router: Router;
}

/** Live streams come first: `stream` is no record's id. */
export function createApi(deps: ApiDependencies): Api {
  const { store, now } = deps;
  const authenticate = createAuthenticate(store.apiKeys, now);
  const live = createLive({ ...deps, authenticate });
  const once = createAnswerOnce(store.idempotency, now);
  const router = Router({ caseSensitive: true });
  const routes = apiRoutes(deps);
  router.use(documentRouter(routes, STREAMS, deps.publicUrl));
  router.use(live.router);
  router.use(mountRoutes(routes, { authenticate, once, audit: store.audit, now }));
  return { router, [Symbol.asyncDispose]: () => live[Symbol.asyncDispose]() };
}

function teamRoute({ store }: ApiDependencies): Route {
  return route({
    method: "get",
    path: "/team",
    summary: "The team that the key belongs to, and what the key may",
    response: Team,
    handle: async ({ caller }) => {
      const team = await store.teams.find(caller.teamId);
      if (!team) throw notFound("team", caller.teamId);
      const { keyId, keyName, keyExpiresAt, scopes } = caller;
      const api_key = { id: keyId, name: keyName, scopes: [...scopes], expires_at: keyExpiresAt };
      return { body: { id: team._id, name: team.name, created_at: team.created_at, api_key } };
    },
  });
}
