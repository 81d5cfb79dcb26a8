import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { newQuickJSWASMModule, newVariant, RELEASE_SYNC, Scope } from "quickjs-emscripten";
import type { QuickJSContext, QuickJSHandle, QuickJSRuntime } from "quickjs-emscripten";
import { createBoundedMemory } from "./bounded-memory.ts";
import { CODE_FILE, codeError, compileError } from "./code-error.ts";
import { GUEST, GUEST_FILE } from "./guest.ts";
import { createLog } from "./log.ts";
import type { Log } from "./log.ts";
import type { CodeError, Compiled, Ending, LogLevel, Ran, RunJob } from "./protocol.ts";

/**
 * Half a mebibyte of QuickJS's own stack, about 3,000 calls, runs out before 32 MiB of the thread's stack do, for the
 * parser's frames too (measured: 8 MiB are too few). So an overflow is QuickJS's error, and not V8's.
 */
const MAX_STACK_BYTES = 512 * 1024;
/** What a thread needs for an engine: that stack, and a heap that holds input, output and log. In MiB. */
export const THREAD_LIMITS = { stackSizeMb: 32, maxOldGenerationSizeMb: 256 };

/** Against what piles up unseen in memory that is used over and over. */
const RUNS_OF_AN_ENGINE = 1000;
const JOBS_A_TURN = 100;

/** One QuickJS in WebAssembly. It runs one job at a time, each in a runtime and a context of its own. */
export interface Engine {
  run(job: RunJob): Ran;
  compile(code: string): Compiled;
  /** True once it should not be used again: its memory grew, or its state can't be trusted. */
  readonly worn: boolean;
  /** The size of its memory. */
  readonly bytes: number;
}

/** QuickJS's WebAssembly, compiled: threads share it, so that a new one starts at once and runs optimised code. */
export async function compileWasm(): Promise<WebAssembly.Module> {
  const { resolve } = createRequire(createRequire(import.meta.url).resolve("quickjs-emscripten"));
  return WebAssembly.compile(await readFile(resolve("@jitl/quickjs-wasmfile-release-sync/wasm")));
}

const NEVER_SETTLES: Ending = {
  type: "error",
  error: codeError(
    "Error",
    "The handler's promise never settles: no job is left that could settle it, and there are no timers",
  ),
};

/**
 * Runs end after `runMs` milliseconds. It takes over the clock of the thread: QuickJS asks the host's `Date` for the
 * time, and for the time zone.
 */
export async function createEngine(wasm: WebAssembly.Module, runMs: number): Promise<Engine> {
  const memory = createBoundedMemory();
  const variant = newVariant(RELEASE_SYNC, { wasmModule: wasm, wasmMemory: memory.memory });
  const quickjs = await newQuickJSWASMModule(variant);
  const clock = takeClock();
  let uses = 0;
  let broken = false;
  const worn = () => broken || memory.grown || uses >= RUNS_OF_AN_ENGINE;

  /** Lends a fresh runtime and context. Of a worn engine nothing is freed here: all its memory goes at once. */
  function lend<T>(stop: () => boolean, seed: number, use: (context: QuickJSContext) => T): T {
    const scope = new Scope();
    uses += 1;
    try {
      const runtime = scope.manage(quickjs.newRuntime({ interruptHandler: stop }));
      runtime.setMaxStackSize(MAX_STACK_BYTES);
      clock.now = seed;
      const result = use(scope.manage(runtime.newContext()));
      broken ||= stop();
      if (!worn()) scope.dispose();
      return result;
    } catch (fault) {
      broken = true;
      throw fault;
    }
  }

  return {
    get worn() {
      return worn();
    },
    get bytes() {
      return memory.memory.buffer.byteLength;
    },
    compile(code) {
      try {
        const stop = () => memory.exhausted;
        return lend(stop, 0, (context) => compile(context, code));
      } catch (fault) {
        return { ok: false, error: compileError(hostError(fault).message, "") };
      }
    },
    run(job) {
      const started = performance.now();
      const elapsed = () => performance.now() - started;
      const stopped = () => memory.exhausted || elapsed() >= runMs;
      const course: Course = { log: createLog(), ending: null, stopped };
      try {
        lend(stopped, seedTime(job.seed), (context) => {
          // QuickJS has drawn the seed of its random numbers from the clock by now.
          clock.now = job.now;
          follow(course, job, context);
        });
      } catch (fault) {
        course.ending ??= { type: "error", error: hostError(fault) };
      }
      if (elapsed() >= runMs) course.ending = { type: "timeout" };
      if (memory.exhausted) course.ending = { type: "memory" };
      const { ending, log } = course;
      const logged = { logs: log.lines, logs_truncated: log.truncated };
      return { ending: ending ?? NEVER_SETTLES, ...logged, duration_ms: elapsed() };
    },
  };
}

function takeClock(): { now: number } {
  const clock = { now: 0 };
  Date.now = () => clock.now;
  Date.prototype.getTimezoneOffset = () => 0;
  return clock;
}

/** QuickJS seeds `Math.random` with the time: this is one, in milliseconds, that depends on the seed alone. */
const seedTime = (seed: string) => createHash("sha256").update(seed).digest().readUIntBE(0, 6);

function compile(context: QuickJSContext, code: string): Compiled {
  const compiled = context.evalCode(code, CODE_FILE, { type: "global", compileOnly: true });
  if (!compiled.error) {
    compiled.dispose();
    return { ok: true };
  }
  // No user's code has run, so reading the error's fields can't start any.
  const field = (key: string) =>
    context.getProp(compiled.error, key).consume((handle) => context.getString(handle));
  const error = compileError(field("message"), field("stack"));
  compiled.dispose();
  return { ok: false, error };
}

/** The state of one run. */
interface Course {
  readonly log: Log;
  readonly stopped: () => boolean;
  ending: Ending | null;
}

/** Evaluates the code, then calls its handler; how it ended is in the course, unless it was stopped. */
function follow(course: Course, job: RunJob, context: QuickJSContext): void {
  Scope.withScope((scope) => {
    const guest = installGuest(course, context, scope);
    const text = (json: string) => {
      const handle = scope.manage(context.newString(json));
      if (context.typeof(handle) === "string") return handle;
      throw new RangeError("The request does not fit into the memory");
    };
    const call = (callee: QuickJSHandle, ...values: QuickJSHandle[]) => {
      if (!course.stopped()) scope.manage(context.callFunction(callee, context.undefined, ...values));
      runJobs(course, context.runtime);
    };
    const evaluated = scope.manage(context.evalCode(job.code, CODE_FILE, { type: "global" }));
    if (evaluated.error) return call(guest.fail, evaluated.error);
    runJobs(course, context.runtime);
    call(guest.start, text(job.request), text(job.context));
  });
}

function installGuest(course: Course, context: QuickJSContext, scope: Scope) {
  const log = context.newFunction("log", (level, json) => {
    course.log.write(context.getString(level) as LogLevel, JSON.parse(context.getString(json)) as string);
    return course.log.truncated ? context.true : context.false;
  });
  const end = context.newFunction("end", (type, text) => {
    course.ending ??= readEnding(context.getString(type), context.getString(text));
  });
  const install = scope.manage(
    context.unwrapResult(context.evalCode(`(${GUEST})`, GUEST_FILE, { type: "global" })),
  );
  const pair = scope.manage(
    context.unwrapResult(
      context.callFunction(install, context.undefined, scope.manage(log), scope.manage(end)),
    ),
  );
  const [start, fail] = [0, 1].map((index) => scope.manage(context.getProp(pair, index)));
  return { start: start!, fail: fail! };
}

function runJobs(course: Course, runtime: QuickJSRuntime): void {
  while (runtime.hasPendingJob() && !course.stopped()) runtime.executePendingJobs(JOBS_A_TURN).dispose();
}

function readEnding(type: string, text: string): Ending {
  if (type === "output") return { type, json: text };
  if (type === "ignored") return { type };
  const thrown = JSON.parse(text) as { name: string; message: string; stack: string };
  if (thrown.name === "InternalError" && thrown.message === "out of memory") return { type: "memory" };
  return { type: "error", error: codeError(thrown.name, thrown.message, thrown.stack) };
}

/** What QuickJS could not catch: in WebAssembly, V8's own stack overflow, or a failed assertion. */
function hostError(fault: unknown): CodeError {
  const message = fault instanceof Error ? fault.message : String(fault);
  return codeError("InternalError", message);
}
