import { Worker } from "node:worker_threads";
import { THREAD_LIMITS } from "./engine.ts";
import { GRACE_MS } from "./limits.ts";
import type { Answer, Job, Report, ThreadData } from "./protocol.ts";

/**
 * How a job came out of its thread. All but an answer have cost the thread, and so has an answer with `spent`. Durations
 * count from the job's start.
 */
export type Outcome =
  | { type: "answered"; answer: Answer }
  | { type: "overran"; duration_ms: number }
  | { type: "crashed"; reason: string; duration_ms: number };

/** The thread ended before the job began. */
export interface Lost {
  type: "lost";
  reason: string;
}

/** A worker thread with a watchdog, which ends it when a job runs longer than the limit and the grace. */
export interface SupervisedThread {
  /** Settles once it can take a job; rejects when it ends before that. */
  readonly ready: Promise<void>;
  /** Settles when it is gone. */
  readonly gone: Promise<void>;
  /** Takes one job at a time. */
  perform(job: Job): Promise<Outcome | Lost>;
  stop(): Promise<void>;
}

/** The job in hand; `started` is null until the thread says that it begins. */
interface Assignment {
  started: number | null;
  watchdog?: NodeJS.Timeout;
  finish: (outcome: Outcome | Lost) => void;
}

/** Starts a thread and its watchdog; `started` tells when it takes jobs. */
export function startThread(data: ThreadData): SupervisedThread {
  const worker = openWorker(data);
  let assignment: Assignment | null = null;
  let reason = "it ended by itself";
  let exited = false;

  function finish(outcome: (duration_ms: number) => Outcome): void {
    if (!assignment) return;
    const { started, watchdog, finish } = assignment;
    assignment = null;
    clearTimeout(watchdog);
    finish(started === null ? { type: "lost", reason } : outcome(performance.now() - started));
  }
  function overrun(): void {
    finish((duration_ms) => ({ type: "overran", duration_ms }));
    void worker.terminate();
  }
  worker.on("message", (report: Report) => {
    if (report.type === "ready" || !assignment) return;
    if (report.type !== "started") {
      if (report.spent) void worker.terminate();
      return finish(() => ({ type: "answered", answer: report }));
    }
    assignment.started = performance.now();
    assignment.watchdog = setTimeout(overrun, data.runMs + GRACE_MS);
  });
  worker.on("error", (error: Error) => {
    reason = error.message;
  });
  const gone = new Promise<void>((resolve) => worker.once("exit", () => resolve())).then(() => {
    exited = true;
    finish((duration_ms) => ({ type: "crashed", reason, duration_ms }));
  });
  const ready = new Promise<void>((resolve, reject) => {
    worker.once("message", () => resolve());
    void gone.then(() => reject(new Error(reason)));
  });
  return {
    ready,
    gone,
    perform: (job) =>
      new Promise((resolve) => {
        if (exited) return resolve({ type: "lost", reason });
        assignment = { started: null, finish: resolve };
        worker.postMessage(job);
      }),
    async stop() {
      await worker.terminate();
    },
  };
}

function openWorker(workerData: ThreadData): Worker {
  const isSource = import.meta.url.endsWith(".ts");
  const entry = new URL(isSource ? "./thread.ts" : "./thread.js", import.meta.url);
  const execArgv = isSource ? ["--import", compilerHook()] : [];
  // The thread gets no environment, and what QuickJS may print when it aborts goes nowhere.
  const hygiene = { env: {}, stdout: true, stderr: true };
  const worker = new Worker(entry, { workerData, execArgv, resourceLimits: THREAD_LIMITS, ...hygiene });
  worker.stdout.resume();
  worker.stderr.resume();
  return worker;
}

/** In a checkout the thread is TypeScript. Node 20 does not hand tsx on to threads: each must register it itself. */
function compilerHook(): string {
  const api = JSON.stringify(import.meta.resolve("tsx/esm/api"));
  return `data:text/javascript,${encodeURIComponent(`import { register } from ${api}; register();`)}`;
}
