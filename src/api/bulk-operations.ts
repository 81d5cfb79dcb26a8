import { z } from "zod";
import { derivedId, newId, randomToken } from "../ids.ts";
import { EventBulkInput, RequestBulkInput } from "../resources/bulk-input.ts";
import {
  bulkEvent,
  BulkItemState,
  BulkOperation,
  bulkPreview,
  bulkRequest,
  type BulkType,
} from "../resources/bulk-operation.ts";
import { Event } from "../resources/event.ts";
import { Request } from "../resources/request.ts";
import { NO_TALLY } from "../rules/bulk.ts";
import type { BulkRecord } from "../store/bulk-records.ts";
import type {
  BulkItemDocument,
  BulkOperationDocument,
  EventDocument,
  RequestDocument,
} from "../store/documents.ts";
import { findOperation, presentOperation, steeringRoutes } from "./bulk-steering.ts";
import type { ApiDependencies } from "./dependencies.ts";
import { freeze, GIVEN_UP_AFTER, preview, queryOf } from "./freeze.ts";
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
  const records = (teamId: string): Shown<EventDocument, Event> => ({
    read: (ids) => store.bulkRecords.events(teamId, ids),
    present: (event) => presentEvent(event, deps),
  });
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
        return previewed(wanted.type, found, records(call.caller.teamId));
      },
    }),
    route({
      method: "get",
      path: "/events/bulk_operations/:id/events",
      summary: "List a bulk operation's events, with what became of them there",
      query: Outcomes,
      response: ListOf(bulkEvent(Event)),
      handle: async ({ caller, params, query }) => {
        const operation = await findOperation(deps, caller.teamId, "events", params.id);
        const page = await itemsOf(deps, operation, query);
        const byId = await shown(records(caller.teamId), recordIds(page.rows));
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
  const records = (teamId: string): Shown<RequestDocument, Request> => ({
    read: (ids) => store.bulkRecords.requests(teamId, ids),
    present: presentRequest,
  });
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
        return previewed(wanted.type, found, records(call.caller.teamId));
      },
    }),
    route({
      method: "get",
      path: "/requests/bulk_operations/:id/requests",
      summary: "List a bulk operation's requests, with what became of them there",
      query: Outcomes,
      response: ListOf(bulkRequest(Request)),
      handle: async ({ caller, params, query }) => {
        const operation = await findOperation(deps, caller.teamId, "requests", params.id);
        const page = await itemsOf(deps, operation, query);
        const byId = await shown(records(caller.teamId), recordIds(page.rows));
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
  { caller, idempotencyKey, at, audit }: Call,
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
    ...NO_TALLY,
    rate_per_second: settings.rate_per_second ?? null,
    max_failures: settings.max_failures ?? null,
    canary: settings.canary ?? null,
    refresh: settings.refresh ?? false,
    workflow_id: id,
    created_by: caller.keyId,
    started_at: null,
    completed_at: null,
    frozen: false,
    freezing: randomToken(),
    bucket: null,
    round: null,
    created_at: at,
    updated_at: at,
    expires_at: new Date(at.getTime() + deps.retention),
    outbox: { due: new Date(deps.now().getTime() + GIVEN_UP_AFTER), lease: null },
  };
  await audit.begin(id);
  return presentOperation(await freeze(deps, operation, found), deps);
}

function itemsOf(deps: ApiDependencies, operation: BulkOperationDocument, query: z.output<typeof Outcomes>) {
  return deps.store.bulkItems.page(operation, query.outcome, pageOf(query));
}

const recordIds = (items: BulkItemDocument[]) => items.map((item) => item.record_id);

/** How a team's records of one kind are read, and shown. */
interface Shown<D, M> {
  read: (ids: string[]) => Promise<D[]>;
  present: (record: D) => M;
}

/** Those of the records that are still kept, as the API shows them. */
async function shown<D extends { _id: string }, M>(
  { read, present }: Shown<D, M>,
  ids: string[],
): Promise<Map<string, M>> {
  return new Map((await read(ids)).map((record) => [record._id, present(record)]));
}

/** The answer to a dry run. */
async function previewed<D extends { _id: string }, M>(
  type: BulkType,
  found: AsyncIterable<BulkRecord[]>,
  records: Shown<D, M>,
) {
  const { sample, ...counts } = await preview(found);
  const byId = await shown(records, sample);
  const models = sample.flatMap((id) => byId.get(id) ?? []);
  return {
    status: 200,
    unchanged: true as const,
    body: { dry_run: true as const, type, ...counts, sample: models },
  };
}

function presentItem({ state, reason, sent_at, done_at }: BulkItemDocument) {
  return { outcome: state, reason, sent_at, done_at };
}
