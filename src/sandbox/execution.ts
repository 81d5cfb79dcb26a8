import { codeError } from "./code-error.ts";
import { CODE_BYTES, MEMORY_BYTES, MESSAGE_CHARS } from "./limits.ts";
import { InvalidOutput, readOutput } from "./output.ts";
import type { TransformRequest } from "./output.ts";
import type { CodeError, Compiled, LogLine, Ran } from "./protocol.ts";
import type { Outcome } from "./supervised-thread.ts";

interface Recorded {
  logs: LogLine[];
  /** Lines were dropped, or cut, because the log was full. */
  logs_truncated: boolean;
  duration_ms: number;
}

/** How a run ended; an output of null ignores the event. */
export type Execution =
  | ({ status: "ok"; output: TransformRequest | null } & Recorded)
  | ({ status: "error" | "timeout" | "memory"; error: CodeError } & Recorded);

const MIB = 1024 * 1024;
const timeout = (runMs: number) => codeError("Timeout", `The code ran longer than ${runMs} ms`);
const MEMORY = codeError("OutOfMemory", `The code needed more than ${MEMORY_BYTES / MIB} MiB of memory`);
const TOO_LONG = codeError("CodeTooLong", `The code is longer than ${CODE_BYTES / MIB} MiB`);

/** Why code can't be taken at all, or null. */
export const refusal = (code: string): CodeError | null =>
  Buffer.byteLength(code) > CODE_BYTES ? TOO_LONG : null;

/** The execution of code that was refused. */
export const refusedExecution = (error: CodeError): Execution => failed("error", error, 0);

/** The answer to code that was refused before any thread saw it. */
export const refusedCode = ({ message }: CodeError): Compiled => ({
  ok: false,
  error: { message, line: null, column: null },
});

/** What became of a run that had `runMs` milliseconds, with its output checked against the request it was given. */
export function readExecution(outcome: Outcome, request: TransformRequest, runMs: number): Execution {
  switch (outcome.type) {
    case "answered":
      if (outcome.answer.type === "ran") return readRan(outcome.answer.ran, request, runMs);
      throw new Error("A thread answered a run with something else");
    case "overran":
      return failed("timeout", timeout(runMs), outcome.duration_ms);
    case "crashed":
      return failed("error", crash(outcome.reason), outcome.duration_ms);
  }
}

/** Whether code compiles. Code that can't be compiled within the limits doesn't. */
export function readCompiled(outcome: Outcome, runMs: number): Compiled {
  switch (outcome.type) {
    case "answered":
      if (outcome.answer.type === "compiled") return outcome.answer.compiled;
      throw new Error("A thread answered a compilation with something else");
    case "overran":
      return refusedCode(timeout(runMs));
    case "crashed":
      return refusedCode(crash(outcome.reason));
  }
}

const crash = (reason: string) => codeError("Crash", `The code ended its thread: ${reason}`);

function readRan({ ending, ...recorded }: Ran, request: TransformRequest, runMs: number): Execution {
  switch (ending.type) {
    case "ignored":
      return { status: "ok", output: null, ...recorded };
    case "output":
      try {
        return { status: "ok", output: readOutput(ending.json, request), ...recorded };
      } catch (fault) {
        if (!(fault instanceof InvalidOutput)) throw fault;
        const error = codeError(fault.name, fault.message.slice(0, MESSAGE_CHARS));
        return { status: "error", error, ...recorded };
      }
    case "error":
      return { status: "error", error: ending.error, ...recorded };
    case "timeout":
      return { status: "timeout", error: timeout(runMs), ...recorded };
    case "memory":
      return { status: "memory", error: MEMORY, ...recorded };
  }
}

/** A run whose log went with its thread. */
function failed(status: "error" | "timeout" | "memory", error: CodeError, duration_ms: number): Execution {
  return { status, error, logs: [], logs_truncated: false, duration_ms };
}
