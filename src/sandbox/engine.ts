import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { newQuickJSWASMModule, newVariant, RELEASE_SYNC } from "quickjs-emscripten";
import type { QuickJSContext, QuickJSHandle, QuickJSRuntime } from "quickjs-emscripten";
import { createBoundedMemory } from "./bounded-memory.ts";
import { CODE_FILE, codeError, compileError } from "./code-error.ts";
import { GUEST, GUEST_FILE } from "./guest.ts";
import { createLog } from "./log.ts";
import type { Log } from "./log.ts";
import type { CodeError, Compiled, Ending, LogLevel, Ran, RunJob } from "./protocol.ts";
import { takeSnapshot } from "./snapshot.ts";

/**
 * Half a mebibyte of QuickJS's own stack, about 3,000 calls, runs out before 32 MiB of the thread's stack do, for the
 * parser's frames too (measured: 8 MiB are too few). So an overflow is QuickJS's error, and not V8's.
 */
const MAX_STACK_BYTES = 512 * 1024;
/** What a thread needs for an engine: that stack, and a heap that holds input, output and log. In MiB. */
export const THREAD_LIMITS = { stackSizeMb: 32, maxOldGenerationSizeMb: 256 };

const JOBS_A_TURN = 100;

/** One QuickJS in WebAssembly. It does one job at a time, each as if it were the first. */
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
 * Runs end after `runMs` milliseconds. After each job the memory is made what it was before the first one, down to the
 * last object, which takes a tenth of the time of a new runtime and context. It takes over the clock of the thread:
 * QuickJS asks the host's `Date` for the time, and for the time zone.
 */
export async function createEngine(wasm: WebAssembly.Module, runMs: number): Promise<Engine> {
  const memory = createBoundedMemory();
  const variant = newVariant(RELEASE_SYNC, { wasmModule: wasm, wasmMemory: memory.memory });
  const quickjs = await newQuickJSWASMModule(variant);
  const clock = takeClock();
  const desk: Desk = { course: null, stop: () => false };
  const runtime = quickjs.newRuntime({ interruptHandler: () => desk.stop() });
  runtime.setMaxStackSize(MAX_STACK_BYTES);
  const context = runtime.newContext();
  const guest = installGuest(desk, context);
  const untouched = takeSnapshot(memory.memory);
  let broken = false;
  const worn = () => broken || memory.grown;

  /** Does one job; of a worn engine nothing is put in order: all its memory goes at once. */
  function lend<T>(stop: () => boolean, course: Course | null, use: () => T): T {
    Object.assign(desk, { stop, course });
    try {
      const result = use();
      broken ||= stop();
      if (!worn()) untouched.restore();
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
        return lend(
          () => memory.exhausted,
          null,
          () => compile(context, code),
        );
      } catch (fault) {
        return { ok: false, error: compileError(hostError(fault).message, "") };
      }
    },
    run(job) {
      const started = performance.now();
      const elapsed = () => performance.now() - started;
      const stopped = () => memory.exhausted || elapsed() >= runMs;
      const course: Course = { log: createLog(), ending: null, stopped };
      clock.now = job.now;
      try {
        lend(stopped, course, () => follow(course, job, context, guest));
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

/** Four words that depend on the seed alone. */
function seedWords(seed: string): number[] {
  const digest = createHash("sha256").update(seed).digest();
  return [0, 4, 8, 12].map((at) => digest.readInt32LE(at));
}

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

/** What the engine has in hand: where the guest's calls go, and when QuickJS is to stop. */
interface Desk {
  course: Course | null;
  stop: () => boolean;
}

/** The guest's functions: see there. */
interface Guest {
  seed: QuickJSHandle;
  start: QuickJSHandle;
  fail: QuickJSHandle;
}

/** Evaluates the code, then calls its handler; how it ended is in the course, unless it was stopped. */
function follow(course: Course, job: RunJob, context: QuickJSContext, guest: Guest): void {
  const text = (json: string) => {
    const handle = context.newString(json);
    if (context.typeof(handle) === "string") return handle;
    throw new RangeError("The request does not fit into the memory");
  };
  const call = (callee: QuickJSHandle, ...values: QuickJSHandle[]) => {
    if (!course.stopped()) context.callFunction(callee, context.undefined, ...values);
    runJobs(course, context.runtime);
  };
  const words = seedWords(job.seed).map((word) => context.newNumber(word));
  context.callFunction(guest.seed, context.undefined, ...words);
  const evaluated = context.evalCode(job.code, CODE_FILE, { type: "global" });
  if (evaluated.error) return call(guest.fail, evaluated.error);
  runJobs(course, context.runtime);
  call(guest.start, text(job.request), text(job.context));
}

function installGuest(desk: Desk, context: QuickJSContext): Guest {
  const log = context.newFunction("log", (level, json) => {
    const line = JSON.parse(context.getString(json)) as string;
    desk.course?.log.write(context.getString(level) as LogLevel, line);
    return desk.course?.log.truncated ? context.true : context.false;
  });
  const end = context.newFunction("end", (type, text) => {
    if (desk.course) desk.course.ending ??= readEnding(context.getString(type), context.getString(text));
  });
  const install = context.unwrapResult(context.evalCode(`(${GUEST})`, GUEST_FILE, { type: "global" }));
  const functions = context.unwrapResult(context.callFunction(install, context.undefined, log, end));
  const [seed, start, fail] = [0, 1, 2].map((index) => context.getProp(functions, index));
  return { seed: seed!, start: start!, fail: fail! };
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
