import type { Document, Filter } from "mongodb";
import { idFloor } from "../ids.ts";
import { EVENT_STATUSES } from "../resources/event.ts";
import type { StatusRange } from "../resources/record-filter.ts";
import { ID_PREFIXES } from "../resources/wire.ts";

/** Fields that a filter gives a list of values for, each matched exactly. */
const EXACT = [
  "source_id",
  "destination_id",
  "request_id",
  "event_id",
  "transformation_id",
  "bulk_operation_id",
  "error_code",
] as const;

type Listed = (typeof EXACT)[number] | "ids" | "cause" | "status" | "connection_id";

/** What the filters of requests, events and attempts have between them. */
export type RecordFilter = { readonly [field in Listed]?: readonly string[] } & {
  from?: Date | undefined;
  to?: Date | undefined;
  response_status?: StatusRange[] | undefined;
  attempts_min?: number | undefined;
  attempts_max?: number | undefined;
};

/** The kinds of records whose ids carry the time by which they are filtered. */
const NOUNS = {
  requests: "request",
  events: "event",
  attempts: "attempt",
  executions: "execution",
} as const;

/** What a filter may be of. */
export type Filtered = keyof typeof NOUNS | "bulk_operations";

/**
 * MongoDB's form of a filter without its `q`. The one place where lists, counts and bulk operations get it from, so
 * that they can't disagree.
 */
export function recordFilter<D extends Document>(noun: Filtered, filter: RecordFilter): Filter<D> {
  const all: Document[] = [];
  for (const field of EXACT) all.push(...among(field, filter[field]));
  all.push(...among("_id", filter.ids));
  all.push(...among(noun === "requests" ? "rejection_cause" : "cause", filter.cause));
  all.push(...among(noun === "requests" ? "routing.connection_id" : "connection_id", filter.connection_id));
  all.push(...among("status", filter.status ?? anyStatus(noun, filter)));
  all.push(...answered(filter.response_status));
  all.push(...timed(noun, filter));
  all.push(...between("attempts_count", filter.attempts_min, filter.attempts_max));
  return (all.length > 0 ? { $and: all } : {}) as Filter<D>;
}

function among(field: string, values: readonly string[] | undefined): Document[] {
  if (!values) return [];
  return [{ [field]: values.length === 1 ? values[0] : { $in: values } }];
}

/** The index of a connection's or destination's events begins with their status: it is read once for each, in order. */
function anyStatus(noun: Filtered, { connection_id, destination_id }: RecordFilter) {
  return noun === "events" && (connection_id ?? destination_id) ? EVENT_STATUSES : undefined;
}

/** Several ranges also as one around them all, by which MongoDB finds that the index of failures is enough. */
function answered(ranges: StatusRange[] | undefined): Document[] {
  if (!ranges) return [];
  const field = "response_status";
  const around = between(
    field,
    Math.min(...ranges.map((it) => it.from)),
    Math.max(...ranges.map((it) => it.to)),
  );
  if (ranges.length === 1) return around;
  return [...around, { $or: ranges.flatMap(({ from, to }) => between(field, from, to)) }];
}

function timed(noun: Filtered, { from, to }: RecordFilter): Document[] {
  if (noun === "bulk_operations") return between("created_at", from, to);
  const bounds = { ...(from && { $gte: idAt(noun, from) }), ...(to && { $lt: idAt(noun, after(to)) }) };
  return Object.keys(bounds).length > 0 ? [{ _id: bounds }] : [];
}

const after = (moment: Date) => new Date(moment.getTime() + 1);

/** What no id of that millisecond, or a later one, is below; time begins in 1970. */
function idAt(noun: keyof typeof NOUNS, moment: Date): string {
  return `${ID_PREFIXES[NOUNS[noun]]}_${idFloor(new Date(Math.max(0, moment.getTime())))}`;
}

function between<V>(field: string, from: V | undefined, to: V | undefined): Document[] {
  const bounds = { ...(from === undefined ? {} : { $gte: from }), ...(to === undefined ? {} : { $lte: to }) };
  return Object.keys(bounds).length > 0 ? [{ [field]: bounds }] : [];
}
