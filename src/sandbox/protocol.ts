/** What a thread starts with. */
export interface ThreadData {
  wasm: WebAssembly.Module;
  runMs: number;
}

/** What a thread is asked to do. Values pass as JSON texts. */
export type Job =
  | { type: "compile"; code: string }
  | {
      type: "run";
      code: string;
      request: string;
      context: string;
      /** The moment at which the clock of the code stands, in milliseconds since 1970. */
      now: number;
      seed: string;
    };
/** A run, as a thread takes it. */
export type RunJob = Extract<Job, { type: "run" }>;

/** The methods of `console` that are captured. */
export const LOG_LEVELS = ["debug", "log", "info", "warn", "error"] as const;
/** The method of `console` that was called. */
export type LogLevel = (typeof LOG_LEVELS)[number];

/** One call of a method of `console`. */
export interface LogLine {
  level: LogLevel;
  message: string;
}

/** An error of a user's code; `line` counts from 1, in that code, and is null where no line of it is to blame. */
export interface CodeError {
  name: string;
  message: string;
  stack: string;
  line: number | null;
}

/** How a run ended, as far as QuickJS knows: `output` is JSON, not yet checked. */
export type Ending =
  | { type: "output"; json: string }
  | { type: "ignored" }
  | { type: "error"; error: CodeError }
  | { type: "timeout" }
  | { type: "memory" };

/** What a run left behind. */
export interface Ran {
  ending: Ending;
  logs: LogLine[];
  /** Lines were dropped, or cut, because the log was full. */
  logs_truncated: boolean;
  duration_ms: number;
}

/** Where code doesn't compile; line and column count from 1. */
export interface CompileError {
  message: string;
  line: number | null;
  column: number | null;
}

/** Whether code compiles. */
export type Compiled = { ok: true } | { ok: false; error: CompileError };

/** What a thread reports: `ready` once, then for each job `started` and its answer; a spent one takes no more jobs. */
export type Report =
  | { type: "ready" }
  | { type: "started" }
  | { type: "ran"; ran: Ran; spent: boolean }
  | { type: "compiled"; compiled: Compiled; spent: boolean };
/** The report that ends a job. */
export type Answer = Extract<Report, { type: "ran" | "compiled" }>;
