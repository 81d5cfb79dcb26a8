import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { loadCredentials } from "../../src/dev/credentials.ts";

let dataDir: string;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "fasthook-dev-"));
});
afterEach(async () => rm(dataDir, { recursive: true, force: true }));

test("a data folder without credentials gets a team, a key and a 32-byte secret, for its owner's eyes", async () => {
  const { teamId, apiKey, secretKey } = await loadCredentials(dataDir);
  expect(teamId).toMatch(/^tm_[0-9a-z]{20}$/);
  expect(apiKey).toMatch(/^fh_[0-9a-z]{32,}$/);
  expect(Buffer.from(secretKey, "base64")).toHaveLength(32);
  expect((await stat(join(dataDir, "credentials.json"))).mode & 0o777).toBe(0o600);
});

test("a data folder with credentials, loaded again, keeps them", async () => {
  const first = await loadCredentials(dataDir);
  expect(await loadCredentials(dataDir)).toEqual(first);
});

test("credentials that are cut off or lack a field are refused, with the file's name, and stay as they are", async () => {
  const file = join(dataDir, "credentials.json");
  for (const damaged of ['{"teamId":"tm_1', '{"teamId":"tm_1","apiKey":"fh_1"}']) {
    await writeFile(file, damaged);
    await expect(loadCredentials(dataDir)).rejects.toThrow(`${file} is damaged: bring it back`);
    expect(await readFile(file, "utf8")).toBe(damaged);
  }
});

test("two data folders have nothing in common", async () => {
  const other = await mkdtemp(join(tmpdir(), "fasthook-dev-"));
  try {
    const [one, two] = [await loadCredentials(dataDir), await loadCredentials(other)];
    expect(new Set([...Object.values(one), ...Object.values(two)]).size).toBe(6);
  } finally {
    await rm(other, { recursive: true, force: true });
  }
});
