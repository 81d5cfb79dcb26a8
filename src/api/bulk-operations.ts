import { z } from "zod";
import { ApiError } from "../errors.ts";
import { derivedId, newId } from "../ids.ts";
import { EventBulkInput, RequestBulkInput } from "../resources/bulk-input.ts";
import {
  bulkEvent,
  BulkItemState,
  BulkOperation,
  BulkPatch,
  bulkPreview,
  bulkRequest,
  OPEN_BULK_STATUSES,
  type BulkType,
} from "../resources/bulk-operation.ts";
import { Event } from "../resources/event.ts";
import { BulkOperationFilter } from "../resources/record-filter.ts";
import { Request } from "../resources/request.ts";
import { fromStored } from "../resources/wire.ts";
import { BULK_VERBS, doneCount, isOver, progressOf, type BulkVerb } from "../rules/bulk.ts";
import type { BulkItemDocument, BulkOperationDocument } from "../store/documents.ts";
import type { BulkRecord } from "../store/bulk-records.ts";
import type { BulkChange } from "../store/bulk-operations.ts";
import type { ApiDependencies } from "./dependencies.ts";
import { freeze, GIVEN_UP_AFTER, preview, queryOf } from "./freeze.ts";
import { notFound } from "./problems.ts";
import { presentEvent, presentRequest } from "./records.ts";
import { ListOf, listing, listReply, pageOf, route, type Call, type Route } from "./route.ts";

type Noun = BulkOperationDocument["noun"];

/** Replays and cancels of many events or requests at once; to be listed before the endpoints of single ones. */
export function bulkOperationRoutes(deps: ApiDependencies): Route[] {
  return [
    ...eventBulkRoutes(deps),
    ...requestBulkRoutes(deps),
    ...steeringRoutes(deps, "events"),
    ...steeringRoutes(deps, "requests"),
  ];
}

const CREATION = "Retry or cancel many at once: the set is frozen when it is accepted";
const Outcomes = z.strictObject({ outcome: BulkItemState.optional(), ...listing });

function eventBulkRoutes(deps: ApiDependencies): Route[] {
  const { store } = deps;
  const present = (event: Parameters<typeof presentEvent>[0]) => presentEvent(event, deps);
  return [
    route({
      method: "post",
      path: "/events/bulk_operations",
      summary: CREATION,
      status: 202,
      body: EventBulkInput,
      response: z.union([BulkOperation, bulkPreview(Event)]),
      handle: async ({ body, ...call }) => {
        const { action, all: _, dry_run, rate_per_second, max_failures, canary, refresh, ...filter } = body;
        const settings = { rate_per_second, max_failures, canary, refresh };
        const type: BulkType = action === "retry" ? "events_retry" : "events_cancel";
        const meant = upTo(call.at, filter);
        const found = store.bulkRecords.matchingEvents(call.caller.teamId, meant);
        const wanted: Wanted = { type, noun: "events", settings, query: queryOf(meant) };
        if (!dry_run) return { body: await create(deps, call, wanted, found) };
        const { sample, ...counts } = await preview(found);
        const events = await store.bulkRecords.events(call.caller.teamId, sample);
        const shown = inOrder(sample, events).map(present);
        return {
          status: 200,
          unchanged: true,
          body: { dry_run: true as const, type, ...counts, sample: shown },
        };
      },
    }),
    route({
      method: "get",
      path: "/events/bulk_operations/:id/events",
      summary: "List a bulk operation's events, with what became of them there",
      query: Outcomes,
      response: ListOf(bulkEvent(Event)),
      handle: async ({ caller, params, query }) => {
        const operation = await find(deps, caller.teamId, "events", params.id);
        const page = await itemsOf(deps, operation, query);
        const events = await store.bulkRecords.events(
          caller.teamId,
          page.rows.map((item) => item.record_id),
        );
        const byId = new Map(events.map((event) => [event._id, present(event)]));
        return listReply(query, page, (item) => ({
          ...presentItem(item),
          event_id: item.record_id,
          attempt_id: item.attempt_id,
          event: byId.get(item.record_id) ?? null,
        }));
      },
    }),
  ];
}

function requestBulkRoutes(deps: ApiDependencies): Route[] {
  const { store } = deps;
  return [
    route({
      method: "post",
      path: "/requests/bulk_operations",
      summary: "Route many requests again: the set is frozen when it is accepted",
      status: 202,
      body: RequestBulkInput,
      response: z.union([BulkOperation, bulkPreview(Request)]),
      handle: async ({ body, ...call }) => {
        const { action: _action, all: _, dry_run, rate_per_second, max_failures, canary, ...filter } = body;
        const settings = { rate_per_second, max_failures, canary };
        const type: BulkType = "requests_retry";
        const meant = upTo(call.at, filter);
        const found = store.bulkRecords.matchingRequests(call.caller.teamId, meant);
        const wanted: Wanted = { type, noun: "requests", settings, query: queryOf(meant) };
        if (!dry_run) return { body: await create(deps, call, wanted, found) };
        const { sample, ...counts } = await preview(found);
        const requests = await store.bulkRecords.requests(call.caller.teamId, sample);
        const shown = inOrder(sample, requests).map(presentRequest);
        return {
          status: 200,
          unchanged: true,
          body: { dry_run: true as const, type, ...counts, sample: shown },
        };
      },
    }),
    route({
      method: "get",
      path: "/requests/bulk_operations/:id/requests",
      summary: "List a bulk operation's requests, with what became of them there",
      query: Outcomes,
      response: ListOf(bulkRequest(Request)),
      handle: async ({ caller, params, query }) => {
        const operation = await find(deps, caller.teamId, "requests", params.id);
        const page = await itemsOf(deps, operation, query);
        const ids = page.rows.map((item) => item.record_id);
        const requests = await store.bulkRecords.requests(caller.teamId, ids);
        const byId = new Map(requests.map((request) => [request._id, presentRequest(request)]));
        return listReply(query, page, (item) => ({
          ...presentItem(item),
          request_id: item.record_id,
          event_ids: item.event_ids ?? [],
          request: byId.get(item.record_id) ?? null,
        }));
      },
    }),
  ];
}

const STEERING = {
  pause: "Start nothing further; what is in flight ends",
  resume: "Go on after a pause",
  cancel: "Start nothing further, for good; what is in flight ends",
} as const satisfies Record<BulkVerb, string>;

function steeringRoutes(deps: ApiDependencies, noun: Noun): Route[] {
  const { store } = deps;
  const path = `/${noun}/bulk_operations` as const;
  return [
    route({
      method: "get",
      path,
      summary: `List bulk operations on ${noun}`,
      query: BulkOperationFilter.extend(listing),
      response: ListOf(BulkOperation),
      handle: async ({ caller, query }) => {
        const page = await store.bulkOperations.list(caller.teamId, noun, query, pageOf(query));
        return listReply(query, page, (operation) => presentOperation(operation, deps));
      },
    }),
    route({
      method: "get",
      path: `${path}/:id`,
      summary: `Get a bulk operation on ${noun}`,
      response: BulkOperation,
      handle: async ({ caller, params }) => {
        return { body: presentOperation(await find(deps, caller.teamId, noun, params.id), deps) };
      },
    }),
    route({
      method: "patch",
      path: `${path}/:id`,
      summary: "Change a bulk operation's bounds, also while it runs",
      body: BulkPatch,
      response: BulkOperation,
      handle: async ({ caller, params, body }) => {
        const operation = await find(deps, caller.teamId, noun, params.id);
        const changed = await tell(deps, operation, OPEN_BULK_STATUSES, body);
        if (!changed) throw refused(operation, "changed");
        return { body: changed };
      },
    }),
    ...(["pause", "resume", "cancel"] as const).map((verb) =>
      route({
        method: "put",
        path: `${path}/:id/${verb}`,
        summary: STEERING[verb],
        response: BulkOperation,
        handle: async ({ caller, params }) => {
          const operation = await find(deps, caller.teamId, noun, params.id);
          return { body: await steer(deps, operation, verb) };
        },
      }),
    ),
  ];
}

async function find(
  { store }: ApiDependencies,
  teamId: string,
  noun: Noun,
  id: string,
): Promise<BulkOperationDocument> {
  const operation = await store.bulkOperations.find(teamId, id);
  if (operation?.noun !== noun) throw notFound("bulk operation", id);
  return operation;
}

/** What is received later is not part of what was accepted. */
function upTo<F extends { to?: Date | undefined }>(at: Date, filter: F): F & { to: Date } {
  return { ...filter, to: filter.to && filter.to < at ? filter.to : at };
}

interface Wanted {
  type: BulkType;
  noun: Noun;
  settings: {
    rate_per_second?: number | undefined;
    max_failures?: number | undefined;
    canary?: number | undefined;
    refresh?: boolean | undefined;
  };
  query: BulkOperation["query"];
}

async function create(
  deps: ApiDependencies,
  { caller, idempotencyKey, at }: Pick<Call, "caller" | "idempotencyKey" | "at">,
  { type, noun, settings, query }: Wanted,
  found: AsyncIterable<BulkRecord[]>,
): Promise<BulkOperation> {
  const id =
    idempotencyKey === null ? newId("bulk_operation", at) : derivedId("bulk_operation", at, idempotencyKey);
  const operation: BulkOperationDocument = {
    _id: id,
    team_id: caller.teamId,
    noun,
    type,
    status: "pending",
    cause: null,
    query,
    total_count: 0,
    in_flight_count: 0,
    delivered_count: 0,
    failed_count: 0,
    skipped_count: 0,
    cancelled_count: 0,
    rate_per_second: settings.rate_per_second ?? null,
    max_failures: settings.max_failures ?? null,
    canary: settings.canary ?? null,
    refresh: settings.refresh ?? false,
    workflow_id: id,
    created_by: caller.keyId,
    started_at: null,
    completed_at: null,
    frozen: false,
    bucket: null,
    round: null,
    created_at: at,
    updated_at: at,
    expires_at: new Date(at.getTime() + deps.retention),
    outbox: { due: new Date(deps.now().getTime() + GIVEN_UP_AFTER), lease: null },
  };
  return presentOperation(await freeze(deps, operation, found), deps);
}

/** Telling it twice what it does already is no fault. */
async function steer(
  deps: ApiDependencies,
  operation: BulkOperationDocument,
  verb: BulkVerb,
): Promise<BulkOperation> {
  const { from, to } = BULK_VERBS[verb];
  const changed = await tell(deps, operation, from, { status: to });
  if (changed) return changed;
  const standing = await find(deps, operation.team_id, operation.noun, operation._id);
  if (standing.status !== to) throw refused(standing, `${verb}${verb.endsWith("e") ? "d" : "led"}`);
  return presentOperation(standing, deps);
}

/** Changes the record, and has the workflow told of it. */
async function tell(
  deps: ApiDependencies,
  operation: BulkOperationDocument,
  from: readonly BulkOperationDocument["status"][],
  change: BulkChange,
): Promise<BulkOperation | null> {
  const outbox = { due: deps.now(), lease: null, verb: "wake" as const };
  const noted = { ...change, updated_at: deps.now(), outbox };
  const changed = await deps.store.bulkOperations.change(operation, from, noted);
  return changed && presentOperation(changed, deps);
}

function refused({ _id, status }: BulkOperationDocument, done: string): ApiError {
  return new ApiError("CONFLICT", `The bulk operation ${_id} is ${status}: it can't be ${done} any more.`);
}

function itemsOf(deps: ApiDependencies, operation: BulkOperationDocument, query: z.output<typeof Outcomes>) {
  return deps.store.bulkItems.page(operation, query.outcome, pageOf(query));
}

const inOrder = <D extends { _id: string }>(ids: string[], rows: D[]): D[] =>
  ids.flatMap((id) => rows.find((row) => row._id === id) ?? []);

function presentItem({ state, reason, sent_at, done_at }: BulkItemDocument) {
  return { outcome: state, reason, sent_at, done_at };
}

function presentOperation(operation: BulkOperationDocument, { temporalUrl }: ApiDependencies): BulkOperation {
  const done_count = doneCount(operation);
  return fromStored<BulkOperation>({
    ...operation,
    done_count,
    queued_count: operation.total_count - done_count,
    progress: progressOf(operation),
    cancelable: !isOver(operation.status),
    temporal_url: temporalUrl(operation.workflow_id),
  });
}
