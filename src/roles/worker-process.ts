import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { workerEnvironment } from "../config.ts";
import type { Readiness, WorkerStatus } from "../health.ts";
import type { Logger } from "../telemetry/log.ts";
import type { GatewaySettings } from "./context.ts";

/** The worker role in a process of its own: its CPU delays no acknowledgement. */
export interface WorkerProcess extends AsyncDisposable {
  /** Resolves when it runs for the first time; rejects where it can't. */
  started: Promise<void>;
  /** Whether it polls for tasks now. */
  status: () => Promise<WorkerStatus>;
  /** What its `/metrics` shows; empty where it does not answer. */
  metrics: () => Promise<string>;
}

/** What the process tells the one that started it. */
interface Started {
  url: string;
}

const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 15_000;
const ANSWERS_WITHIN = 700;
/** Milliseconds for its metrics: it may have to ask servers that are silent. */
const TELLS_WITHIN = 6000;
/** Milliseconds for it to stop by itself. */
const STOPS_WITHIN = 27_000;

/** How a process that neither answers nor ends is told from one that is busy. */
export interface Patience {
  /** Milliseconds from one probe to the next; each has as long for its answer. */
  probeEvery: number;
  /** Probes without an answer in a row after which it is killed. Time alone proves nothing: the machine may have slept. */
  unanswered: number;
}

/** Half a minute. Temporal gives what it was doing to other workers after 10 to 20 s, where there are any. */
const PATIENCE: Patience = { probeEvery: 5000, unanswered: 6 };

/** Tells the process that started this one where this one answers; false where there is no such process. */
export function tellStarted({ url }: Started): boolean {
  return process.send?.({ url }) ?? false;
}

/** Starts `fasthook start --role worker`. */
export function forkWorker(settings: GatewaySettings): ChildProcess {
  const [, entry = ""] = process.argv;
  return fork(entry, ["start", "--role", "worker"], {
    env: workerEnvironment(settings),
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
}

/**
 * Starts the process, and again whenever it ends, after a pause that grows to 15 s; one that runs but answers nothing any
 * more is killed first. It ends with this process, however that ends, for it sees the channel between them close.
 */
export function startWorkerProcess(
  start: () => ChildProcess,
  log: Logger,
  patience: Patience = PATIENCE,
): WorkerProcess {
  let child: ChildProcess | null = null;
  let url: string | null = null;
  const stop = new AbortController();

  async function runOnce(tell: () => void): Promise<void> {
    const running = start();
    child = running;
    const ended = new AbortController();
    running.once("message", (message) => {
      ({ url } = message as Started);
      tell();
      void killSilent(running, url, AbortSignal.any([ended.signal, stop.signal]));
    });
    const [code, signal] = (await once(running, "exit").finally(() => ended.abort())) as [
      number | null,
      string | null,
    ];
    url = null;
    if (!stop.signal.aborted) log.error({ code, signal }, "the worker process ended");
  }

  /** Until it ends, or is to end. */
  async function killSilent(running: ChildProcess, at: string, over: AbortSignal): Promise<void> {
    const { probeEvery, unanswered } = patience;
    for (let silent = 0; silent < unanswered && !over.aborted;) {
      const answer = fetch(`${at}/healthz`, { signal: AbortSignal.timeout(probeEvery) });
      const answered = answer.then((it) => it.text()).catch(() => null);
      await sleep(probeEvery, undefined, { signal: over }).catch(() => undefined);
      silent = (await answered) === null ? silent + 1 : 0;
    }
    if (over.aborted) return;
    log.error({ unanswered }, "the worker process does not answer: it is killed, and another one started");
    running.kill("SIGKILL");
  }

  let settle = { resolve: () => {}, reject: (_: Error) => {} };
  const started = new Promise<void>((resolve, reject) => (settle = { resolve, reject }));
  started.catch(() => undefined);

  async function runOn(): Promise<void> {
    for (let pause = FIRST_PAUSE; !stop.signal.aborted; pause = Math.min(2 * pause, LONGEST_PAUSE)) {
      let ran = false;
      await runOnce(() => {
        ran = true;
        settle.resolve();
      }).catch((err: unknown) => log.error({ err }, "the worker process could not be started"));
      settle.reject(new Error("the worker process could not start"));
      if (ran) pause = FIRST_PAUSE;
      await sleep(pause, undefined, { signal: stop.signal }).catch(() => undefined);
    }
  }

  const done = runOn();
  return {
    started,
    async status() {
      if (!url) return "stopped";
      const signal = AbortSignal.timeout(ANSWERS_WITHIN);
      const answer = await fetch(`${url}/readyz`, { signal }).catch(() => null);
      const state = (await answer?.json().catch(() => null)) as Readiness | null;
      return state?.worker?.status ?? "no_answer";
    },
    async metrics() {
      if (!url) return "";
      const answer = await fetch(`${url}/metrics`, { signal: AbortSignal.timeout(TELLS_WITHIN) }).catch(
        () => null,
      );
      return (await answer?.text().catch(() => "")) ?? "";
    },
    async [Symbol.asyncDispose]() {
      stop.abort();
      child?.kill("SIGTERM");
      const force = setTimeout(() => child?.kill("SIGKILL"), STOPS_WITHIN);
      await done;
      clearTimeout(force);
    },
  };
}
