import { z } from "zod";
import type { EventStatus } from "./event.ts";
import { AttemptErrorCode, EVENT_STATUSES, EventCause, FINAL_STATUSES } from "./event.ts";
import { ExecutionStatus } from "./execution.ts";
import { BULK_STATUSES } from "./bulk-operation.ts";
import { RejectionCause, RequestStatus } from "./request.ts";
import { Id, Timestamp, type Noun } from "./wire.ts";

const MINUTE = 60_000;
const UNITS = { s: 1000, m: MINUTE, h: 60 * MINUTE, d: 1440 * MINUTE } as const;
const RELATIVE = /^now(?:-(\d{1,9})([smhd]))?$/;

/** ISO 8601, or relative to the present: `now`, `now-15m`, `now-2d`. */
const Moment = z.string().transform((text, context) => {
  const moment = new Date(RELATIVE.test(text) ? relativeTime(text) : isoTime(text));
  if (!Number.isNaN(moment.getTime())) return moment;
  context.addIssue({
    code: "custom",
    message: "must be ISO 8601, such as 2026-01-31T09:00:00Z, or now, or before it, such as now-1h",
  });
  return z.NEVER;
});

function relativeTime(text: string): number {
  const [, count = "0", unit = "s"] = RELATIVE.exec(text) ?? [];
  return Date.now() - Number(count) * UNITS[unit as keyof typeof UNITS];
}

function isoTime(text: string): number {
  return /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : NaN;
}

/**
 * How a filter is written: in a query all is text and lists are separated by commas; in a JSON body lists may be arrays
 * and numbers be numbers. What comes out is the same.
 */
interface Form {
  list: z.ZodType<string[]>;
  count: z.ZodType<number>;
  maxIds: number;
}

/** Several values in one text of a query. */
export const CommaSeparated = z.string().transform((text) => text.split(",").map((part) => part.trim()));
const Digits = z
  .string()
  .regex(/^\d{1,9}$/, "must be a whole number")
  .transform(Number);

const inQuery: Form = { list: CommaSeparated, count: Digits, maxIds: 250 };
const inBody: Form = {
  list: z.union(
    [
      CommaSeparated,
      z.int().transform((number) => [String(number)]),
      z.array(z.union([z.string(), z.int().transform(String)])).min(1, "must not be empty"),
    ],
    "must be a string, a whole number, or a list of them",
  ),
  count: z.union([z.int().min(0).max(999_999_999), Digits], "must be a whole number"),
  maxIds: 10_000,
};

/** One value or several, each in any case. */
const oneOf = <const V extends string>(
  { list }: Form,
  values: readonly V[],
  groups: Record<string, readonly V[]> = {},
) =>
  list.transform((words, context) => {
    const found = words.map((part) => {
      const word = part.trim().toLowerCase();
      return groups[word] ?? values.filter((value) => value.toLowerCase() === word);
    });
    if (found.every((matches) => matches.length > 0)) return [...new Set(found.flat())];
    context.addIssue({
      code: "custom",
      message: `must be of: ${[...values, ...Object.keys(groups)].join(", ")}`,
    });
    return z.NEVER;
  });

const idList = ({ list, maxIds }: Form, noun: Noun) => list.pipe(z.array(Id(noun)).max(maxIds));

/** Ids in a query, as many as a page has rows at most. */
export const IdsInQuery = (noun: Noun) => idList(inQuery, noun);

/** A range of response statuses, both ends included. */
export interface StatusRange {
  from: number;
  to: number;
}
const STATUS_FORM = /^(?:(\d{3})|([1-5])xx|(>=|<=|>|<)(\d{3}))$/i;
const responseStatus = ({ list }: Form) =>
  list.transform((words, context): StatusRange[] => {
    const ranges = words.map((word) => statusRange(word.trim()));
    if (ranges.every((range) => range !== null)) return ranges;
    context.addIssue({
      code: "custom",
      message: "must be a status such as 500, a class such as 5xx, or >=500",
    });
    return z.NEVER;
  });

function statusRange(text: string): StatusRange | null {
  const [, exact, hundreds, operator, bound] = STATUS_FORM.exec(text) ?? [];
  if (exact) return { from: Number(exact), to: Number(exact) };
  if (hundreds) return { from: Number(hundreds) * 100, to: Number(hundreds) * 100 + 99 };
  if (!operator) return null;
  const at = Number(bound);
  if (operator === ">=") return { from: at, to: 999 };
  if (operator === ">") return { from: at + 1, to: 999 };
  return { from: 0, to: operator === "<=" ? at : at - 1 };
}

/** Fewer characters stand in nearly everything. */
const SHORTEST_SEARCH = 3;
const Search = z
  .string()
  .min(SHORTEST_SEARCH, `must have ${SHORTEST_SEARCH} characters or more`)
  .max(1000, "must have 1000 characters at most")
  // These stand between the parts of what is searched.
  .refine((text) => /[^\0]/.test(text), "must have more than NUL characters")
  .describe(
    "a substring, in any case, of body, header values, query, path or ids; or the whole id of a connection, source or destination",
  );

/** The range of time that an answer is about, both ends included. */
export const AppliedRange = z.object({ from: Timestamp, to: Timestamp });
export type AppliedRange = z.output<typeof AppliedRange>;

/** The ends of a range of time, as a query gives them. */
export const between = { from: Moment.optional(), to: Moment.optional() };

/** Refuses what nothing can ever match: a range that ends before it begins. */
export function rangesInOrder(
  filter: {
    from?: Date | undefined;
    to?: Date | undefined;
    attempts_min?: number | undefined;
    attempts_max?: number | undefined;
  },
  context: z.RefinementCtx,
): void {
  const { from, to, attempts_min: min, attempts_max: max } = filter;
  const refuse = (field: string, message: string) =>
    context.addIssue({ code: "custom", path: [field], message });
  if (from && to && from > to) refuse("from", "must not be after to");
  if (min !== undefined && max !== undefined && min > max)
    refuse("attempts_min", "must not be more than attempts_max");
}

const requestFields = (form: Form) => ({
  ...between,
  ids: idList(form, "request").optional(),
  status: oneOf(form, RequestStatus.options).optional(),
  cause: oneOf(form, RejectionCause.options).optional(),
  source_id: idList(form, "source").optional(),
  connection_id: idList(form, "connection").optional().describe("a connection that it was routed over"),
  q: Search.optional(),
});

const eventFields = (form: Form) => ({
  ...between,
  ids: idList(form, "event").optional(),
  status: oneOf<EventStatus>(form, EVENT_STATUSES, { processed: FINAL_STATUSES }).optional(),
  cause: oneOf(form, EventCause.options).optional(),
  source_id: idList(form, "source").optional(),
  connection_id: idList(form, "connection").optional(),
  destination_id: idList(form, "destination").optional(),
  request_id: idList(form, "request").optional(),
  bulk_operation_id: idList(form, "bulk_operation")
    .optional()
    .describe("operations of which any took it up, whether or not it was the latest"),
  response_status: responseStatus(form).optional(),
  error_code: oneOf(form, AttemptErrorCode.options).optional(),
  attempts_min: form.count.optional(),
  attempts_max: form.count.optional(),
  q: Search.optional(),
});

/** Which requests a list shows, and a count counts. */
export const RequestFilter = z.strictObject(requestFields(inQuery)).superRefine(rangesInOrder);
export type RequestFilter = z.output<typeof RequestFilter>;

/** The same as part of a JSON body: which requests a bulk operation takes. */
export const RequestFilterBody = z.strictObject(requestFields(inBody)).superRefine(rangesInOrder);

const EventFields = z.strictObject(eventFields(inQuery));
/** Which events a list shows, and a count counts. */
export const EventFilter = EventFields.superRefine(rangesInOrder);
export type EventFilter = z.output<typeof EventFilter>;

/** The same of one request's events. */
export const EventsOfRequestFilter = EventFields.omit({ request_id: true }).superRefine(rangesInOrder);

/** The same as part of a JSON body: which events a bulk operation takes. */
export const EventFilterBody = z.strictObject(eventFields(inBody)).superRefine(rangesInOrder);

/** Which of the events that wait. */
export const WaitingStatus = oneOf<EventStatus>(inQuery, ["queued", "held", "processing"]);

const AttemptFields = z.strictObject({
  ...between,
  ids: idList(inQuery, "attempt").optional(),
  event_id: idList(inQuery, "event").optional(),
  destination_id: idList(inQuery, "destination").optional(),
  status: oneOf(inQuery, ["delivered", "failed"]).optional(),
  error_code: oneOf(inQuery, AttemptErrorCode.options).optional(),
  response_status: responseStatus(inQuery).optional(),
  bulk_operation_id: idList(inQuery, "bulk_operation").optional(),
});
/** Which attempts a list shows. */
export const AttemptFilter = AttemptFields.superRefine(rangesInOrder);
export type AttemptFilter = z.output<typeof AttemptFilter>;

/** The same of one event's attempts. */
export const AttemptsOfEventFilter = AttemptFields.omit({ event_id: true }).superRefine(rangesInOrder);

const ExecutionFields = z.strictObject({
  ...between,
  ids: idList(inQuery, "execution").optional(),
  event_id: idList(inQuery, "event").optional(),
  connection_id: idList(inQuery, "connection").optional(),
  status: oneOf(inQuery, ExecutionStatus.options).optional(),
});
/** Which executions a list shows. */
export const ExecutionFilter = ExecutionFields.superRefine(rangesInOrder);
export type ExecutionFilter = z.output<typeof ExecutionFilter>;

/** The same of one event's executions. */
export const ExecutionsOfEventFilter = ExecutionFields.omit({ event_id: true }).superRefine(rangesInOrder);

/** Which bulk operations a list shows. */
export const BulkOperationFilter = z
  .strictObject({ ...between, status: oneOf(inQuery, BULK_STATUSES).optional() })
  .superRefine(rangesInOrder);
export type BulkOperationFilter = z.output<typeof BulkOperationFilter>;

/** How many records match a filter. */
export const Count = z.object({
  total: z.int(),
  count: z.int().describe("what matched within the time budget"),
  total_exact: z.boolean().describe("false only when the time budget ran out"),
  applied_range: AppliedRange,
});
export type Count = z.output<typeof Count>;
