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

/** Tells the process that started this one where this one answers; false where there is no such process. */
export function tellStarted({ url }: Started): boolean {
  return process.send?.({ url }) ?? false;
}

/**
 * Starts `fasthook start --role worker`, and again whenever it ends, after a pause that grows to 15 s. It ends with this
 * process, however that ends, for it sees the channel between them close.
 */
export function startWorkerProcess(settings: GatewaySettings, log: Logger): WorkerProcess {
  const [, entry = ""] = process.argv;
  let child: ChildProcess | null = null;
  let url: string | null = null;
  const stop = new AbortController();

  async function runOnce(tell: () => void): Promise<void> {
    child = fork(entry, ["start", "--role", "worker"], {
      env: workerEnvironment(settings),
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
    child.once("message", (message) => {
      url = (message as Started).url;
      tell();
    });
    const [code, signal] = (await once(child, "exit")) as [number | null, string | null];
    url = null;
    if (!stop.signal.aborted) log.error({ code, signal }, "the worker process ended");
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
