import { execFile } from "node:child_process";
import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, inject, test } from "vitest";
import { findBinary } from "../../src/dev/binaries.ts";

const run = promisify(execFile);
const FETCHER = fileURLToPath(new URL("fetcher.ts", import.meta.url));
const ROOT = fileURLToPath(new URL("../..", import.meta.url));

let folder: string;
let said: string[];
const say = (line: string) => void said.push(line);
const log = { info: say, warn: say };

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "fasthook-dev-"));
  said = [];
});
afterEach(async () => rm(folder, { recursive: true, force: true }));

/** A program that only tells its version. */
async function place(directory: string, name: string): Promise<string> {
  await mkdir(join(folder, directory), { recursive: true });
  const path = join(folder, directory, name);
  await writeFile(path, "#!/bin/sh\necho version 1\n");
  await chmod(path, 0o755);
  return path;
}

test("a program that was named wins over the PATH and the kept one", async () => {
  const explicit = await place("named", "my-mongod");
  const path = join(folder, "path");
  await place("path", "mongod");
  await place("kept", "mongod");
  expect(await findBinary("mongod", { explicit, path, binDir: join(folder, "kept"), log })).toBe(explicit);
});

test("a program on the PATH wins over the kept one, and nothing is fetched", async () => {
  const onPath = await place("path", "mongod");
  await place("kept", "mongod");
  const path = `${join(folder, "empty")}:${join(folder, "path")}`;
  expect(await findBinary("mongod", { path, binDir: join(folder, "kept"), log })).toBe(onPath);
  expect(said).toEqual([]);
});

test("a program on the PATH that doesn't run is passed over", async () => {
  const broken = await place("path", "mongod");
  await writeFile(broken, "#!/bin/sh\nexit 1\n");
  const kept = await place("kept", "mongod");
  expect(await findBinary("mongod", { path: join(folder, "path"), binDir: join(folder, "kept"), log })).toBe(
    kept,
  );
});

test.each([
  ["mongod", "FASTHOOK_MONGOD_BIN"],
  ["temporal", "FASTHOOK_TEMPORAL_BIN"],
  ["temporal-test-server", "FASTHOOK_TEMPORAL_TEST_SERVER_BIN"],
] as const)(
  "a %s that was named but isn't there is refused in one line that names %s",
  async (name, variable) => {
    const explicit = join(folder, "absent");
    const fault = await findBinary(name, { explicit, binDir: folder, log }).catch((error: Error) => error);
    expect(fault).toBeInstanceOf(Error);
    expect((fault as Error).message).toMatch(new RegExp(`^${variable}=${explicit} .*$`));
  },
);

test.each(["mongod", "temporal", "temporal-test-server"] as const)(
  "the kept %s, sought again, is found without a word",
  async (name) => {
    const binDir = inject("binDir");
    await findBinary(name, { binDir, log });
    said = [];
    expect(await findBinary(name, { binDir, log })).toBe(join(binDir, name));
    expect(said).toEqual([]);
  },
);

// Downloads 45 MB twice: some 10 s.
test(
  "two processes that fetch a program into one folder at once both get one that runs",
  { timeout: 120_000 },
  async () => {
    const args = ["--import", "tsx", FETCHER, folder];
    const fetched = await Promise.all([1, 2].map(() => run(process.execPath, args, { cwd: ROOT })));
    for (const { stdout, stderr } of fetched) {
      expect(stdout).toBe(join(folder, "temporal"));
      expect(stderr).toMatch(/fetching temporal/);
      expect((await run(stdout, ["--version"])).stdout).toMatch(/^temporal version/);
    }
    expect(await readdir(folder)).toEqual(["temporal"]);
  },
);
