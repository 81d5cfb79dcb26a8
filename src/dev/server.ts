import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import type { DevLog } from "./log.ts";
import { endProcess, processRef, type ProcessRef } from "./processes.ts";
import { yieldProcessor } from "../yielding.ts";
import { boundLog, lastWords, rotateLog, withLog } from "./server-log.ts";

/** How a server is started, and how it is known to serve. */
export interface ServerSettings {
  name: string;
  program: string;
  args: string[];
  logFile: string;
  /** Resolves once it serves; called after every start. */
  ready: (stop: AbortSignal) => Promise<void>;
  log: DevLog;
  /** Told of each process, before it is known to serve. */
  born: (process: ProcessRef) => void;
  /** Whether it steps back, once it serves, where processors are short. */
  yields?: boolean;
}

/** A server that is kept running: it is started again, with a back-off, whenever it ends by itself. */
export type Server = AsyncDisposable;

const STARTS_WITHIN = 60_000;
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 10_000;
/** Milliseconds for a server to end by itself. */
const GRACE = 10_000;

/** Starts a server and waits until it serves. Rejects with its last words when it does not. */
export async function startServer(settings: ServerSettings, stop?: AbortSignal): Promise<Server> {
  const { name, log, logFile } = settings;
  const disposed = new AbortController();
  rotateLog(logFile);
  const bound = boundLog(logFile);
  let child = launch(settings);

  /** Keeps the server running until it is disposed of. */
  async function supervise(): Promise<void> {
    for (let pause = FIRST_PAUSE; ; pause = Math.min(pause * 2, LONGEST_PAUSE)) {
      await child.exited;
      if (disposed.signal.aborted) return;
      log.warn(
        `${name} ended (${child.end()}: ${await lastWords(logFile)}); starting it again in ${pause} ms`,
      );
      await sleep(pause, undefined, { signal: disposed.signal }).catch(() => undefined);
      if (disposed.signal.aborted) return;
      child = launch(settings);
      if (await serves(child, settings, disposed.signal).then(yes, no)) pause = FIRST_PAUSE / 2;
      // It may hang.
      else if (child.ref) await endProcess(child.ref, GRACE);
    }
  }

  const end = async () => {
    disposed.abort();
    bound[Symbol.dispose]();
    if (child.ref) await endProcess(child.ref, GRACE);
    await child.exited;
  };
  try {
    await serves(child, settings, stop ?? disposed.signal);
  } catch (error) {
    await end();
    throw error;
  }
  const done = supervise();
  return {
    async [Symbol.asyncDispose]() {
      await end();
      await done;
    },
  };
}

interface Child {
  ref: ProcessRef | null;
  exited: Promise<unknown>;
  /** `exit code 1` or `signal SIGKILL`. */
  end: () => string;
}

/** In a process group of its own: Ctrl-C in the terminal is for the launcher, which ends its servers last. */
function launch({ program, args, logFile, born }: ServerSettings): Child {
  const child: ChildProcess = withLog(logFile, (output) =>
    spawn(program, args, { detached: true, stdio: ["ignore", output, output] }),
  );
  const exited = once(child, "exit").catch(() => undefined);
  const ref = child.pid === undefined ? null : processRef(child.pid);
  if (ref) born(ref);
  const end = () =>
    child.signalCode ? `signal ${child.signalCode}` : `exit code ${child.exitCode ?? "unknown"}`;
  return { ref, exited, end };
}

async function serves(
  child: Child,
  { name, ready, logFile, yields }: ServerSettings,
  stop: AbortSignal,
): Promise<void> {
  // Not AbortSignal.any over AbortSignal.timeout: Node 20 may collect such a signal before it fires.
  const within = new AbortController();
  const late = new Error(`${name} did not serve within ${STARTS_WITHIN / 1000} s; see ${logFile}`);
  const timer = setTimeout(() => within.abort(late), STARTS_WITHIN);
  const onStop = () => within.abort(stop.reason);
  stop.addEventListener("abort", onStop, { once: true });
  if (stop.aborted) onStop();
  const ended = child.exited.then(async () => {
    throw new Error(
      `${name} ended at its start (${child.end()}): ${await lastWords(logFile)}; see ${logFile}`,
    );
  });
  try {
    await Promise.race([ready(within.signal), ended]);
    if (yields && child.ref) yieldProcessor(child.ref.pid);
  } catch (error) {
    throw within.signal.aborted ? within.signal.reason : error;
  } finally {
    clearTimeout(timer);
    stop.removeEventListener("abort", onStop);
    ended.catch(() => undefined);
  }
}

const yes = () => true;
const no = () => false;
