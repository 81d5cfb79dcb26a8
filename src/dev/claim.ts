import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { DevLog } from "./log.ts";
import { endProcess, isRunning, processRef, type ProcessRef } from "./processes.ts";

/** A server that runs for a launcher. */
export interface ServerRef extends ProcessRef {
  name: string;
}

/** The right to run servers on a data folder. */
export interface Claim {
  /** Notes which servers run, so that a later start can end them when this process dies without doing so. */
  record(servers: ServerRef[]): void;
  release(): void;
}

const Ref = z.object({ pid: z.int().positive(), identity: z.string() });
const RunRecord = z.object({ launcher: Ref, servers: z.array(Ref.extend({ name: z.string() })) });
type RunRecord = z.output<typeof RunRecord>;

const GRACE = 10_000;

/**
 * Takes the data folder for this process, or throws when a living process has it. Every launcher writes its own
 * record first and reads the others' after that: of two that start at once at most one goes on, and no record of a
 * living process is ever removed by another. What dead launchers left running is ended.
 */
export async function claimFolder(dataDir: string, log: DevLog): Promise<Claim> {
  const folder = join(dataDir, "run");
  mkdirSync(folder, { recursive: true });
  const launcher = processRef(process.pid)!;
  const own = join(folder, `${launcher.pid}.json`);
  const earlier = readRecord(own);
  if (earlier) await inherit(earlier, dataDir, log);

  const record = (servers: ServerRef[]) => writeRecord(own, { launcher, servers });
  const release = () => rmSync(own, { force: true });
  record([]);
  try {
    for (const name of readdirSync(folder).filter((it) => it.endsWith(".json") && join(folder, it) !== own)) {
      const other = readRecord(join(folder, name));
      if (other) await inherit(other, dataDir, log);
      rmSync(join(folder, name), { force: true });
    }
  } catch (error) {
    release();
    throw error;
  }
  return { record, release };
}

async function inherit({ launcher, servers }: RunRecord, dataDir: string, log: DevLog): Promise<void> {
  if (isRunning(launcher)) {
    throw new Error(
      `${dataDir} is in use by process ${launcher.pid}: stop that one, or set FASTHOOK_DATA_DIR to another folder`,
    );
  }
  for (const server of servers.filter(isRunning)) {
    log.warn(`ending ${server.name} (process ${server.pid}), left behind by a run that was killed`);
    await endProcess(server, GRACE);
  }
}

function readRecord(path: string): RunRecord | null {
  try {
    return RunRecord.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch {
    return null;
  }
}

/** Synchronous, for the moment between a server's birth and its record is one in which nobody would find it. */
function writeRecord(path: string, record: RunRecord): void {
  writeFileSync(`${path}.new`, JSON.stringify(record));
  renameSync(`${path}.new`, path);
}
