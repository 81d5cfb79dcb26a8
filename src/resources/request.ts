import { z } from "zod";
import { base, Headers, Id, type Json, JsonValue, Timestamp } from "./wire.ts";

/** Why a request was refused, or came to nothing. */
export const RejectionCause = z.enum([
  "SOURCE_DISABLED",
  "METHOD_NOT_ALLOWED",
  "PAYLOAD_TOO_LARGE",
  "VERIFICATION_FAILED",
  "NO_CONNECTION",
]);
export type RejectionCause = z.output<typeof RejectionCause>;

/** Whether a request came through ingress; a rejected one is kept too. */
export const RequestStatus = z.enum(["accepted", "rejected"]);

/** Why an event was not to be delivered. */
export const IgnoreCause = z.enum(["FILTERED", "DUPLICATE", "CONNECTION_DISABLED", "DESTINATION_DISABLED"]);
export type IgnoreCause = z.output<typeof IgnoreCause>;

/** What became of a request on one connection. */
export const RoutingEntry = z
  .object({
    connection_id: Id("connection"),
    event_id: Id("event"),
    outcome: z.enum(["queued", "held", "ignored", "failed"]),
    cause: z.string().nullable(),
    detail: z.record(z.string(), JsonValue).nullable(),
  })
  .meta({ id: "RoutingEntry" });
export type RoutingEntry = z.output<typeof RoutingEntry>;

/** A body that was read from bytes is JSON already; checking megabytes of it again would only cost. */
const ReadBody: z.ZodType<Json, Json> = z.any();

/** Headers, query, path and body as filters see them: the body is JSON, form fields or text, by its content type. */
export const Data = z.object({
  headers: Headers,
  body: ReadBody,
  query: z.string().describe("as received, without the question mark"),
  path: z.string(),
});
export type Data = z.output<typeof Data>;

/** One inbound HTTP call. */
export const Request = z
  .object({
    ...base("request"),
    source_id: Id("source"),
    status: RequestStatus,
    rejection_cause: RejectionCause.nullable(),
    overruled_cause: RejectionCause.nullable().describe(
      "why it was rejected until an operator replayed it; after VERIFICATION_FAILED, verification was skipped on the operator's word",
    ),
    rejection_detail: z.string().nullish().describe("what failed, in words for the operator"),
    method: z.string(),
    path: z.string().describe("what followed the source's URL, as received"),
    query: z.string().describe("as received, without the question mark"),
    headers: Headers,
    content_type: z.string().nullable(),
    body_size: z.int().describe("bytes"),
    received_at: Timestamp,
    verified: z.boolean().nullable().describe("null where the source does not verify"),
    client_ip: z.string().nullable(),
    events_count: z.int(),
    ignored_count: z.int(),
    routing: z.array(RoutingEntry),
    replays_count: z.int(),
    data_erased_at: Timestamp.nullish().describe("when its headers, body, query and path were erased"),
    data: Data.optional(),
  })
  .meta({ id: "Request" });
export type Request = z.output<typeof Request>;
