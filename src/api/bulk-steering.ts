import { ApiError } from "../errors.ts";
import { BulkOperation, BulkPatch, OPEN_BULK_STATUSES } from "../resources/bulk-operation.ts";
import { BulkOperationFilter } from "../resources/record-filter.ts";
import { fromStored } from "../resources/wire.ts";
import { BULK_VERBS, doneCount, isOver, progressOf, type BulkVerb } from "../rules/bulk.ts";
import type { BulkChange } from "../store/bulk-operations.ts";
import type { BulkOperationDocument } from "../store/documents.ts";
import type { ApiDependencies } from "./dependencies.ts";
import { notFound } from "./problems.ts";
import { ListOf, listing, listReply, pageOf, route, type Call, type Reply, type Route } from "./route.ts";

type Noun = BulkOperationDocument["noun"];

const STEERING = {
  pause: "Start nothing further; what is in flight ends",
  resume: "Go on after a pause",
  cancel: "Start nothing further, for good; what is in flight ends",
} as const satisfies Record<BulkVerb, string>;

/** How bulk operations on one noun are read and steered. */
export function steeringRoutes(deps: ApiDependencies, noun: Noun): Route[] {
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
        return { body: presentOperation(await findOperation(deps, caller.teamId, noun, params.id), deps) };
      },
    }),
    route({
      method: "patch",
      path: `${path}/:id`,
      summary: "Change a bulk operation's bounds, also while it runs",
      body: BulkPatch,
      response: BulkOperation,
      handle: async ({ caller, params, body, audit }) => {
        const operation = await findOperation(deps, caller.teamId, noun, params.id);
        const order = { verb: "update", from: OPEN_BULK_STATUSES, change: body };
        const changed = await tell(deps, operation, order, audit);
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
        handle: async ({ caller, params, audit }) => {
          const operation = await findOperation(deps, caller.teamId, noun, params.id);
          return steer(deps, operation, verb, audit);
        },
      }),
    ),
  ];
}

/** One operation of a team, under its own noun; throws 404. */
export async function findOperation(
  { store }: ApiDependencies,
  teamId: string,
  noun: Noun,
  id: string,
): Promise<BulkOperationDocument> {
  const operation = await store.bulkOperations.find(teamId, id);
  if (operation?.noun !== noun) throw notFound("bulk operation", id);
  return operation;
}

/** Telling it twice what it does already is no fault. */
async function steer(
  deps: ApiDependencies,
  operation: BulkOperationDocument,
  verb: BulkVerb,
  audit: Call["audit"],
): Promise<Reply<BulkOperation>> {
  const { from, to } = BULK_VERBS[verb];
  const changed = await tell(deps, operation, { verb, from, change: { status: to } }, audit);
  if (changed) return { body: changed };
  const standing = await findOperation(deps, operation.team_id, operation.noun, operation._id);
  if (standing.status !== to) throw refused(standing, `${verb}${verb.endsWith("e") ? "d" : "led"}`);
  return { body: presentOperation(standing, deps), unchanged: true };
}

interface Order {
  verb: string;
  from: readonly BulkOperationDocument["status"][];
  change: BulkChange;
}

/** Changes the record, has the workflow told of it, and notes what of it was asked to change. */
async function tell(
  deps: ApiDependencies,
  operation: BulkOperationDocument,
  { verb, from, change }: Order,
  audit: Call["audit"],
): Promise<BulkOperation | null> {
  const { bulkOperations, transaction } = deps.store;
  const { team_id, _id: id } = operation;
  const outbox = { due: deps.now(), lease: null, verb: "wake" as const };
  const noted = { ...change, updated_at: deps.now(), outbox };
  const fieldsOf = (state: BulkOperationDocument) =>
    Object.fromEntries(Object.keys(change).map((field) => [field, state[field as keyof BulkChange]]));
  const changed = await transaction(async (session) => {
    const before = await bulkOperations.find(team_id, id, session);
    const after = await bulkOperations.change(operation, from, noted, session);
    if (!before || !after) return null;
    const states = { before: fieldsOf(before), after: fieldsOf(after), schema: BulkOperation };
    await audit.change([{ verb, type: "bulk_operation", id, ...states }], session);
    return after;
  });
  return changed && presentOperation(changed, deps);
}

function refused({ _id, status }: BulkOperationDocument, done: string): ApiError {
  return new ApiError("CONFLICT", `The bulk operation ${_id} is ${status}: it can't be ${done} any more.`);
}

/** An operation as the API shows it. */
export function presentOperation(
  operation: BulkOperationDocument,
  { temporalUrl }: ApiDependencies,
): BulkOperation {
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
