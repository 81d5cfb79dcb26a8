import { z } from "zod";
import { ApiError } from "../errors.ts";
import { randomToken } from "../ids.ts";
import { Event } from "../resources/event.ts";
import { Request } from "../resources/request.ts";
import { Id } from "../resources/wire.ts";
import { needsConnection } from "../rules/event-status.ts";
import type { EventDocument, RequestDocument } from "../store/documents.ts";
import type { ApiDependencies } from "./dependencies.ts";
import { invalidFields, notFound } from "./problems.ts";
import { findEvent, findRequest, presentEvent, presentRequest } from "./records.ts";
import { route, type Reply, type Route } from "./route.ts";

const RetryEvent = z.strictObject({
  refresh: z
    .boolean()
    .default(false)
    .describe("makes the payload anew from the request, by the connection's present rules"),
});
const RetryRequest = z.strictObject({
  connection_ids: z
    .array(Id("connection"))
    .min(1, "must name a connection, or be left out for all of them")
    .max(250)
    .optional()
    .describe("the connections to route over; left out: all of the source"),
});
const Replayed = z.object({ request: Request, events: z.array(Event) });

/** What an operator orders of single events and requests: retry, replay, cancel. */
export function replayRoutes(deps: ApiDependencies): Route[] {
  return [retryEvent(deps), cancelEvent(deps), retryRequest(deps)];
}

function retryEvent(deps: ApiDependencies): Route {
  const { store, now } = deps;
  return route({
    method: "post",
    path: "/events/:id/retry",
    summary: "Send an event again, or now where it waits",
    status: 202,
    body: RetryEvent,
    response: Event,
    handle: async ({ caller, params, body, idempotencyKey, audit }) => {
      const event = await findEvent(deps, caller.teamId, params.id);
      await requirePayload(deps, event, body.refresh);
      await requireDestination(deps, event);
      const order = {
        id: idempotencyKey ?? randomToken(),
        trigger: "manual" as const,
        actor: caller.keyId,
        refresh: body.refresh,
      };
      await audit.begin();
      const ordered = await store.orders.order(caller.teamId, event._id, order, now());
      if (!ordered) throw notFound("event", params.id);
      return { body: presentEvent(ordered, deps) };
    },
  });
}

function cancelEvent(deps: ApiDependencies): Route {
  const { store, now } = deps;
  return route({
    method: "put",
    path: "/events/:id/cancel",
    summary: "End a waiting event without another attempt; a failed one stays failed",
    response: Event,
    handle: async ({ caller, params, audit }) => {
      const before = presentEvent(await findEvent(deps, caller.teamId, params.id), deps);
      await audit.begin();
      const cancelled = await store.orders.cancel(caller.teamId, params.id, now());
      if (cancelled) {
        const body = presentEvent(cancelled, deps);
        return { body, changed: { before, after: body, schema: Event } };
      }
      const { status } = await findEvent(deps, caller.teamId, params.id);
      throw new ApiError("CONFLICT", `The event is ${status} already: there is nothing left to cancel.`);
    },
  });
}

function retryRequest(deps: ApiDependencies): Route {
  const { store, replay } = deps;
  return route({
    method: "post",
    path: "/requests/:id/retry",
    summary: "Route a request again, over the present connections and by their present rules",
    status: 202,
    body: RetryRequest,
    response: Replayed,
    handle: async ({ caller, params, body, idempotencyKey, audit }) => {
      const request = await findRequest(deps, caller.teamId, params.id);
      if (request.body === null && !request.data_erased_at) {
        throw new ApiError("CONFLICT", "The body of this request was not kept: it was too large.");
      }
      const connectionIds = body.connection_ids ?? null;
      if (connectionIds) await requireConnections(deps, request, connectionIds);
      const key = idempotencyKey ?? randomToken();
      const options = { key, connectionIds, actor: caller.keyId, bulkOperationId: null };
      await audit.begin();
      const events = await replay(request, options);
      const replayed = presentRequest((await store.requests.find(caller.teamId, request._id)) ?? request);
      return {
        body: { request: replayed, events: events.map((event) => presentEvent(event, deps)) },
        ...(request.rejection_cause && overruling(presentRequest(request), replayed)),
      };
    },
  });
}

/** For the audit log: a rejection that the caller's word set aside, and with it the verification that failed. */
function overruling(before: Request, after: Request): Pick<Reply<unknown>, "changed"> {
  if (after.overruled_cause === before.overruled_cause) return {};
  const judged = ({ status, rejection_cause, overruled_cause }: Request) => ({
    status,
    rejection_cause,
    overruled_cause,
  });
  return { changed: { before: judged(before), after: judged(after), schema: Request } };
}

/** What would find nothing to send is refused, rather than accepted and then given up. */
async function requirePayload(
  { store }: ApiDependencies,
  event: EventDocument,
  refresh: boolean,
): Promise<void> {
  const request = await store.requests.find(event.team_id, event.request_id);
  if (!request || request.data_erased_at) {
    const lost = request ? "was erased" : "has expired";
    throw new ApiError("CONFLICT", `The request ${event.request_id} of this event ${lost}.`);
  }
  if (!refresh && !needsConnection(event)) return;
  if (await store.connections.find(event.team_id, event.connection_id)) return;
  throw new ApiError(
    "CONFLICT",
    "The connection of this event is deleted, and with it the rules that were to make its payload.",
  );
}

async function requireDestination({ store }: ApiDependencies, event: EventDocument): Promise<void> {
  const destination = await store.destinations.find(event.team_id, event.destination_id);
  if (destination?.enabled) return;
  throw new ApiError(
    "CONFLICT",
    `The destination of this event is ${destination ? "disabled: enable it first" : "deleted"}.`,
  );
}

async function requireConnections(
  { store }: ApiDependencies,
  { team_id, source_id }: RequestDocument,
  ids: string[],
): Promise<void> {
  const found = await store.connections.findMany({ _id: { $in: ids }, team_id, source_id });
  const known = new Set(found.map(({ _id }) => _id));
  const errors = ids.flatMap((id, index) =>
    known.has(id)
      ? []
      : [{ path: `connection_ids[${index}]`, message: "must be a connection of the request's source" }],
  );
  if (errors.length > 0) throw invalidFields(errors);
}
