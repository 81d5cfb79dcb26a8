import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { stat } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { Client, Connection } from "@temporalio/client";
import { afterEach, beforeEach, expect, test } from "vitest";
import { eventually } from "../support/eventually.ts";
import { keptPort, mongodOn, newFolder, readNotes, serversOn, writeNote, type Folder } from "./folder.ts";

let folder: Folder;

beforeEach(async () => {
  folder = await newFolder();
});
afterEach(async () => folder[Symbol.asyncDispose]());

async function onTemporal<T>(address: string, use: (client: Client) => Promise<T>): Promise<T> {
  const connection = await Connection.connect({ address });
  try {
    return await use(new Client({ connection }));
  } finally {
    await connection.close();
  }
}

test("a stack whose programs are already there, started, fetches nothing and serves its Web UI", async () => {
  await using stack = await folder.start();
  expect(folder.said).toEqual([]);
  expect((await fetch(stack.temporalUiUrl)).status).toBe(200);
  expect(serversOn(folder.dataDir)).toHaveLength(2);
});

test("a stack on a new folder keeps it to its owner, takes little disk, and keeps closed workflows for a week", async () => {
  const dataDir = join(folder.dataDir, "new");
  await using stack = await folder.start({ dataDir });
  expect((await stat(dataDir)).mode & 0o777).toBe(0o700);
  const kilobytes = Number.parseInt(execFileSync("du", ["-sk", dataDir], { encoding: "utf8" }), 10);
  expect(kilobytes).toBeLessThan(100_000);
  const { config } = await onTemporal(stack.temporalAddress, ({ workflowService }) =>
    workflowService.describeNamespace({ namespace: "default" }),
  );
  expect(Number(config?.workflowExecutionRetentionTtl?.seconds)).toBe(7 * 86_400);
});

test("a stack, stopped and started again, has its documents and workflows at the same addresses", async () => {
  const first = await folder.start();
  await writeNote(first.mongodbUri, "kept");
  const workflowId = "waits-for-a-worker";
  await onTemporal(first.temporalAddress, (client) =>
    client.workflow.start("any", { workflowId, taskQueue: "nobody" }),
  );
  await first[Symbol.asyncDispose]();
  expect(serversOn(folder.dataDir)).toEqual([]);

  await using second = await folder.start();
  expect({ ...second }).toMatchObject({
    mongodbUri: first.mongodbUri,
    temporalAddress: first.temporalAddress,
    temporalUiUrl: first.temporalUiUrl,
  });
  expect(await readNotes(second.mongodbUri)).toEqual(["kept"]);
  const described = await onTemporal(second.temporalAddress, (client) =>
    client.workflow.getHandle(workflowId).describe(),
  );
  expect(described.status.name).toBe("RUNNING");
});

test("two stacks on different folders, side by side, share no address and no document", async () => {
  await using other = await newFolder();
  const [one, two] = await Promise.all([folder.start(), other.start()]);
  try {
    const addresses = [one, two].flatMap((it) => [it.mongodbUri, it.temporalAddress, it.temporalUiUrl]);
    expect(new Set(addresses).size).toBe(6);
    await writeNote(one.mongodbUri, "one");
    expect(await readNotes(two.mongodbUri)).toEqual([]);
  } finally {
    await Promise.all([one[Symbol.asyncDispose](), two[Symbol.asyncDispose]()]);
  }
});

test("a stack whose MongoDB port was taken meanwhile moves to another one, with its documents", async () => {
  const first = await folder.start({ temporal: false });
  await writeNote(first.mongodbUri, "moved");
  await first[Symbol.asyncDispose]();
  const port = await keptPort(folder.dataDir, "mongod");
  // It hangs up, as most servers do on a strange greeting: mongod waits 30 s for an answer from one that is silent.
  const squatter = createServer((socket) => socket.destroy()).listen(port, "127.0.0.1");
  await once(squatter, "listening");
  try {
    await using second = await folder.start({ temporal: false });
    expect(second.mongodbUri).not.toBe(first.mongodbUri);
    expect(await readNotes(second.mongodbUri)).toEqual(["moved"]);
    await writeNote(second.mongodbUri, "writable");
  } finally {
    squatter.close();
  }
});

test("a mongod that is killed is started again, with its documents, at the same address", async () => {
  await using stack = await folder.start({ temporal: false });
  await writeNote(stack.mongodbUri, "survives");
  const killed = mongodOn(folder.dataDir)!.pid;
  process.kill(killed, "SIGKILL");
  await eventually("another mongod", () => {
    const found = mongodOn(folder.dataDir);
    return found && found.pid !== killed;
  });
  expect(await readNotes(stack.mongodbUri)).toEqual(["survives"]);
  await writeNote(stack.mongodbUri, "writable");
  expect(folder.said).toEqual([expect.stringMatching(/^mongod .*SIGKILL.*starting it again/)]);
});

test("a stack disposed while its mongod waits to be started again leaves no process", async () => {
  const stack = await folder.start({ temporal: false });
  process.kill(mongodOn(folder.dataDir)!.pid, "SIGKILL");
  await eventually("the loss is reported", () => folder.said.length > 0);
  await stack[Symbol.asyncDispose]();
  expect(serversOn(folder.dataDir)).toEqual([]);
});

test("a start on a folder in use is refused with the pid that uses it, and harms nothing", async () => {
  await using stack = await folder.start({ temporal: false });
  await expect(folder.start({ temporal: false })).rejects.toThrow(
    `${folder.dataDir} is in use by process ${process.pid}`,
  );
  await writeNote(stack.mongodbUri, "unharmed");
  expect(await readNotes(stack.mongodbUri)).toEqual(["unharmed"]);
});

test("a start that is given up rejects with the reason and leaves no process", async () => {
  const stop = new AbortController();
  const starting = folder.start({ stop: stop.signal });
  starting.catch(() => undefined);
  await eventually("a server is born", () => serversOn(folder.dataDir).length > 0);
  stop.abort(new Error("changed my mind"));
  await expect(starting).rejects.toThrow("changed my mind");
  expect(serversOn(folder.dataDir)).toEqual([]);
});

test("a start with a program that is no server rejects with its end and leaves nothing running", async () => {
  const binaries = { temporal: process.execPath };
  await expect(folder.start({ binaries })).rejects.toThrow(/Temporal ended at its start \(exit code \d+\)/);
  expect(serversOn(folder.dataDir)).toEqual([]);
  await using stack = await folder.start({ temporal: false });
  expect(stack.mongodbUri).toMatch(/^mongodb:/);
});
