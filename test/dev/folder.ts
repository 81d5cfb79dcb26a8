import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { MongoClient, type Collection } from "mongodb";
import { inject } from "vitest";
import { startStack, type Stack, type StackOptions } from "../../src/dev/stack.ts";
import { eventually } from "../support/eventually.ts";

/** A data folder of a test's own, and all that was said about it. */
export interface Folder extends AsyncDisposable {
  dataDir: string;
  said: string[];
  start(changes?: Partial<StackOptions>): Promise<Stack>;
  /** Starts a stack in a process of its own. */
  launch(temporary?: "temporary"): Promise<{ launcher: ChildProcess; stack: Stack }>;
}

const LAUNCHER = fileURLToPath(new URL("launcher.ts", import.meta.url));
const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** Makes the folder; disposing it removes it and what was launched on it and still runs. */
export async function newFolder(): Promise<Folder> {
  const dataDir = await mkdtemp(join(tmpdir(), "fasthook-dev-"));
  const binDir = inject("binDir");
  const said: string[] = [];
  const launched: ChildProcess[] = [];
  const say = (line: string) => void said.push(line);
  const log = { info: say, warn: say };
  // Temporary: an interrupted run leaves nothing.
  const defaults = { dataDir, binDir, mongod: true, temporal: true, binaries: {}, log, temporary: true };
  return {
    dataDir,
    said,
    start: (changes) => startStack({ ...defaults, ...changes }),
    async launch(temporary) {
      const args = ["--import", "tsx", LAUNCHER, dataDir, binDir, temporary ?? ""];
      const launcher = spawn(process.execPath, args, { cwd: ROOT, stdio: ["ignore", "pipe", "inherit"] });
      launched.push(launcher);
      const ended = once(launcher, "exit").then(([code]) => {
        throw new Error(`the launcher ended with ${String(code)}`);
      });
      const line = once(createInterface(launcher.stdout), "line") as Promise<[string]>;
      const [said] = await Promise.race([line, ended]);
      ended.catch(() => undefined);
      return { launcher, stack: JSON.parse(said) as Stack };
    },
    async [Symbol.asyncDispose]() {
      for (const launcher of launched) launcher.kill("SIGKILL");
      await allGone(dataDir);
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** The processes that serve from a folder, by what they were started with. */
export function serversOn(dataDir: string): { pid: number; command: string }[] {
  const listed = execFileSync("ps", ["-A", "-ww", "-o", "pid=,args="], { encoding: "utf8" }).split("\n");
  const servers = listed.filter(
    (line) => /(--dbpath|--db-filename) /.test(line) && line.includes(`${dataDir}/`),
  );
  return servers.map((line) => ({
    pid: Number.parseInt(line, 10),
    command: line.trim().replace(/^\d+\s+/, ""),
  }));
}

export const mongodOn = (dataDir: string) => serversOn(dataDir).find((it) => it.command.includes("--dbpath"));
export const temporalOn = (dataDir: string) =>
  serversOn(dataDir).find((it) => it.command.includes("--db-filename"));

/** Waits until no server runs on a folder. */
export async function allGone(dataDir: string): Promise<void> {
  await eventually(`no server on ${dataDir}`, () => serversOn(dataDir).length === 0);
}

/** Waits until a folder is no more. */
export async function vanished(dataDir: string): Promise<void> {
  await eventually(`${dataDir} is gone`, () => !existsSync(dataDir));
}

/** Writes a note into a MongoDB, and waits until a majority has it in its journal. */
export async function writeNote(uri: string, text: string): Promise<void> {
  await withNotes(uri, (notes) =>
    notes.insertOne({ text }, { writeConcern: { w: "majority", journal: true } }),
  );
}

export async function readNotes(uri: string): Promise<string[]> {
  return withNotes(uri, async (notes) => (await notes.find().toArray()).map((it) => it.text));
}

async function withNotes<T>(
  uri: string,
  use: (notes: Collection<{ text: string }>) => Promise<T>,
): Promise<T> {
  const client = new MongoClient(uri, { serverSelectionTimeoutMS: 20_000 });
  try {
    return await use(client.db("test").collection("notes"));
  } finally {
    await client.close();
  }
}

/** The pid of the shell that watches over a launcher. */
export function guardOf(launcher: ChildProcess): number {
  const listed = execFileSync("ps", ["-A", "-ww", "-o", "pid=,ppid=,args="], { encoding: "utf8" }).split(
    "\n",
  );
  const guard = listed.find(
    (line) => line.includes("fasthook-guard") && line.trim().split(/\s+/)[1] === `${launcher.pid}`,
  );
  if (!guard) throw new Error("the launcher has no guard");
  return Number.parseInt(guard, 10);
}

/** The port that a folder keeps for a server. */
export async function keptPort(dataDir: string, name: string): Promise<number> {
  const ports = JSON.parse(await readFile(join(dataDir, "ports.json"), "utf8")) as Record<string, number>;
  return ports[name]!;
}
