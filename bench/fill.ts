import { derivedId, newId } from "../src/ids.ts";
import type { AttemptDocument, EventDocument, RequestDocument } from "../src/store/documents.ts";
import { openStore, type Store } from "../src/store/store.ts";
import type { Connection, Gateway } from "./gateway.ts";
import type { Stage } from "./stage.ts";

/** What is to be written: records of webhooks that came in the past, and what became of them. */
export interface Filling {
  connection: Connection;
  count: number;
  /** How each stands; the attempt before was answered with 200 or 500. */
  statusOf: (index: number) => "delivered" | "failed";
}

const DAY = 86_400_000;
/** Records are spread over so many milliseconds. */
const SPAN = 20 * DAY;
const KEPT = 30 * DAY;
const GROUP = 1000;
const SPACED = 500;

/** A word that stands in one of a thousand bodies. */
export const RARE_WORD = "platypus";

/** Writes requests, events and attempts through the store, as ingress, routing and delivery would have left them. */
export async function fill(stage: Stage, gateway: Gateway, filling: Filling): Promise<void> {
  const { count } = filling;
  const store = await openGatewayStore(stage, gateway);
  try {
    const attempts = gateway.database.collection<AttemptDocument>("attempts");
    const start = Date.now() - SPAN;
    for (let from = 0; from < count; from += GROUP) {
      const records = Array.from({ length: Math.min(GROUP, count - from) }, (_, at) =>
        recordsAt(gateway.teamId, filling, from + at, new Date(start + ((from + at) * SPAN) / count)),
      );
      await Promise.all([
        ...records.map(({ request }) => store.requests.insert(request)),
        store.events.insertMissing(records.map(({ event }) => event)),
        attempts.insertMany(
          records.map(({ attempt }) => attempt),
          { ordered: false },
        ),
      ]);
    }
  } finally {
    await store[Symbol.asyncDispose]();
  }
}

function openGatewayStore(stage: Stage, { database, secretKey }: Gateway): Promise<Store> {
  return openStore({ uri: stage.mongodbUri, database: database.databaseName, secretKey });
}

function recordsAt(team_id: string, { connection, statusOf }: Filling, index: number, at: Date) {
  const status = statusOf(index);
  const failed = status === "failed";
  const times = { created_at: at, updated_at: at, expires_at: new Date(Date.now() + KEPT) };
  const request = requestOf(team_id, connection, index, at);
  const eventId = derivedId("event", at, request._id, connection.id, 0);
  const answer = {
    response_status: failed ? 500 : 200,
    error_code: failed ? ("BAD_RESPONSE" as const) : null,
  };
  const attempt = attemptOf(team_id, connection, eventId, status, at);
  const event: EventDocument = {
    _id: eventId,
    team_id,
    request_id: request._id,
    source_id: connection.sourceId,
    connection_id: connection.id,
    destination_id: connection.destinationId,
    status,
    cause: null,
    cause_detail: null,
    attempts_count: 1,
    retries_made: 0,
    first_attempt_at: at,
    last_attempt_at: at,
    last_attempt_id: attempt._id,
    next_attempt_at: null,
    delivered_at: failed ? null : new Date(at.getTime() + SPACED),
    replay_number: 0,
    retried_from: null,
    lane: "workflow",
    workflow_id: eventId,
    bulk_operation_id: null,
    execution_ids: [],
    as_received: true,
    ...answer,
    ...times,
  };
  const routing = [
    {
      connection_id: connection.id,
      event_id: eventId,
      outcome: "queued" as const,
      cause: null,
      detail: null,
    },
  ];
  return {
    request: { ...request, ...times, routing, events_count: 1 },
    event,
    attempt: { ...attempt, ...answer, ...times },
  };
}

function requestOf(team_id: string, { sourceId }: Connection, index: number, at: Date): RequestDocument {
  const note = index % 1000 === 500 ? RARE_WORD : "n".repeat(RARE_WORD.length);
  const body = Buffer.from(
    JSON.stringify({ id: `evt_${index}`, type: "order.paid", note, filler: "f".repeat(700) }),
  );
  return {
    _id: newId("request", at),
    team_id,
    source_id: sourceId,
    status: "accepted",
    rejection_cause: null,
    method: "POST",
    path: "",
    query: "",
    header_lines: [
      ["content-type", "application/json"],
      ["user-agent", "bench"],
    ],
    content_type: "application/json",
    body,
    body_size: body.length,
    received_at: at,
    verified: null,
    client_ip: "127.0.0.1",
    events_count: 0,
    ignored_count: 0,
    routing: [],
    replays_count: 0,
    created_at: at,
    updated_at: at,
    expires_at: at,
  };
}

function attemptOf(
  team_id: string,
  { destinationId }: Connection,
  event_id: string,
  status: "delivered" | "failed",
  at: Date,
): AttemptDocument {
  return {
    _id: newId("attempt", at),
    team_id,
    event_id,
    destination_id: destinationId,
    attempt_number: 1,
    trigger: "initial",
    actor: null,
    status,
    requested_at: at,
    method: "POST",
    url: "http://127.0.0.1/hook",
    request_headers: { "content-type": "application/json", "webhook-id": event_id },
    response_status: null,
    response_headers: { date: at.toUTCString() },
    response_body: "ok",
    response_body_truncated: false,
    error_code: null,
    error_message: null,
    remote_address: "127.0.0.1",
    latency_ms: SPACED,
    bulk_operation_id: null,
    created_at: at,
    updated_at: at,
    expires_at: at,
  };
}
