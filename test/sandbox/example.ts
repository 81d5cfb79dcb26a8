import type { TransformRequest } from "../../src/sandbox/output.ts";
import type { Run } from "../../src/sandbox/sandbox.ts";

export const aRequest = (given: Partial<TransformRequest> = {}): TransformRequest => ({
  method: "POST",
  path: "/orders",
  query: "a=1",
  headers: { "content-type": "application/json" },
  body: { id: 7 },
  ...given,
});

export const aRun = (code: string, given: Partial<Run> = {}): Run => ({
  code,
  request: aRequest(),
  context: { env: {}, connection: null, source: null, request_id: "req_1", event_id: "evt_1" },
  now: Date.UTC(2024, 1, 29, 12),
  seed: "evt_1",
  ...given,
});

/** A run of a handler with this body, which sees `request` and `context`. */
export const aHandler = (body: string, given: Partial<Run> = {}): Run =>
  aRun(`addHandler("transform", (request, context) => {${body}})`, given);
