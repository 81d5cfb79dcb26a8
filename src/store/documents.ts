import type { ApiKey } from "../resources/api-key.ts";
import type { Attempt, Trigger } from "../resources/attempt.ts";
import type { BulkItemState, BulkOperation, BulkReason } from "../resources/bulk-operation.ts";
import type { AuditEntry } from "../resources/audit-entry.ts";
import type { Connection } from "../resources/connection.ts";
import type { DestinationRecord } from "../resources/destination.ts";
import type { Execution } from "../resources/execution.ts";
import type { Event, RetryEndCause } from "../resources/event.ts";
import type { RequestFilter } from "../resources/record-filter.ts";
import type { RejectionCause, Request } from "../resources/request.ts";
import type { Simulation, SimulationCounts } from "../resources/simulation.ts";
import type { Source } from "../resources/source.ts";
import type { StoredEnv, TransformationRecord } from "../resources/transformation.ts";
import type { HeaderLines, Stored } from "../resources/wire.ts";

/**
 * The mark of a step that is still to be done: a request to be routed, or an event whose workflow is to be started.
 * Whoever takes the step up writes its lease and moves `due` to when another may try; the mark goes when it is done.
 */
export interface Outbox {
  due: Date;
  lease: string | null;
  /** Of an event: whether its workflow may run already, and is then to look again. */
  verb?: "wake";
  /** Since when an event lets others pass. It falls due only where nobody starts it meanwhile. */
  behind?: Date;
}

/** A source as stored; its URL follows from the token. */
export type SourceDocument = Omit<Stored<Source>, "url"> & {
  /** What stands for the call that made the present token, where that had an Idempotency-Key. */
  rotated_by?: string;
};
/** A destination as stored, or read: its secrets are open in memory and sealed in MongoDB. */
export type DestinationDocument = Stored<DestinationRecord>;
/** A connection as stored, its ends by id. */
export type ConnectionDocument = Stored<Connection>;

/** A transformation as stored, or read: its variables are open in memory and sealed in MongoDB. */
export type TransformationDocument = Stored<TransformationRecord>;

/** One version of a transformation; ids sort by its number. */
export interface TransformationVersionDocument {
  _id: string;
  team_id: string;
  transformation_id: string;
  version: number;
  code: string;
  env: StoredEnv;
  created_at: Date;
}

/** A request with its exact bytes; `body` is null where it was not kept. */
export interface RequestDocument extends Omit<Stored<Request>, "headers" | "data" | "overruled_cause"> {
  /** Once a replay has overruled its rejection. */
  overruled_cause?: RejectionCause;
  header_lines: HeaderLines;
  body: Uint8Array | null;
  /** The text in which searches find it; null or missing: too large to be kept beside the bytes. */
  search?: string | null;
  /** Its place in a trace, where ingress was traced (https://www.w3.org/TR/trace-context/). */
  traceparent?: string;
  /** The latest of them, the oldest first. */
  replays?: Replay[];
  /** When what was recorded since its data was erased is erased too. */
  erase_again_at?: Date;
  expires_at: Date;
  outbox?: Outbox;
}

/** One routing of a request that an operator asked for, journalled before it is done. */
export interface Replay {
  /** 1 is the first; 0 stands for the routing at ingress. */
  number: number;
  /** Asked for twice with the same key, it is done once. */
  key: string;
  /** To these connections alone; null: to all of the source. */
  connection_ids: string[] | null;
  at: Date;
  /** The API key's id. */
  actor: string;
  bulk_operation_id: string | null;
  /** Why the request was rejected until then: the operator's word counts more. */
  overruled: RejectionCause | null;
  routed: boolean;
}

/** What transformations made of a request: delivered in its place. */
export interface TransformedPayload {
  method: string;
  path: string;
  query: string;
  header_lines: HeaderLines;
  content_type: string | null;
  /** null: the bytes as received. */
  body: Uint8Array | null;
  /** As a request's. */
  search?: string | null;
}

/** An order to attempt an event, on its way to the event's workflow; `id` makes it one attempt. */
export interface StoredOrder {
  id: string;
  trigger: Trigger;
  actor: string | null;
  refresh?: boolean;
  bulk_operation_id?: string | null;
}

/** An event, with what only the machinery needs. */
export interface EventDocument extends Omit<
  Stored<Event>,
  "temporal_url" | "data" | "bulk_operation_id" | "retry_ended"
> {
  /**
   * The bulk operations that took it up, each once, the latest one last: one index finds it by any of them. Records from
   * before there was a list name the latest alone.
   */
  bulk_operation_id: string[] | string | null;
  /** Automatic retries made so far: what the retry rule counts. */
  retries_made: number;
  first_attempt_at: Date | null;
  /** Its place among those that wait for their destination's rate limit. */
  slot_at?: Date | null;
  /** Whether its next attempt is the one for which its connection was unpaused. */
  released?: boolean;
  last_attempt_id: string | null;
  /** No rule was to change its payload when it was routed: what counts where its connection is deleted. */
  as_received?: boolean;
  /** Orders that its workflow was not told of yet, the oldest first. */
  orders?: StoredOrder[];
  /** Orders that its workflow was told of, until each has had its attempt or has ended without; and when, last. */
  orders_told?: StoredOrder[];
  orders_told_at?: Date;
  /** Whether it was cancelled and its workflow was not told of that yet: what had been ordered before is void. */
  cancelling?: boolean;
  /** When its own next attempt is due, while `next_attempt_at` is the turn of an order under a rate limit. */
  own_attempt_at?: Date | null;
  /** The last order that came to its end without an attempt, when, and why; older records don't tell why. */
  order_ended?: { id: string; at: Date; cause?: RetryEndCause } | null;
  /** When a cancel last took back what had been ordered. */
  orders_taken_back_at?: Date | null;
  /** The ids of the latest that were taken back: none of them is attempted, though a dispatcher may still tell of it. */
  orders_taken_back?: string[];
  /** Bytes of the bodies that an attempt loads: the request's, and the one made of it. Older records don't tell. */
  body_size?: number;
  /** What is delivered; null or missing: the request as received. Lists leave it out. */
  payload?: TransformedPayload | null;
  /** The order to refresh by which the payload was made. */
  payload_order?: string;
  /** The request's. */
  traceparent?: string;
  expires_at: Date;
  outbox?: Outbox;
}

/** An attempt as stored; unique by event and number. */
export interface AttemptDocument extends Stored<Attempt> {
  /** The order that it was made for, where that has an id. */
  order_id?: string;
  expires_at: Date;
}

/** An execution as stored; what code was given and returned is kept as JSON, which may hold what BSON can't. */
export interface ExecutionDocument extends Omit<Stored<Execution>, "input" | "output"> {
  input: string;
  output: string | null;
  expires_at: Date;
}

/** A bulk operation as stored; what follows from its counts is not. */
export interface BulkOperationDocument extends Omit<
  Stored<BulkOperation>,
  "queued_count" | "done_count" | "progress" | "cancelable" | "temporal_url"
> {
  /** What its paths name it under. */
  noun: "events" | "requests";
  /** False until its set is complete: until then it was promised to nobody, and nobody sees it. */
  frozen: boolean;
  /** Who alone may change the set of one that isn't frozen: a call, or whoever removes it; null: nobody. */
  freezing: string | null;
  /** What its rate lets through, as of when it last started something. */
  bucket: { tokens: number; at: Date } | null;
  /** The round of its workflow that last started something; see activities/bulk-operation.ts. */
  round: string | null;
  expires_at: Date;
  outbox: Outbox;
}

/** One event or request of a bulk operation's frozen set. Its id begins with the operation's, and sorts by age. */
export interface BulkItemDocument {
  _id: string;
  team_id: string;
  operation_id: string;
  record_id: string;
  /** What shares the window with others: the event's destination, or the request's source. */
  line: string;
  state: BulkItemState;
  reason: BulkReason | null;
  /** The round that took it up, last. */
  round: string | null;
  sent_at: Date | null;
  /** When it is taken up once more should nothing be heard of it. */
  resend_at: Date | null;
  done_at: Date | null;
  attempt_id: string | null;
  /** Of a request: the events that routing it again made; null before that. */
  event_ids: string[] | null;
}

/** The owner of everything else. */
export interface TeamDocument {
  _id: string;
  name: string;
  created_at: Date;
}

/** A key as stored: only its HMAC. */
export interface ApiKeyDocument extends Stored<ApiKey> {
  digest: string;
  revoked_at: Date | null;
}

/** An entry of the audit log as stored. */
export interface AuditDocument extends Omit<Stored<AuditEntry>, "completed_at"> {
  /** Entries of the first release have none: they were written when all was done. */
  completed_at?: Date | null;
  expires_at: Date;
}

/** What a database keeps about itself. */
export interface SettingDocument {
  _id: string;
  team_id: string;
  /** Sealed. */
  value: string;
}

/** What is asked of a simulation, what it has found, and how far it is. */
export interface SimulationDocument extends Omit<
  Stored<Simulation>,
  "rules" | "samples" | "query" | "progress" | "applied_range" | keyof SimulationCounts
> {
  source_id: string;
  /** The draft, and the connection's own rules as they were, as JSON, which may hold what BSON can't. */
  rules: string;
  saved_rules: string;
  /** JSON too. */
  samples: string;
  /** How many samples are kept. */
  sample: number;
  /** With `to`: what is received later is not part of it. */
  filter: RequestFilter & { to: Date };
  counts: SimulationCounts;
  /** The first request that is looked at, and when it was received; null before that is known, or where there is none. */
  first_id: string | null;
  first_at: Date | null;
  /** Where the next slice begins: behind this id; null before the first slice. */
  cursor: string | null;
  expires_at: Date;
}

/** Names one simulation. */
export type SimulationRef = Pick<SimulationDocument, "_id" | "team_id">;
