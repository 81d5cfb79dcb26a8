import type { Execution as ExecutionModel, RequestPayload } from "../resources/execution.ts";
import type { StoredEnv } from "../resources/transformation.ts";
import { MASK, type Json } from "../resources/wire.ts";
import { excerpt } from "../rules/excerpt.ts";
import type { Execution } from "../sandbox/execution.ts";

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
/** Shorter values stand in too many texts by chance. */
const SHORTEST_HIDDEN = 4;

/** The record of a run: bounded in size, and with secret variables masked wherever the code left them. */
export function reportOf(input: RequestPayload, execution: Execution, env: StoredEnv): Report {
  const hide = hiderOf(env);
  const { status, logs_truncated, duration_ms } = execution;
  const shownInput = bounded(input);
  const output = execution.status === "ok" ? execution.output : null;
  const shownOutput = output && bounded(hide(output));
  return {
    status,
    input: shownInput.request,
    input_truncated: shownInput.truncated,
    output: shownOutput?.request ?? null,
    output_truncated: shownOutput?.truncated ?? false,
    logs: hide(execution.logs),
    logs_truncated,
    error: execution.status === "ok" ? null : hide(execution.error),
    duration_ms,
  };
}

function bounded(request: RequestPayload): { request: RequestPayload; truncated: boolean } {
  if (JSON.stringify(request).length <= LARGEST_SHOWN) return { request, truncated: false };
  const parts = Object.entries(request).map(([part, value]) => [part, excerpt(value)]);
  return { request: Object.fromEntries(parts) as RequestPayload, truncated: true };
}

/** Replaces secret values in all texts of a value. */
function hiderOf(env: StoredEnv): <T>(value: T) => T {
  const secrets = Object.values(env).flatMap(({ value, secret }) =>
    secret && value.length >= SHORTEST_HIDDEN ? [value] : [],
  );
  if (secrets.length === 0) return (value) => value;
  const hideText = (text: string) => secrets.reduce((at, secret) => at.replaceAll(secret, MASK), text);
  const hide = (value: Json): Json => {
    if (typeof value === "string") return hideText(value);
    if (Array.isArray(value)) return value.map(hide);
    if (value === null || typeof value !== "object") return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, hide(inner)]));
  };
  return <T>(value: T) => hide(value as Json) as T;
}
