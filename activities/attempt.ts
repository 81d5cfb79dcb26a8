import type { Delivery } from "../src/delivery/compose.ts";
import type { DeliveryResult } from "../src/delivery/deliver.ts";
import { newId } from "../src/ids.ts";
import { parseRetryAfter } from "../src/rules/retry-after.ts";
import { settle } from "../src/rules/settlement.ts";
import { eventWorkflowId } from "../src/rules/workflow-id.ts";
import type {
  AttemptDocument,
  ConnectionDocument,
  EventDocument,
  RequestDocument,
} from "../src/store/documents.ts";
import type { EventChange } from "../src/store/events.ts";
import { delivered } from "../src/transform/payload.ts";
import type { AttemptInput } from "../workflows/contract.ts";

/** An attempt that was made has used up the event's place and its release. */
const NO_PLACE = { released: false, slot_at: null, own_attempt_at: null };

/** What an attempt is to send: the request, or what transformations made of it. */
export function deliveryOf(
  event: EventDocument,
  received: RequestDocument,
  sourceName: string | null,
  { attempt_number, trigger }: AttemptInput,
): Delivery {
  const { method, header_lines, body, path, query } = delivered(received, event.payload);
  return {
    eventId: event._id,
    requestId: event.request_id,
    sourceName: sourceName ?? event.source_id,
    attemptNumber: attempt_number,
    trigger,
    method,
    headerLines: header_lines,
    body: body ?? new Uint8Array(),
    path,
    query,
  };
}

/** What an attempt makes of its event, by the connection's present retry rule. `random` is from 0 to 1. */
export function settlementOf(
  event: EventDocument,
  attempt: AttemptDocument,
  connection: ConnectionDocument | null,
  now: Date,
  random: () => number,
): EventChange {
  const asked = [attempt.response_headers?.["retry-after"]].flat()[0];
  const result = { ...attempt, retry_after_ms: asked === undefined ? null : parseRetryAfter(asked, now) };
  const rule = connection?.rules.find((it) => it.type === "retry") ?? null;
  // The time of a place is no time of its own: what waited for its turn is due.
  const own_attempt_at = event.own_attempt_at ?? (event.slot_at ? now : null);
  return {
    ...settle({ ...event, own_attempt_at }, result, rule, now, random),
    ...NO_PLACE,
    ...(!event.workflow_id && { workflow_id: eventWorkflowId(event._id) }),
  };
}

/** An event that is not written yet, as its attempt leaves it; back in the outbox where its workflow is to go on. */
export function settledBy(
  { outbox: _, ...event }: EventDocument,
  { _id: last_attempt_id, attempt_number: attempts_count, updated_at: due }: AttemptDocument,
  change: EventChange,
  goesOn: boolean,
): EventDocument {
  const outbox = { due, lease: null };
  return { ...event, ...change, attempts_count, last_attempt_id, ...(goesOn && { outbox }) };
}

/** The record of an attempt. */
export function toAttempt(
  event: EventDocument,
  { id, attempt_number, trigger, actor, bulk_operation_id = null }: AttemptInput,
  { retry_after: _, ...result }: DeliveryResult,
  now: Date,
): AttemptDocument {
  return {
    ...result,
    _id: newId("attempt", result.requested_at),
    team_id: event.team_id,
    event_id: event._id,
    destination_id: event.destination_id,
    attempt_number,
    trigger,
    actor,
    bulk_operation_id,
    ...(id !== undefined && { order_id: id }),
    created_at: result.requested_at,
    updated_at: now,
    expires_at: event.expires_at,
  };
}
