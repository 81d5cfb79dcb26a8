import { z } from "zod";
import { base, Id, JsonValue, Timestamp } from "./wire.ts";

/** What a bulk operation does, and to what. */
export const BulkType = z.enum(["events_retry", "events_cancel", "requests_retry"]);
export type BulkType = z.output<typeof BulkType>;

/** The stations of a bulk operation. */
export const BULK_STATUSES = ["pending", "running", "paused", "completed", "cancelled", "failed"] as const;
/** Where a bulk operation stands. */
export const BulkStatus = z.enum(BULK_STATUSES);
export type BulkStatus = z.output<typeof BulkStatus>;

/** Statuses in which a bulk operation still starts something, or will. */
export const OPEN_BULK_STATUSES = ["pending", "running", "paused"] as const satisfies BulkStatus[];

/** Why a bulk operation failed: by its own limits, or because someone ended its workflow in Temporal. */
export const BulkCause = z.enum([
  "CANARY_FAILED",
  "TOO_MANY_FAILURES",
  "WORKFLOW_TERMINATED",
  "WORKFLOW_FAILED",
]);
export type BulkCause = z.output<typeof BulkCause>;

/** What became of one event or request of an operation. */
export const BULK_OUTCOMES = ["delivered", "failed", "skipped", "cancelled"] as const;
/** One of the `BULK_OUTCOMES`. */
export type BulkOutcome = (typeof BULK_OUTCOMES)[number];
/** Where one event or request of an operation stands: not taken up, taken up, or its outcome. */
export const BulkItemState = z.enum(["pending", "in_flight", ...BULK_OUTCOMES]);
export type BulkItemState = z.output<typeof BulkItemState>;

/** Why one was passed over, or failed without an attempt. */
export const BulkReason = z.enum([
  "EXPIRED",
  "DATA_ERASED",
  "BODY_NOT_KEPT",
  "NOT_WAITING",
  "NOTHING_TO_DELIVER",
  "HELD",
  "NOT_ROUTED",
  "CANCELLED",
  "FILTERED",
  "DUPLICATE",
  "CONNECTION_DISABLED",
  "DESTINATION_DISABLED",
  "TRANSFORMATION_FAILED",
]);
export type BulkReason = z.output<typeof BulkReason>;

/** A pace, in starts per second. */
export const Rate = z
  .number()
  .min(0.01)
  .max(1000)
  .describe("how many are started in a second at most; null: no limit");
/** A bound of failures. */
export const MaxFailures = z
  .int()
  .min(0)
  .max(1_000_000)
  .describe("more failures than these stop it; null: no limit");

/** What an operator may set, also while it runs. */
export const BulkPatch = z
  .strictObject({
    rate_per_second: Rate.nullable().optional(),
    max_failures: MaxFailures.nullable().optional(),
  })
  .refine((patch) => Object.keys(patch).length > 0, "must have rate_per_second, max_failures, or both");
export type BulkPatch = z.output<typeof BulkPatch>;

const tally = (of: string) => z.int().min(0).describe(of);

/** One bulk operation: a frozen set of events or requests, and how far it has come with it. */
export const BulkOperation = z
  .object({
    ...base("bulk_operation"),
    type: BulkType,
    status: BulkStatus,
    cause: BulkCause.nullable(),
    query: z
      .record(z.string(), JsonValue)
      .describe("the filter, its times as they were when it was accepted"),
    total_count: tally("frozen when it was accepted"),
    queued_count: tally("not done yet, those in flight among them"),
    in_flight_count: tally("started, outcome unknown yet"),
    done_count: tally("delivered, failed, skipped and cancelled"),
    delivered_count: tally("delivered by the attempt that it ordered"),
    failed_count: tally("whose attempt failed, though an automatic one may still follow"),
    skipped_count: tally("not attempted; each says why"),
    cancelled_count: tally("ended by an operation that cancels"),
    progress: z.number().min(0).max(1),
    rate_per_second: Rate.nullable(),
    max_failures: MaxFailures.nullable(),
    canary: z.int().nullable(),
    refresh: z.boolean(),
    cancelable: z.boolean(),
    workflow_id: z.string(),
    temporal_url: z.string().nullable(),
    created_by: z.string().describe("the API key that asked for it"),
    started_at: Timestamp.nullable(),
    completed_at: Timestamp.nullable().describe("when the last one in flight had ended"),
  })
  .meta({ id: "BulkOperation" });
export type BulkOperation = z.output<typeof BulkOperation>;

const counts = z.record(z.string(), z.int());

/** What a bulk operation would take. */
export const bulkPreview = <S extends z.ZodType>(model: S) =>
  z.object({
    dry_run: z.literal(true),
    type: BulkType,
    total_count: z.int(),
    by_status: counts,
    by_source_id: counts,
    by_destination_id: counts.describe("of events only"),
    by_cause: counts,
    sample: z.array(model).describe("the first ones to be taken, 10 at most"),
  });

const item = {
  outcome: BulkItemState.describe(
    "what came of the attempt that the operation ordered; an automatic retry after it is not waited for",
  ),
  reason: BulkReason.nullable(),
  sent_at: Timestamp.nullable(),
  done_at: Timestamp.nullable(),
};

/** One event of an operation, with what became of it there; `event` is null once it has expired. */
export const bulkEvent = <S extends z.ZodType>(model: S) =>
  z.object({ ...item, event_id: Id("event"), attempt_id: Id("attempt").nullable(), event: model.nullable() });

/** One request of an operation, with the events that it made there; `request` is null once it has expired. */
export const bulkRequest = <S extends z.ZodType>(model: S) =>
  z.object({
    ...item,
    request_id: Id("request"),
    event_ids: z.array(Id("event")),
    request: model.nullable(),
  });
