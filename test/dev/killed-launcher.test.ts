import { once } from "node:events";
import { existsSync } from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  allGone,
  guardOf,
  newFolder,
  readNotes,
  serversOn,
  vanished,
  writeNote,
  type Folder,
} from "./folder.ts";

let folder: Folder;

beforeEach(async () => {
  folder = await newFolder();
});
afterEach(async () => folder[Symbol.asyncDispose]());

test("the servers of a launcher that was killed end by themselves, and its folder remains", async () => {
  const { launcher } = await folder.launch();
  expect(serversOn(folder.dataDir)).toHaveLength(2);
  launcher.kill("SIGKILL");
  await allGone(folder.dataDir);
  expect(existsSync(folder.dataDir)).toBe(true);
});

test("a temporary folder vanishes when its launcher is killed", async () => {
  const { launcher } = await folder.launch("temporary");
  launcher.kill("SIGKILL");
  await vanished(folder.dataDir);
  expect(serversOn(folder.dataDir)).toEqual([]);
});

test("a start after launcher and guard were killed ends the servers they left and serves their data", async () => {
  const { launcher, stack: left } = await folder.launch();
  await writeNote(left.mongodbUri, "outlives the launcher");
  process.kill(guardOf(launcher), "SIGKILL");
  launcher.kill("SIGKILL");
  await once(launcher, "exit");
  const orphans = serversOn(folder.dataDir).map((it) => it.pid);
  expect(orphans).toHaveLength(2);

  await using stack = await folder.start();
  expect(folder.said).toHaveLength(2);
  for (const pid of orphans)
    expect(folder.said.join("\n")).toMatch(new RegExp(`\\(process ${pid}\\), left behind`));
  expect(stack.mongodbUri).toBe(left.mongodbUri);
  expect(await readNotes(stack.mongodbUri)).toEqual(["outlives the launcher"]);
});

test("a start while another process serves the folder is refused with that process's pid", async () => {
  const { launcher, stack } = await folder.launch();
  await expect(folder.start()).rejects.toThrow(`in use by process ${launcher.pid}`);
  await writeNote(stack.mongodbUri, "still served");
});
