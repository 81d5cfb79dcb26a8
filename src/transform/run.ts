import type { RequestPayload } from "../resources/execution.ts";
import type { StoredEnv } from "../resources/transformation.ts";
import type { RunResult } from "../rules/pipeline.ts";
import type { Execution } from "../sandbox/execution.ts";
import type { Sandbox } from "../sandbox/sandbox.ts";
import { hideInExecution } from "./hide.ts";

/** Whose request is transformed: what code is told of it, and what makes its run the same each time. */
export interface Subject {
  received_at: Date;
  request_id: string | null;
  event_id: string | null;
  connection: { id: string; name: string | null } | null;
  source: { id: string; name: string | null } | null;
}

/** What is run. */
export interface Program {
  code: string;
  env: StoredEnv;
}

/** How a run is scheduled. */
export interface RunOptions {
  signal?: AbortSignal;
  /** With whom it shares its turns: the other runs of its connection, unless told otherwise. */
  share?: string | undefined;
}

/** The seed of a request that was never received. */
const NO_EVENT = "draft";

/**
 * Runs code on a request. The clock stands at the request's time and the event decides the random numbers, so the same
 * event gives the same output; what it logs and throws comes without secret variables. Rejects with SandboxUnavailable
 * through no fault of the code.
 */
export async function runProgram(
  sandbox: Pick<Sandbox, "run">,
  { code, env }: Program,
  request: RequestPayload,
  { received_at, ...subject }: Subject,
  { signal, share = subject.connection?.id }: RunOptions = {},
): Promise<Execution> {
  const plain = Object.fromEntries(Object.entries(env).map(([name, { value }]) => [name, value]));
  const seed = subject.event_id ?? subject.request_id ?? NO_EVENT;
  const context = { env: plain, ...subject };
  const run = { code, request, context, now: received_at.getTime(), seed, share };
  return hideInExecution(await sandbox.run(run, signal), env);
}

/** What a rule comes to whose transformation was deleted, which a connection that uses it prevents as far as it can. */
export function missingTransformation(id: string): RunResult {
  const message = `there is no transformation ${id} any more`;
  return { status: "error", error: { message }, execution_id: null };
}
