import { z } from "zod";
import { ApiError } from "../errors.ts";
import { readData } from "../payload/data.ts";
import { Attempt } from "../resources/attempt.ts";
import { Event } from "../resources/event.ts";
import {
  AttemptFilter,
  AttemptsOfEventFilter,
  EventFilter,
  EventsOfRequestFilter,
  RequestFilter,
} from "../resources/record-filter.ts";
import { Request } from "../resources/request.ts";
import { fromStored } from "../resources/wire.ts";
import { headerRecord } from "../payload/read.ts";
import { delivered } from "../transform/payload.ts";
import type { AttemptDocument, EventDocument, RequestDocument } from "../store/documents.ts";
import type { ApiDependencies } from "./dependencies.ts";
import { notFound } from "./problems.ts";
import { ListOf, listing, listReply, pageOf, route, type Route } from "./route.ts";

const Detail = z.strictObject({ include: z.literal("data").optional() });

/** Lists and details of requests, events and attempts: what an operator reads. */
export function recordRoutes(deps: ApiDependencies): Route[] {
  return [...requestRoutes(deps), ...eventRoutes(deps), ...attemptRoutes(deps)];
}

/** A request of a team; throws 404. */
export async function findRequest(
  { store }: Pick<ApiDependencies, "store">,
  teamId: string,
  id: string,
): Promise<RequestDocument> {
  const request = await store.requests.find(teamId, id);
  if (!request) throw notFound("request", id);
  return request;
}

/** An event of a team; throws 404. */
export async function findEvent(
  { store }: Pick<ApiDependencies, "store">,
  teamId: string,
  id: string,
): Promise<EventDocument> {
  const event = await store.events.find(teamId, id);
  if (!event) throw notFound("event", id);
  return event;
}

function requestRoutes(deps: ApiDependencies): Route[] {
  const { store } = deps;
  return [
    route({
      method: "get",
      path: "/requests",
      summary: "List requests",
      query: RequestFilter.extend(listing),
      response: ListOf(Request),
      handle: async ({ caller, query }) => {
        const page = await store.lists.requests(caller.teamId, query, pageOf(query));
        return listReply(query, page, presentRequest);
      },
    }),
    route({
      method: "get",
      path: "/requests/:id",
      summary: "Get a request",
      query: Detail,
      response: Request,
      handle: async ({ caller, params, query }) => {
        const request = await findRequest(deps, caller.teamId, params.id);
        const data = query.include ? { data: readData(request) } : {};
        return { body: { ...presentRequest(request), ...data } };
      },
    }),
    route({
      method: "get",
      path: "/requests/:id/raw_body",
      summary: "The bytes of a request's body, as received",
      response: null,
      handle: async ({ caller, params }) => rawReply(await findRequest(deps, caller.teamId, params.id)),
    }),
    route({
      method: "get",
      path: "/requests/:id/events",
      summary: "List a request's events",
      query: EventsOfRequestFilter.extend(listing),
      response: ListOf(Event),
      handle: async ({ caller, params, query }) => {
        await findRequest(deps, caller.teamId, params.id);
        const filter = { ...query, request_id: [params.id] };
        const page = await store.lists.events(caller.teamId, filter, pageOf(query));
        return listReply(query, page, (event) => presentEvent(event, deps));
      },
    }),
  ];
}

function eventRoutes(deps: ApiDependencies): Route[] {
  const { store } = deps;
  /** What the event delivers: its request, with what transformations made of it. */
  const payloadOf = async (event: EventDocument): Promise<RequestDocument> => {
    const request = await findRequest(deps, event.team_id, event.request_id);
    return delivered(request, event.payload);
  };
  return [
    route({
      method: "get",
      path: "/events",
      summary: "List events",
      query: EventFilter.extend(listing),
      response: ListOf(Event),
      handle: async ({ caller, query }) => {
        const page = await store.lists.events(caller.teamId, query, pageOf(query));
        return listReply(query, page, (event) => presentEvent(event, deps));
      },
    }),
    route({
      method: "get",
      path: "/events/:id",
      summary: "Get an event",
      query: Detail,
      response: Event,
      handle: async ({ caller, params, query }) => {
        const event = await findEvent(deps, caller.teamId, params.id);
        const data = query.include ? { data: readData(await payloadOf(event)) } : {};
        return { body: { ...presentEvent(event, deps), ...data } };
      },
    }),
    route({
      method: "get",
      path: "/events/:id/raw_body",
      summary: "The bytes that an event delivers",
      response: null,
      handle: async ({ caller, params }) =>
        rawReply(await payloadOf(await findEvent(deps, caller.teamId, params.id))),
    }),
    route({
      method: "get",
      path: "/events/:id/attempts",
      summary: "List an event's attempts",
      query: AttemptsOfEventFilter.extend(listing),
      response: ListOf(Attempt),
      handle: async ({ caller, params, query }) => {
        const event = await findEvent(deps, caller.teamId, params.id);
        const filter = { ...query, event_id: [event._id] };
        const page = await store.lists.attempts(caller.teamId, filter, pageOf(query));
        return listReply(query, page, fromStored<Attempt>);
      },
    }),
  ];
}

function attemptRoutes({ store }: ApiDependencies): Route[] {
  return [
    route({
      method: "get",
      path: "/attempts",
      summary: "List attempts",
      query: AttemptFilter.extend(listing),
      response: ListOf(Attempt),
      handle: async ({ caller, query }) => {
        const page = await store.lists.attempts(caller.teamId, query, pageOf(query));
        return listReply(query, page, fromStored<Attempt>);
      },
    }),
    route({
      method: "get",
      path: "/attempts/:id",
      summary: "Get an attempt",
      response: Attempt,
      handle: async ({ caller, params }) => {
        const attempt: AttemptDocument | null = await store.findAttempt(caller.teamId, params.id);
        if (!attempt) throw notFound("attempt", params.id);
        return { body: fromStored<Attempt>(attempt) };
      },
    }),
  ];
}

/** A request as the API shows it. */
export function presentRequest(request: RequestDocument): Request {
  const { header_lines, data_erased_at = null, overruled_cause = null } = request;
  const headers = headerRecord(header_lines);
  return fromStored<Request>({ ...request, headers, data_erased_at, overruled_cause });
}

/** An event as the API shows it. */
export function presentEvent(
  event: EventDocument,
  { temporalUrl }: Pick<ApiDependencies, "temporalUrl">,
): Event {
  const { workflow_id, bulk_operation_id, order_ended } = event;
  const { at, cause = "NOTHING_TO_DELIVER" } = order_ended ?? {};
  return fromStored<Event>({
    ...event,
    bulk_operation_id: [bulk_operation_id].flat().at(-1) ?? null,
    retry_ended: at ? { at, cause } : null,
    temporal_url: workflow_id && temporalUrl(workflow_id),
  });
}

/** A provider's bytes are nothing for this origin to run: they are offered as a download. */
function rawReply(received: Pick<RequestDocument, "_id" | "body" | "content_type" | "data_erased_at">) {
  const { _id, body, content_type, data_erased_at } = received;
  if (body === null) {
    const why = data_erased_at ? "was erased" : "was too large to be kept";
    throw new ApiError("GONE", `The body of ${_id} ${why}.`);
  }
  return {
    headers: {
      "content-disposition": `attachment; filename="${_id}"`,
      "x-content-type-options": "nosniff",
    },
    body: {
      bytes: body,
      contentType: content_type ?? "application/octet-stream",
    },
  };
}
