import type { Execution as ExecutionModel, RequestPayload } from "../resources/execution.ts";
import type { StoredEnv } from "../resources/transformation.ts";
import { excerpt } from "../rules/excerpt.ts";
import type { Execution } from "../sandbox/execution.ts";
import { hideInOutput } from "./hide.ts";

/** What a run's record says of the run itself. */
export type Report = Pick<
  ExecutionModel,
  | "status"
  | "input"
  | "input_truncated"
  | "output"
  | "output_truncated"
  | "logs"
  | "logs_truncated"
  | "error"
  | "duration_ms"
>;

/** Characters of JSON; a larger request is kept as an excerpt. */
const LARGEST_SHOWN = 256 * 1024;

/** The record of a run as runProgram answers it: bounded in size, and with secret variables masked in its output too. */
export function reportOf(input: RequestPayload, execution: Execution, env: StoredEnv): Report {
  const { status, logs, logs_truncated, duration_ms } = execution;
  const shownInput = bounded(input);
  const output = execution.status === "ok" ? execution.output : null;
  const shownOutput = output && bounded(hideInOutput(output, env));
  return {
    status,
    input: shownInput.request,
    input_truncated: shownInput.truncated,
    output: shownOutput?.request ?? null,
    output_truncated: shownOutput?.truncated ?? false,
    logs,
    logs_truncated,
    error: execution.status === "ok" ? null : execution.error,
    duration_ms,
  };
}

function bounded(request: RequestPayload): { request: RequestPayload; truncated: boolean } {
  if (JSON.stringify(request).length <= LARGEST_SHOWN) return { request, truncated: false };
  const parts = Object.entries(request).map(([part, value]) => [part, excerpt(value)]);
  return { request: Object.fromEntries(parts) as RequestPayload, truncated: true };
}
