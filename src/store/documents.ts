import type { Attempt } from "../resources/attempt.ts";
import type { Connection } from "../resources/connection.ts";
import type { Destination } from "../resources/destination.ts";
import type { Execution } from "../resources/execution.ts";
import type { Event } from "../resources/event.ts";
import type { Request } from "../resources/request.ts";
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
}

/** A source as stored; its URL follows from the token. */
export type SourceDocument = Omit<Stored<Source>, "url">;
/** A destination as stored, or read: its secrets are open in memory and sealed in MongoDB. */
export type DestinationDocument = Stored<Destination>;
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
export interface RequestDocument extends Omit<Stored<Request>, "headers" | "data"> {
  header_lines: HeaderLines;
  body: Uint8Array | null;
  expires_at: Date;
  outbox?: Outbox;
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
}

/** An event, with what only the machinery needs. */
export interface EventDocument extends Omit<Stored<Event>, "temporal_url" | "data"> {
  /** Automatic retries made so far: what the retry rule counts. */
  retries_made: number;
  first_attempt_at: Date | null;
  /** Its place among those that wait for their destination's rate limit. */
  slot_at?: Date | null;
  /** Whether its next attempt is the one for which its connection was unpaused. */
  released?: boolean;
  last_attempt_id: string | null;
  /** What is delivered; null or missing: the request as received. Lists leave it out. */
  payload?: TransformedPayload | null;
  expires_at: Date;
  outbox?: Outbox;
}

/** An attempt as stored; unique by event and number. */
export interface AttemptDocument extends Stored<Attempt> {
  expires_at: Date;
}

/** An execution as stored; what code was given and returned is kept as JSON, which may hold what BSON can't. */
export interface ExecutionDocument extends Omit<Stored<Execution>, "input" | "output"> {
  input: string;
  output: string | null;
  expires_at: Date;
}

/** The owner of everything else. */
export interface TeamDocument {
  _id: string;
  name: string;
  created_at: Date;
}

/** A key as stored: only its HMAC. */
export interface ApiKeyDocument {
  _id: string;
  team_id: string;
  name: string;
  digest: string;
  created_at: Date;
}
