import { z } from "zod";
import { EventStatus } from "./event.ts";
import { RequestPayload } from "./execution.ts";
import { AppliedRange, RequestFilterBody } from "./record-filter.ts";
import { RejectionCause } from "./request.ts";
import { Rules } from "./rule.ts";
import { base, Id, Timestamp, type Json } from "./wire.ts";

/** Where a simulation stands. */
export const SimulationStatus = z.enum(["pending", "running", "completed", "cancelled", "failed"]);
export type SimulationStatus = z.output<typeof SimulationStatus>;

/** Statuses in which a simulation still goes on. */
export const OPEN_SIMULATION_STATUSES = ["pending", "running"] as const satisfies SimulationStatus[];

/** What rules make of a request; a rejected one never comes to them. */
export const SimulatedOutcome = z
  .enum(["delivered", "ignored", "failed", "rejected"])
  .describe(
    "of the rules alone: delivered is what they let through, whatever its destination answers; failed, a transformation",
  );
export type SimulatedOutcome = z.output<typeof SimulatedOutcome>;

/** Why a request would not be delivered. */
export const SimulatedCause = z.enum([
  "FILTERED",
  "DUPLICATE",
  "TRANSFORMATION_FAILED",
  ...RejectionCause.options,
]);
export type SimulatedCause = z.output<typeof SimulatedCause>;

/** What a draft may change for one request. */
export const CHANGES = [
  "unchanged",
  "newly_delivered",
  "newly_ignored",
  "newly_failed",
  "payload_changed",
  "cause_changed",
] as const;
/** What a draft changes for one request: exactly one of them. */
export type Change = (typeof CHANGES)[number];

/** The most that one simulation of the newest requests takes. */
const HIGHEST_LIMIT = 10_000;
const MOST_SAMPLES = 50;

/** A draft of the rules, and the requests of the connection's source to try it on. */
export const SimulationInput = RequestFilterBody.extend({
  rules: Rules.describe("a draft, in place of the connection's rules"),
  sample: z.int().min(0).max(MOST_SAMPLES).default(10).describe("how many requests are shown that change"),
  limit: z.int().min(1).max(HIGHEST_LIMIT).optional().describe("takes the newest requests only, so many"),
});
export type SimulationInput = z.output<typeof SimulationInput>;

/** It was JSON before it was stored. */
const AnyJson: z.ZodType<Json, Json> = z.any();
const Count = z.int().min(0);

const SimulatedEnd = z.object({
  outcome: SimulatedOutcome,
  cause: SimulatedCause.nullable(),
  detail: z.record(z.string(), AnyJson).nullable(),
  payload: RequestPayload.nullable().describe("an excerpt where it is large; null where none is delivered"),
});

const Difference = z.object({
  op: z.enum(["add", "remove", "replace"]),
  path: z.string().describe("such as body.items[0].sku or headers.x-id"),
  before: AnyJson.optional(),
  after: AnyJson.optional(),
});

/** One request for which the draft changes something. */
export const SimulationSample = z.object({
  request_id: Id("request"),
  event_id: Id("event").nullable().describe("the latest on this connection"),
  event_status: EventStatus.nullable().describe(
    "how that event stood then, by what its destination answered",
  ),
  change: z.enum(CHANGES),
  before: SimulatedEnd,
  after: SimulatedEnd,
  diff: z.array(Difference).describe("of the payloads, where both are delivered"),
  diff_truncated: z.boolean(),
});
export type SimulationSample = z.output<typeof SimulationSample>;

/** How many requests came to what: by the draft's outcome, and by what it changes. Both add up to `done_count`. */
export const SimulationCounts = z.object({
  done_count: Count,
  delivered_count: Count.describe("would be let through by the draft, to be delivered"),
  ignored_count: Count,
  failed_count: Count.describe("whose transformation would fail"),
  rejected_count: Count.describe("refused at ingress: no rules see them"),
  unchanged_count: Count,
  newly_delivered_count: Count,
  newly_ignored_count: Count,
  newly_failed_count: Count,
  payload_changed_count: Count,
  cause_changed_count: Count.describe("not delivered either way, for another cause"),
});
export type SimulationCounts = z.output<typeof SimulationCounts>;

/** Before any request is done. */
export const NO_COUNTS: SimulationCounts = {
  done_count: 0,
  delivered_count: 0,
  ignored_count: 0,
  failed_count: 0,
  rejected_count: 0,
  unchanged_count: 0,
  newly_delivered_count: 0,
  newly_ignored_count: 0,
  newly_failed_count: 0,
  payload_changed_count: 0,
  cause_changed_count: 0,
};

/** What a draft of a connection's rules would make of stored requests. It is kept for a day. */
export const Simulation = z
  .object({
    ...base("simulation"),
    connection_id: Id("connection"),
    status: SimulationStatus,
    error: z.string().nullable().describe("why it failed"),
    rules: Rules,
    query: z.record(z.string(), AnyJson).describe("which requests were asked for"),
    limit: z.int().nullable(),
    applied_range: AppliedRange,
    progress: z.number().min(0).max(1),
    total_count: Count.nullable().describe("null until it is known, or where counting takes too long"),
    ...SimulationCounts.shape,
    samples: z.array(SimulationSample),
    started_at: Timestamp.nullable(),
    completed_at: Timestamp.nullable(),
  })
  .meta({ id: "Simulation" });
export type Simulation = z.output<typeof Simulation>;
/** The same in JSON. */
export type WireSimulation = z.input<typeof Simulation>;

/** As lists show it. */
export const SimulationSummary = Simulation.omit({ samples: true, rules: true });
