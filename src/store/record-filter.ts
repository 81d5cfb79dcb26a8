import type { Document, Filter } from "mongodb";
import type { StatusRange } from "../resources/record-filter.ts";

/** Fields that a filter gives a list of values for, each matched exactly. */
const EXACT = [
  "source_id",
  "connection_id",
  "destination_id",
  "request_id",
  "event_id",
  "transformation_id",
  "bulk_operation_id",
  "status",
  "error_code",
] as const;

/** What the filters of requests, events and attempts have between them. */
type RecordFilter = { readonly [field in (typeof EXACT)[number] | "ids" | "cause"]?: readonly string[] } & {
  from?: Date | undefined;
  to?: Date | undefined;
  response_status?: StatusRange[] | undefined;
  attempts_min?: number | undefined;
  attempts_max?: number | undefined;
};

/** The time by which a record of this kind is filtered. */
export const FILTERED_BY = {
  requests: "received_at",
  events: "created_at",
  attempts: "requested_at",
  executions: "created_at",
} as const;

/**
 * MongoDB's form of a filter. The one place where lists, counts and bulk operations get it from, so that they can't
 * disagree.
 */
export function recordFilter<D extends Document>(
  noun: keyof typeof FILTERED_BY,
  filter: RecordFilter,
): Filter<D> {
  const all: Document[] = [];
  for (const field of EXACT) {
    const values = filter[field];
    if (values) all.push({ [field]: values.length === 1 ? values[0] : { $in: values } });
  }
  if (filter.ids) all.push({ _id: { $in: filter.ids } });
  if (filter.cause) all.push({ [noun === "requests" ? "rejection_cause" : "cause"]: { $in: filter.cause } });
  if (filter.response_status) all.push({ $or: filter.response_status.map(statusIn) });
  all.push(...between(FILTERED_BY[noun], filter.from, filter.to));
  all.push(...between("attempts_count", filter.attempts_min, filter.attempts_max));
  return (all.length > 0 ? { $and: all } : {}) as Filter<D>;
}

function between<V>(field: string, from: V | undefined, to: V | undefined): Document[] {
  const bounds = { ...(from === undefined ? {} : { $gte: from }), ...(to === undefined ? {} : { $lte: to }) };
  return Object.keys(bounds).length > 0 ? [{ [field]: bounds }] : [];
}

function statusIn({ from, to }: StatusRange): Document {
  return { response_status: { $gte: from, $lte: to } };
}
