import type { HealthTracker } from "../src/delivery/health.ts";
import { newId } from "../src/ids.ts";
import type { RetryEndCause } from "../src/resources/event.ts";
import type { RequestPayload } from "../src/resources/execution.ts";
import type { Rule } from "../src/resources/rule.ts";
import { isFinal, needsConnection, needsPreparation, NOT_DUE } from "../src/rules/event-status.ts";
import { stagesAfterRouting, stagesOf, type End, type RunResult, type Stage } from "../src/rules/pipeline.ts";
import type { Sandbox } from "../src/sandbox/sandbox.ts";
import type {
  ConnectionDocument,
  EventDocument,
  ExecutionDocument,
  RequestDocument,
  TransformationDocument,
} from "../src/store/documents.ts";
import type { EventChange } from "../src/store/event-fields.ts";
import type { Store } from "../src/store/store.ts";
import type { WebhookTelemetry } from "../src/telemetry/webhook.ts";
import { receivedPayload, rewrite } from "../src/transform/payload.ts";
import { pass, type RunRule } from "../src/transform/pipeline.ts";
import { reportOf } from "../src/transform/report.ts";
import { missingTransformation, runProgram, type Subject } from "../src/transform/run.ts";
import type { RetryOrder } from "../workflows/contract.ts";
import { endLost, requestOf } from "./lost-request.ts";
import { isOrdered } from "./orders.ts";

/** What the preparation of an event's payload needs. */
export interface PreparationDependencies {
  store: Pick<Store, "events" | "requests" | "sources" | "transformations" | "executions">;
  sandbox: Pick<Sandbox, "run">;
  health: HealthTracker;
  /** Told of each run. */
  transformed: WebhookTelemetry["transformed"];
  now: () => Date;
}

/** The event with its payload settled. */
export interface Prepared {
  event: EventDocument;
  /** Why it is not to be sent now: its rules, someone meanwhile, or the loss of its request ended it; null: it is. */
  unsent: RetryEndCause | null;
}

/** An event on its way through its connection's rules. */
interface Passenger {
  event: EventDocument;
  connection: ConnectionDocument;
  request: RequestDocument;
}

/** By which of the connection's rules a payload is made. */
interface Order {
  /** One order makes one payload, however often it comes before its turn under a rate limit. */
  id?: string;
  /** By all of the present ones, from the request on. */
  refresh?: boolean;
  /** An operator's. */
  trigger: RetryOrder["trigger"];
}

/** Milliseconds from which on transformations count as slow. */
const SLOW = 500;
/** Executions that an event's record names. */
const MOST_EXECUTIONS = 50;

/**
 * Settles what an event delivers, once: takes its request through its connection's filters and transformations, and
 * keeps what comes out with the event, so that every attempt sends the same. Each run leaves an execution. `refresh`
 * starts again from the request, by all of the present rules. Rejects with SandboxUnavailable.
 */
export function createPrepare({ store, sandbox, health, transformed, now }: PreparationDependencies) {
  async function execute(
    { event, request, connection }: Passenger,
    transformation: TransformationDocument,
    payload: RequestPayload,
    signal: AbortSignal,
  ): Promise<RunResult & { execution_id: string }> {
    const source = await store.sources.find(event.team_id, event.source_id);
    const subject: Subject = {
      received_at: request.received_at,
      request_id: request._id,
      event_id: event._id,
      connection: { id: connection._id, name: connection.name },
      source: source && { id: source._id, name: source.name },
    };
    const startedAt = now();
    const ran = await runProgram(sandbox, transformation, payload, subject, { signal });
    transformed(event, transformation, ran, startedAt);
    const execution = toExecution(event, transformation, reportOf(payload, ran, transformation.env), now());
    await store.executions.insert(execution);
    return { ...ran, execution_id: execution._id };
  }

  async function travel(
    passenger: Passenger,
    stages: Stage[],
    { id, refresh = false }: Order,
    signal: AbortSignal,
  ): Promise<Prepared> {
    const { event, request } = passenger;
    const execution_ids: string[] = [];
    const run: RunRule = async ({ transformation_id }, payload) => {
      const transformation = await store.transformations.find(event.team_id, transformation_id);
      if (!transformation) return missingTransformation(transformation_id);
      const result = await execute(passenger, transformation, payload, signal);
      execution_ids.push(result.execution_id);
      return result;
    };
    const received = receivedPayload(request);
    const { end } = await pass(stages, received, run);
    const change: EventChange =
      refresh && isUntouchedBy(end, event)
        ? { execution_ids: [...event.execution_ids, ...execution_ids].slice(-MOST_EXECUTIONS) }
        : { ...changeFor(end, received, request), execution_ids, ...(refresh && { payload_order: id }) };
    const changed = await store.events.change(event, [event.status], { ...change, updated_at: now() });
    if (changed && end.next !== "deliver") await store.requests.noteEnd(changed);
    if (changed) return { event: changed, unsent: unsentFor(end) };
    const present = (await store.events.find(event.team_id, event._id)) ?? event;
    return { event: present, unsent: present.status === "cancelled" ? "CANCELLED" : "NOTHING_TO_DELIVER" };
  }

  return async (
    event: EventDocument,
    connection: ConnectionDocument | null,
    order: Order,
    signal: AbortSignal,
  ): Promise<Prepared> => {
    const { refresh = false } = order;
    // Without the connection nothing can be made, and what its rules might have changed must not go out as received.
    if (!connection) return { event, unsent: needsConnection(event) ? "NOTHING_TO_DELIVER" : null };
    const isMade = !refresh || (order.id !== undefined && event.payload_order === order.id);
    if (isMade && !needsPreparation(event)) return { event, unsent: null };
    const stages = refresh ? stagesOf(connection.rules) : stagesFor(event, order, connection.rules);
    if (stages.length === 0 && !event.payload) return { event, unsent: null };
    const request = await requestOf(store.requests, event);
    if (typeof request === "string")
      return { event: await endLost(store, event, request, now()), unsent: request };
    const end = health.begin(event.destination_id);
    const startedAt = performance.now();
    try {
      return await travel({ event, connection, request }, stages, order, signal);
    } finally {
      const latency = Math.round(performance.now() - startedAt);
      // Code that takes its time keeps a destination off the quick lane, as slow answers do.
      end(latency > SLOW ? { latency, failed: false } : null);
    }
  };
}

/** What is left after routing. An operator's word counts more than the filter for which an event was ignored. */
function stagesFor({ status }: EventDocument, order: Order, rules: Rule[]): Stage[] {
  const stages = stagesAfterRouting(rules);
  if (!isOrdered(order) || status !== "ignored") return stages;
  return stages.filter(({ rule }) => rule.type === "transform");
}

/**
 * Whether a refresh that came to nothing leaves the event as it is: one that was delivered stays so, and a transformation
 * that fails now takes nothing from one that goes on by itself with the payload it has.
 */
function isUntouchedBy({ next }: End, event: EventDocument): boolean {
  if (event.status === "delivered") return next !== "deliver";
  return next === "failed" && !isFinal(event.status) && !needsPreparation(event);
}

function unsentFor({ next }: End): "FILTERED" | "TRANSFORMATION_FAILED" | null {
  if (next === "deliver") return null;
  return next === "failed" ? "TRANSFORMATION_FAILED" : "FILTERED";
}

function changeFor(end: End, received: RequestPayload, { body_size }: RequestDocument): EventChange {
  if (end.next === "deliver") {
    const payload = rewrite(received, end.payload);
    // Both are loaded for an attempt.
    const loaded = body_size + (payload?.body?.length ?? 0);
    return { payload, body_size: loaded, cause: null, cause_detail: null };
  }
  const cause = unsentFor(end);
  return { status: end.next, cause, cause_detail: end.detail, ...NOT_DUE };
}

function toExecution(
  event: EventDocument,
  transformation: TransformationDocument,
  { input, output, ...report }: ReturnType<typeof reportOf>,
  now: Date,
): ExecutionDocument {
  return {
    ...report,
    _id: newId("execution", now),
    team_id: event.team_id,
    transformation_id: transformation._id,
    version: transformation.version,
    event_id: event._id,
    connection_id: event.connection_id,
    request_id: event.request_id,
    input: JSON.stringify(input),
    output: output && JSON.stringify(output),
    created_at: now,
    updated_at: now,
    expires_at: event.expires_at,
  };
}
