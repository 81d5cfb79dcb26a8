import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { findBinary } from "./binaries.ts";
import { claimFolder, type ServerRef } from "./claim.ts";
import { startGuard } from "./guard.ts";
import type { DevLog } from "./log.ts";
import { mongodSettings } from "./mongod.ts";
import { keptPorts } from "./ports.ts";
import type { ProcessRef } from "./processes.ts";
import { startServer, type Server, type ServerSettings } from "./server.ts";
import { temporalSettings } from "./temporal-server.ts";

/** Which servers are wanted, and where everything of theirs lies. */
export interface StackOptions {
  /** Absolute; the servers' data, logs and ports lie there. */
  dataDir: string;
  binDir: string;
  /** Which servers to start. */
  mongod: boolean;
  temporal: boolean;
  binaries: { mongod?: string; temporal?: string };
  path?: string;
  /** Whether Temporal steps back where processors are short: no acknowledgement is to wait for its work. */
  temporalYields?: boolean;
  log: DevLog;
  /** Gives the start up. */
  stop?: AbortSignal;
  /** Whether the data folder is to go when this process dies. */
  temporary?: boolean;
}

/** Real servers of our own. Disposing them leaves no process behind. */
export interface Stack extends AsyncDisposable {
  mongodbUri: string;
  temporalAddress: string;
  temporalUiUrl: string;
}

/**
 * Starts a mongod and a Temporal dev server on a data folder, and keeps them running. A start over one that was
 * killed ends what that one left; a start on a folder that is in use is refused. Should this process be killed, a
 * guard ends the servers.
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const { dataDir, binDir, log, path } = options;
  // Payloads lie in it, as they came.
  await mkdir(join(dataDir, "logs"), { recursive: true, mode: 0o700 });
  const claim = await claimFolder(dataDir, log);
  const guard = startGuard(options.temporary ? dataDir : null);
  const running = new Map<string, ProcessRef>();
  const servers: Server[] = [];

  const born = (name: string) => (process: ProcessRef) => {
    running.set(name, process);
    const refs: ServerRef[] = [...running].map(([it, ref]) => ({ name: it, ...ref }));
    claim.record(refs);
    guard.watch(refs);
  };
  const start = async (settings: Pick<ServerSettings, "name" | "program" | "args" | "ready" | "yields">) => {
    const logFile = join(dataDir, "logs", `${settings.name.toLowerCase()}.log`);
    servers.push(await startServer({ ...settings, logFile, log, born: born(settings.name) }, options.stop));
  };
  const close = async () => {
    await Promise.all(servers.map((server) => server[Symbol.asyncDispose]()));
    await guard.release();
    claim.release();
  };

  try {
    const find = async (name: "mongod" | "temporal") =>
      options[name] ? findBinary(name, { binDir, explicit: options.binaries[name], path, log }) : null;
    const ports = await keptPorts(join(dataDir, "ports.json"), [
      "mongod",
      "frontend",
      "http",
      "ui",
      "metrics",
    ]);
    const [mongodProgram, temporalProgram] = await allOrFirstFault([find("mongod"), find("temporal")]);
    const mongod = mongodProgram
      ? await mongodSettings({ program: mongodProgram, dataDir, port: ports.mongod })
      : null;
    const temporal = temporalProgram ? temporalSettings({ program: temporalProgram, dataDir, ports }) : null;
    options.stop?.throwIfAborted();
    const yields = options.temporalYields ?? false;
    await allOrFirstFault([
      ...(mongod ? [start(mongod)] : []),
      ...(temporal ? [start({ ...temporal, yields })] : []),
    ]);
    return {
      mongodbUri: mongod?.uri ?? "",
      temporalAddress: temporal?.address ?? "",
      temporalUiUrl: temporal?.uiUrl ?? "",
      [Symbol.asyncDispose]: close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Waits for all, so that what was begun can be ended, and then throws the first fault. */
async function allOrFirstFault<T>(work: Promise<T>[]): Promise<T[]> {
  const results = await Promise.allSettled(work);
  return results.map((result) => {
    if (result.status === "rejected") throw result.reason;
    return result.value;
  });
}
