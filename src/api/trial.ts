import { z } from "zod";
import { isTooDeep, type Received } from "../payload/data.ts";
import type { RequestPayload, TrialExecution } from "../resources/execution.ts";
import type { StoredEnv } from "../resources/transformation.ts";
import { Headers, Id, Method, type Json } from "../resources/wire.ts";
import { foldHeaders } from "../rules/field-path.ts";
import type { Store } from "../store/store.ts";
import { formOf, onWire, receivedPayload } from "../transform/payload.ts";
import { reportOf } from "../transform/report.ts";
import { runProgram, type Subject } from "../transform/run.ts";
import type { ApiDependencies } from "./dependencies.ts";
import { invalidField } from "./problems.ts";

/** It was read from JSON. */
const Body = z
  .any()
  .refine((body: Json) => !isTooDeep(body), "must not be nested deeper than 1000 levels") as z.ZodType<Json>;

/** A request that was never received, to try things on. */
const DraftRequest = z.strictObject({
  method: Method.default("POST"),
  path: z.string().default(""),
  query: z.union([z.string(), Headers]).default("").describe("as in a URL, or as fields"),
  headers: Headers.default({}),
  body: Body.default(""),
});

/** On what something is tried: a draft, a stored request, or the request of an event. */
export const trialFields = {
  request: DraftRequest.optional(),
  request_id: Id("request").optional(),
  event_id: Id("event").optional(),
};

/** The names of these fields. */
export const TRIAL_FIELDS = ["request", "request_id", "event_id"] as const;

type TrialInput = z.output<z.ZodObject<typeof trialFields>>;

/** A check that exactly one of some fields is given. */
export const exactlyOne =
  (...fields: string[]) =>
  (input: object, context: z.core.$RefinementCtx): void => {
    const given = fields.filter((field) => (input as Record<string, unknown>)[field] !== undefined);
    if (given.length === 1) return;
    const message = `give exactly one of ${fields.join(", ")}`;
    context.addIssue({ code: "custom", path: [given[1] ?? fields[0]!], message });
  };

/** A request to try things on, and all that is known of it. */
export interface Trial {
  payload: RequestPayload;
  /** The same on the wire. */
  received: Received & { method: string };
  subject: Subject;
}

const DRAFT = { request_id: null, event_id: null, connection: null, source: null };

/** Finds what the input names. Throws a 422 where that is nothing. */
export async function findTrial(
  { store, now }: Pick<ApiDependencies, "store" | "now">,
  teamId: string,
  input: TrialInput,
): Promise<Trial> {
  const { request: draft, request_id, event_id } = input;
  if (draft) {
    const query = typeof draft.query === "string" ? draft.query : formOf(draft.query);
    const payload = { ...draft, query, headers: foldHeaders(draft.headers) };
    return { payload, received: onWire(payload), subject: { ...DRAFT, received_at: now() } };
  }
  const event = event_id === undefined ? null : await store.events.find(teamId, event_id);
  if (event_id !== undefined && !event) throw invalidField("event_id", `there is no event ${event_id}`);
  const id = event?.request_id ?? request_id!;
  const request = await store.requests.find(teamId, id);
  if (!request) throw invalidField(event ? "event_id" : "request_id", `there is no request ${id}`);
  if (request.data_erased_at)
    throw invalidField(event ? "event_id" : "request_id", `the data of ${id} was erased`);
  const subject = {
    received_at: request.received_at,
    request_id: request._id,
    event_id: event?._id ?? null,
    connection: event && (await nameOf(store.connections, teamId, event.connection_id)),
    source: await nameOf(store.sources, teamId, request.source_id),
  };
  return { payload: receivedPayload(request), received: request, subject };
}

async function nameOf(
  store: { find: Store["sources"]["find"] | Store["connections"]["find"] },
  teamId: string,
  id: string,
): Promise<Subject["source"]> {
  const found = await store.find(teamId, id);
  return found && { id, name: found.name };
}

/** Code to be tried: saved, with its id and version, or not. */
export interface TriedCode {
  code: string;
  env: StoredEnv;
  transformation_id: string | null;
  version: number | null;
}

/** Runs code on a trial; nothing is stored. */
export async function tryCode(
  { sandbox }: Pick<ApiDependencies, "sandbox">,
  { transformation_id, version, ...program }: TriedCode,
  { payload, subject }: Trial,
): Promise<{ execution: TrialExecution; output: RequestPayload | null }> {
  const ran = await runProgram(sandbox, program, payload, subject);
  const { event_id, request_id, connection } = subject;
  const ids = { transformation_id, version, event_id, request_id, connection_id: connection?.id ?? null };
  const execution = { ...ids, ...reportOf(payload, ran, program.env) };
  return { execution, output: ran.status === "ok" ? ran.output : null };
}
