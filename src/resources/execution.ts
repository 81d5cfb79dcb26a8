import { z } from "zod";
import { base, Headers, Id, type Json } from "./wire.ts";

/** What code returned is JSON already; checking megabytes of it again would only cost. */
const AnyJson: z.ZodType<Json, Json> = z.any();

/** A request as transformations take and return it: the body is read as its content type says. */
export const RequestPayload = z.object({
  method: z.string(),
  path: z.string().describe("what followed the source's URL"),
  query: z.string().describe("without the question mark"),
  headers: Headers,
  body: AnyJson,
});
export type RequestPayload = z.output<typeof RequestPayload>;

/** How a run ended: by itself, by an error of its code, or by a limit. */
export const ExecutionStatus = z.enum(["ok", "error", "timeout", "memory"]);

const ExecutionError = z.object({
  name: z.string(),
  message: z.string(),
  stack: z.string(),
  line: z.int().nullable().describe("in the code, from 1; null where no line is to blame"),
});

const result = {
  status: ExecutionStatus,
  input: RequestPayload,
  input_truncated: z.boolean().describe("input is an excerpt: it was too large to be kept whole"),
  output: RequestPayload.nullable().describe("null where the event is to be ignored, or the run failed"),
  output_truncated: z.boolean().describe("output is an excerpt: it was too large to be kept whole"),
  logs: z.array(z.object({ level: z.string(), message: z.string() })),
  logs_truncated: z.boolean(),
  error: ExecutionError.nullable(),
  duration_ms: z.number(),
};

/** One run of a transformation for an event. */
export const Execution = z
  .object({
    ...base("execution"),
    transformation_id: Id("transformation"),
    version: z.int(),
    event_id: Id("event"),
    connection_id: Id("connection"),
    request_id: Id("request"),
    ...result,
  })
  .meta({ id: "Execution" });
export type Execution = z.output<typeof Execution>;

/** A run that was only tried: it is not stored, and knows what it was given. */
export const TrialExecution = z.object({
  transformation_id: Id("transformation").nullable(),
  version: z.int().nullable(),
  event_id: Id("event").nullable(),
  connection_id: Id("connection").nullable(),
  request_id: Id("request").nullable(),
  ...result,
});
export type TrialExecution = z.output<typeof TrialExecution>;
