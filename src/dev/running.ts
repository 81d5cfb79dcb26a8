import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { isRunning, processRef } from "./processes.ts";

const Team = z.object({ teamId: z.string(), apiKey: z.string() });
const Running = z.object({ url: z.url(), team: Team.nullable() });
const Noted = Running.extend({ process: z.object({ pid: z.int().positive(), identity: z.string() }) });

/** The gateway of a `dev`: where it listens, and a key to call it with, where it made one or was given one. */
export type Running = z.output<typeof Running>;

const fileIn = (dataDir: string) => join(dataDir, "gateway.json");

/** Notes in a data folder, for its owner's eyes, which gateway this process runs on it, until disposed of. */
export async function noteRunning(dataDir: string, { url, team }: Running): Promise<AsyncDisposable> {
  const file = fileIn(dataDir);
  const noted = { url, team, process: processRef(process.pid) };
  await writeFile(`${file}.new`, `${JSON.stringify(noted, null, 2)}\n`, { mode: 0o600 });
  await rename(`${file}.new`, file);
  return { [Symbol.asyncDispose]: () => rm(file, { force: true }) };
}

/** The gateway that runs on a data folder now; null where there is none, or the process that noted it is dead. */
export async function findRunning(dataDir: string): Promise<Running | null> {
  const text = await readFile(fileIn(dataDir), "utf8").catch(() => "null");
  const { data: noted } = Noted.safeParse(parsedOrNull(text));
  return noted && isRunning(noted.process) ? { url: noted.url, team: noted.team } : null;
}

function parsedOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
