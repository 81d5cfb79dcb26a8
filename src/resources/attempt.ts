import { z } from "zod";
import { AttemptErrorCode } from "./event.ts";
import { base, Headers, Id, Timestamp } from "./wire.ts";

/** What an attempt was made for. */
export const Trigger = z.enum(["initial", "automatic", "manual", "bulk_retry", "unpause"]);
export type Trigger = z.output<typeof Trigger>;

/** One delivery try. */
export const Attempt = z
  .object({
    ...base("attempt"),
    event_id: Id("event"),
    destination_id: Id("destination"),
    attempt_number: z.int().min(1),
    trigger: Trigger,
    actor: z.string().nullable().describe("who asked for a manual attempt: signal, or an API key's id"),
    status: z.enum(["delivered", "failed"]),
    requested_at: Timestamp,
    method: z.string(),
    url: z.string(),
    request_headers: Headers.describe("secrets are masked"),
    response_status: z.int().nullable(),
    response_headers: Headers.nullable(),
    response_body: z.string().nullable().describe("the first 64 KiB"),
    response_body_truncated: z.boolean(),
    error_code: AttemptErrorCode.nullable(),
    error_message: z.string().nullable(),
    remote_address: z.string().nullable(),
    latency_ms: z.number(),
    bulk_operation_id: Id("bulk_operation").nullable(),
  })
  .meta({ id: "Attempt" });
export type Attempt = z.output<typeof Attempt>;
