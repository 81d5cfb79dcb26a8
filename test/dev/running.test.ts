import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findRunning, noteRunning } from "../../src/dev/running.ts";

const RUNNING = { url: "http://127.0.0.1:4567", team: { teamId: "tm_1", apiKey: "fh_made-by-a-start" } };

let dataDir: string;
let file: string;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "fasthook-dev-"));
  file = join(dataDir, "gateway.json");
});
afterEach(async () => rm(dataDir, { recursive: true, force: true }));

test("a gateway that was noted is found until it stops, and its key is for the owner's eyes", async () => {
  const noted = await noteRunning(dataDir, RUNNING);
  expect(await findRunning(dataDir)).toEqual(RUNNING);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  await noted[Symbol.asyncDispose]();
  expect(await findRunning(dataDir)).toBeNull();
});

test("a gateway whose process died without a word is not found", async () => {
  await noteRunning(dataDir, RUNNING);
  const noted = JSON.parse(await readFile(file, "utf8")) as { process: object };
  await writeFile(file, JSON.stringify({ ...noted, process: { ...noted.process, identity: "another" } }));
  expect(await findRunning(dataDir)).toBeNull();
});

test("a note that is cut off, or a folder that is not there, has no gateway", async () => {
  await writeFile(file, '{"url":"http://127');
  expect(await findRunning(dataDir)).toBeNull();
  expect(await findRunning(join(dataDir, "nowhere"))).toBeNull();
});
