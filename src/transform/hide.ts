import type { StoredEnv } from "../resources/transformation.ts";
import type { Json } from "../resources/wire.ts";
import { maskerOf, writingsOf } from "../rules/masking.ts";
import type { Execution } from "../sandbox/execution.ts";
import type { TransformRequest } from "../sandbox/output.ts";

/** Characters: shorter values stand in too many texts by chance. */
const SHORTEST = 4;

const maskerFor = (env: StoredEnv) =>
  maskerOf(
    Object.values(env).flatMap(({ value, secret }) =>
      secret && value.length >= SHORTEST ? writingsOf(value) : [],
    ),
  );

/** An execution without the secret variables that its code logged or threw. Its output stays: it is to be delivered. */
export function hideInExecution<E extends Execution>(execution: E, env: StoredEnv): E {
  const mask = maskerFor(env);
  const { logs, logs_truncated } = execution;
  const shown = {
    ...execution,
    logs: logs.map(({ level, message }, index) => {
      const cut = logs_truncated && index === logs.length - 1;
      return { level, message: mask(message, { cut }) };
    }),
  };
  if (execution.status === "ok") return shown;
  const { name, message, stack, line } = execution.error;
  // The sandbox cuts them where they are long, and does not say so.
  const hide = (text: string) => mask(text, { cut: true });
  return { ...shown, error: { name: hide(name), message: hide(message), stack: hide(stack), line } };
}

/** An output without secret variables, in names too, for its record. */
export function hideInOutput<R extends TransformRequest>(output: R, env: StoredEnv): R {
  const mask = maskerFor(env);
  const hide = (value: Json): Json => {
    if (typeof value === "string") return mask(value);
    if (Array.isArray(value)) return value.map(hide);
    if (value === null || typeof value !== "object") return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [mask(key), hide(inner)]));
  };
  const parts = Object.entries(output).map(([part, value]) => [part, hide(value as Json)]);
  return Object.fromEntries(parts) as R;
}
