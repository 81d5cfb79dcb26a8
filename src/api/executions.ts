import { Execution, type RequestPayload } from "../resources/execution.ts";
import { ExecutionFilter, ExecutionsOfEventFilter } from "../resources/record-filter.ts";
import { fromStored } from "../resources/wire.ts";
import type { ExecutionDocument } from "../store/documents.ts";
import type { ApiDependencies } from "./dependencies.ts";
import { notFound } from "./problems.ts";
import { findEvent } from "./records.ts";
import { ListOf, listing, listReply, pageOf, route, type Route } from "./route.ts";

/** Lists and details of what transformations did, by transformation and by event. */
export function executionRoutes({ store }: ApiDependencies): Route[] {
  return [
    route({
      method: "get",
      path: "/transformations/:id/executions",
      summary: "List a transformation's executions",
      query: ExecutionFilter.extend(listing),
      response: ListOf(Execution),
      handle: async ({ caller, params, query }) => {
        const transformation = await store.transformations.find(caller.teamId, params.id);
        if (!transformation) throw notFound("transformation", params.id);
        const filter = { ...query, transformation_id: [params.id] };
        const page = await store.lists.executions(caller.teamId, filter, pageOf(query));
        return listReply(query, page, presentExecution);
      },
    }),
    route({
      method: "get",
      path: "/transformations/:id/executions/:exe_id",
      summary: "Get an execution; it is kept when its transformation is deleted",
      response: Execution,
      handle: async ({ caller, params }) => {
        const execution = await store.executions.find(caller.teamId, params.id, params.exe_id);
        if (!execution) throw notFound("execution", params.exe_id);
        return { body: presentExecution(execution) };
      },
    }),
    route({
      method: "get",
      path: "/events/:id/executions",
      summary: "List the runs of transformations that an event caused",
      query: ExecutionsOfEventFilter.extend(listing),
      response: ListOf(Execution),
      handle: async ({ caller, params, query }) => {
        const event = await findEvent({ store }, caller.teamId, params.id);
        const filter = { ...query, event_id: [event._id] };
        const page = await store.lists.executions(caller.teamId, filter, pageOf(query));
        return listReply(query, page, presentExecution);
      },
    }),
  ];
}

function presentExecution({ input, output, ...execution }: ExecutionDocument): Execution {
  return {
    ...fromStored<Omit<Execution, "input" | "output">>(execution),
    input: JSON.parse(input) as RequestPayload,
    output: output === null ? null : (JSON.parse(output) as RequestPayload),
  };
}
