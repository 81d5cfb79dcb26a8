import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { startGuard } from "../src/dev/guard.ts";
import { isRunning, type ProcessRef } from "../src/dev/processes.ts";
import { startServer, type Server, type ServerSettings } from "../src/dev/server.ts";
import type { Lifetime } from "../src/lifetime.ts";

/** What is run, and how it is known to serve. */
export type Program = Pick<ServerSettings, "program" | "args" | "ready" | "yields">;

/** Starts processes, each started again when it ends by itself. */
export interface Starter {
  /** Resolves once it serves. */
  run: (name: string, program: Program) => Promise<Server>;
  /** The pid of a process as it runs now; null while it is down. */
  pidOf: (name: string) => number | null;
}

const POLL = 50;

/** Starts processes that end with this one, however it ends, and knows their pids. */
export function createStarter(lifetime: Lifetime, dataDir: string, say: (line: string) => void): Starter {
  const running = new Map<string, ProcessRef>();
  const guard = startGuard(dataDir);
  lifetime.own({ [Symbol.asyncDispose]: () => guard.release() });
  const log = { info: say, warn: say };
  return {
    pidOf: (name) => {
      const ref = running.get(name);
      return ref && isRunning(ref) ? ref.pid : null;
    },
    async run(name, settings) {
      const born = (ref: ProcessRef) => {
        running.set(name, ref);
        guard.watch([...running.values()]);
      };
      const logFile = join(dataDir, `${name}.log`);
      return lifetime.own(await startServer({ ...settings, name, logFile, log, born }));
    },
  };
}

/**
 * A file run by Node that serves HTTP at that port. `env` hands its variables over, and becomes the process itself.
 */
export function nodeProgram(port: number, env: Record<string, string>, args: string[]): Program {
  const variables = Object.entries({ ...env, PORT: String(port) }).map((pair) => pair.join("="));
  const ready = async (stop: AbortSignal) => {
    for (; ; await sleep(POLL, undefined, { signal: stop })) {
      const answer = await fetch(`http://127.0.0.1:${port}/healthz`, { signal: stop }).catch(() => null);
      if (answer?.ok) return;
      stop.throwIfAborted();
    }
  };
  return {
    program: "env",
    args: [...variables, process.execPath, "--import", "tsx", ...args],
    ready,
  };
}
