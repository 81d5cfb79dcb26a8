import { z } from "zod";
import type { EventStatus } from "./event.ts";
import { AttemptErrorCode, EVENT_STATUSES, EventCause, FINAL_STATUSES } from "./event.ts";
import { ExecutionStatus } from "./execution.ts";
import { RejectionCause, RequestStatus } from "./request.ts";
import { Id, type Noun } from "./wire.ts";

const MINUTE = 60_000;
const UNITS = { s: 1000, m: MINUTE, h: 60 * MINUTE, d: 1440 * MINUTE } as const;
const RELATIVE = /^now(?:-(\d{1,9})([smhd]))?$/;

/** ISO 8601, or relative to the present: `now`, `now-15m`, `now-2d`. */
const Moment = z.string().transform((text, context) => {
  const moment = new Date(RELATIVE.test(text) ? relativeTime(text) : isoTime(text));
  if (!Number.isNaN(moment.getTime())) return moment;
  context.addIssue({ code: "custom", message: "must be ISO 8601, such as 2026-01-31T09:00:00Z, or now-1h" });
  return z.NEVER;
});

function relativeTime(text: string): number {
  const [, count = "0", unit = "s"] = RELATIVE.exec(text) ?? [];
  return Date.now() - Number(count) * UNITS[unit as keyof typeof UNITS];
}

function isoTime(text: string): number {
  return /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : NaN;
}

/** One value or several, separated by commas, each in any case. */
const oneOf = <const V extends string>(values: readonly V[], groups: Record<string, readonly V[]> = {}) =>
  z.string().transform((text, context) => {
    const found = text.split(",").map((part) => {
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

const idList = (noun: Noun) =>
  z
    .string()
    .transform((text) => text.split(",").map((part) => part.trim()))
    .pipe(z.array(Id(noun)).max(250));

/** A range of response statuses, both ends included. */
export interface StatusRange {
  from: number;
  to: number;
}
const STATUS_FORM = /^(?:(\d{3})|([1-5])xx|(>=|<=|>|<)(\d{3}))$/i;
const ResponseStatus = z.string().transform((text, context): StatusRange[] => {
  const ranges = text.split(",").map((part) => statusRange(part.trim()));
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

const Count = z
  .string()
  .regex(/^\d{1,9}$/, "must be a whole number")
  .transform(Number);
const shared = {
  from: Moment.optional(),
  to: Moment.optional(),
  source_id: idList("source").optional(),
};

/** Which requests a list shows. */
export const RequestFilter = z.strictObject({
  ...shared,
  ids: idList("request").optional(),
  status: oneOf(RequestStatus.options).optional(),
  cause: oneOf(RejectionCause.options).optional(),
});
export type RequestFilter = z.output<typeof RequestFilter>;

/** Which events a list shows. */
export const EventFilter = z.strictObject({
  ...shared,
  ids: idList("event").optional(),
  status: oneOf<EventStatus>(EVENT_STATUSES, { processed: FINAL_STATUSES }).optional(),
  cause: oneOf(EventCause.options).optional(),
  connection_id: idList("connection").optional(),
  destination_id: idList("destination").optional(),
  request_id: idList("request").optional(),
  bulk_operation_id: idList("bulk_operation").optional(),
  response_status: ResponseStatus.optional(),
  error_code: oneOf(AttemptErrorCode.options).optional(),
  attempts_min: Count.optional(),
  attempts_max: Count.optional(),
});
export type EventFilter = z.output<typeof EventFilter>;

/** Which attempts a list shows. */
export const AttemptFilter = z.strictObject({
  from: Moment.optional(),
  to: Moment.optional(),
  ids: idList("attempt").optional(),
  event_id: idList("event").optional(),
  destination_id: idList("destination").optional(),
  status: oneOf(["delivered", "failed"]).optional(),
  error_code: oneOf(AttemptErrorCode.options).optional(),
  response_status: ResponseStatus.optional(),
  bulk_operation_id: idList("bulk_operation").optional(),
});
export type AttemptFilter = z.output<typeof AttemptFilter>;

/** Which executions a list shows. */
export const ExecutionFilter = z.strictObject({
  from: Moment.optional(),
  to: Moment.optional(),
  ids: idList("execution").optional(),
  event_id: idList("event").optional(),
  connection_id: idList("connection").optional(),
  status: oneOf(ExecutionStatus.options).optional(),
});
export type ExecutionFilter = z.output<typeof ExecutionFilter>;
