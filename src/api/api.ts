import type { Router } from "express";
import { z } from "zod";
import { Id, Timestamp } from "../resources/wire.ts";
import { createAuthenticate } from "./auth.ts";
import { connectionRoutes } from "./connections.ts";
import type { ApiDependencies } from "./dependencies.ts";
import { destinationRoutes } from "./destinations.ts";
import { executionRoutes } from "./executions.ts";
import { mountRoutes } from "./mount.ts";
import { notFound } from "./problems.ts";
import { recordRoutes } from "./records.ts";
import { route, type Route } from "./route.ts";
import { sourceRoutes } from "./sources.ts";
import { transformationRoutes } from "./transformations.ts";

/** Every endpoint below /v1. */
export function apiRoutes(deps: ApiDependencies): Route[] {
  return [
    ...sourceRoutes(deps),
    ...destinationRoutes(deps),
    ...connectionRoutes(deps),
    ...transformationRoutes(deps),
    ...executionRoutes(deps),
    ...recordRoutes(deps),
    teamRoute(deps),
  ];
}

/** The REST API, to be mounted at /v1. */
export function createApi(deps: ApiDependencies): Router {
  return mountRoutes(apiRoutes(deps), createAuthenticate(deps.store.teams));
}

const Team = z.object({ id: Id("team"), name: z.string(), created_at: Timestamp });

function teamRoute({ store }: ApiDependencies): Route {
  return route({
    method: "get",
    path: "/team",
    summary: "The team that the key belongs to",
    response: Team,
    handle: async ({ caller }) => {
      const team = await store.teams.find(caller.teamId);
      if (!team) throw notFound("team", caller.teamId);
      return { body: { id: team._id, name: team.name, created_at: team.created_at } };
    },
  });
}
