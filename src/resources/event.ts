import { z } from "zod";
import { Data, IgnoreCause } from "./request.ts";
import { base, Id, JsonValue, Timestamp } from "./wire.ts";

/** The stations of an event, in the order in which it may come to them. */
export const EVENT_STATUSES = [
  "queued",
  "held",
  "processing",
  "delivered",
  "failed",
  "ignored",
  "cancelled",
] as const;
/** Where an event stands. */
export const EventStatus = z.enum(EVENT_STATUSES);
export type EventStatus = z.output<typeof EventStatus>;

/** Statuses that no automatic step changes any more: what a filter calls `processed`. */
export const FINAL_STATUSES = [
  "delivered",
  "failed",
  "ignored",
  "cancelled",
] as const satisfies EventStatus[];

/** Why there is nothing left to send: the request was kept for its time, or its data was erased. */
export const LossCause = z.enum(["EXPIRED", "DATA_ERASED"]);
export type LossCause = z.output<typeof LossCause>;

/** Why an event failed, though not by its last attempt. */
export const FailureCause = z.enum(["TRANSFORMATION_FAILED", ...LossCause.options]);

/** Why an event is ignored, or failed without an attempt. */
export const EventCause = z.enum([...IgnoreCause.options, ...FailureCause.options]);
export type EventCause = z.output<typeof EventCause>;

/** Why a retry ended without an attempt. */
export const RetryEndCause = z.enum([
  "CANCELLED",
  "DESTINATION_DISABLED",
  "FILTERED",
  "NOTHING_TO_DELIVER",
  ...FailureCause.options,
]);
export type RetryEndCause = z.output<typeof RetryEndCause>;

/** Why an attempt did not deliver. */
export const AttemptErrorCode = z.enum([
  "BAD_RESPONSE",
  "TIMEOUT",
  "DNS_LOOKUP_FAILED",
  "CONNECTION_REFUSED",
  "CONNECTION_RESET",
  "TLS_ERROR",
  "BLOCKED_ADDRESS",
  "PROTOCOL_ERROR",
  "OAUTH2_FAILED",
  "UNKNOWN",
]);
export type AttemptErrorCode = z.output<typeof AttemptErrorCode>;

/** One request on one connection: what is delivered. */
export const Event = z
  .object({
    ...base("event"),
    request_id: Id("request"),
    source_id: Id("source"),
    connection_id: Id("connection"),
    destination_id: Id("destination"),
    status: EventStatus,
    cause: EventCause.nullable(),
    cause_detail: z.record(z.string(), JsonValue).nullable(),
    attempts_count: z.int(),
    last_attempt_at: Timestamp.nullable(),
    next_attempt_at: Timestamp.nullable(),
    response_status: z.int().nullable(),
    error_code: AttemptErrorCode.nullable(),
    delivered_at: Timestamp.nullable().describe(
      "when it was last delivered, though a retry since may have failed",
    ),
    retry_ended: z
      .object({ at: Timestamp, cause: RetryEndCause })
      .nullable()
      .describe("the last retry that ended without an attempt, and why"),
    replay_number: z.int().describe("0 for the first routing of the request"),
    retried_from: Id("event").nullable(),
    lane: z.enum(["workflow", "direct"]),
    workflow_id: z.string().nullable(),
    temporal_url: z.string().nullable(),
    bulk_operation_id: Id("bulk_operation").nullable().describe("the latest one that took it up"),
    execution_ids: z.array(Id("execution")).describe("the runs that made what is delivered, or failed to"),
    data: Data.optional(),
  })
  .meta({ id: "Event" });
export type Event = z.output<typeof Event>;
