import { availableParallelism } from "node:os";
import { compileWasm } from "./engine.ts";
import { readCompiled, readExecution, refusal, refusedCode, refusedExecution } from "./execution.ts";
import type { Execution } from "./execution.ts";
import { RUN_MS } from "./limits.ts";
import type { TransformRequest } from "./output.ts";
import { createPool } from "./pool.ts";
import type { PoolOptions } from "./pool.ts";
import type { Compiled } from "./protocol.ts";
import { startThread } from "./supervised-thread.ts";

/** What a handler gets beside the request: all of it is visible to the user's code, so secrets must be masked. */
export interface TransformContext {
  env: { [name: string]: string };
  connection: object | null;
  source: object | null;
  request_id: string | null;
  event_id: string | null;
}

/** One run of code over one request: what its execution depends on, and nothing else. */
export interface Run {
  code: string;
  request: TransformRequest;
  context: TransformContext;
  /** Where the code's clock stands, in milliseconds since 1970: when the request was received. */
  now: number;
  /** Decides the code's random numbers: the event's id. */
  seed: string;
  /** Runs of different shares take turns, so that a flood of one doesn't hold up the others; all without one are one. */
  share?: string;
}

/** Runs users' transformations. Both reject with `SandboxUnavailable` where no thread takes the code in time. */
export interface Sandbox extends AsyncDisposable {
  /** The same run gives the same execution, but for its duration. The signal ends it and rejects with its reason. */
  run(run: Run, signal?: AbortSignal): Promise<Execution>;
  /** Checks the syntax, and runs nothing. */
  compile(code: string): Promise<Compiled>;
}

/** The bounds of the sandbox; each has a default. */
export interface SandboxOptions extends PoolOptions {
  /** How long a run may take, in milliseconds from its start in a thread. */
  runMs: number;
}

/** Starts the threads; a run waits for them. */
export async function createSandbox(options: Partial<SandboxOptions> = {}): Promise<Sandbox> {
  const { runMs = RUN_MS, threads = availableParallelism(), maxQueued = 1000, maxWaitMs = 30_000 } = options;
  const { threadLost } = options;
  const wasm = await compileWasm();
  const pool = createPool(() => startThread({ wasm, runMs }), { threads, maxQueued, maxWaitMs, threadLost });
  return {
    async run({ code, request, context, now, seed, share }, signal) {
      const refused = refusal(code);
      if (refused) return refusedExecution(refused);
      const texts = { request: JSON.stringify(request), context: JSON.stringify(context) };
      const outcome = await pool.submit({ type: "run", code, ...texts, now, seed }, signal, share);
      return readExecution(outcome, request, runMs);
    },
    async compile(code) {
      const refused = refusal(code);
      return refused
        ? refusedCode(refused)
        : readCompiled(await pool.submit({ type: "compile", code }), runMs);
    },
    [Symbol.asyncDispose]: () => pool[Symbol.asyncDispose](),
  };
}
