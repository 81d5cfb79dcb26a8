import { execFileSync } from "node:child_process";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MongoClient } from "mongodb";
import { afterAll, beforeAll, expect, inject, test, vi } from "vitest";
import { mongodOn } from "../dev/folder.ts";
import { eventually } from "../support/eventually.ts";
import { startOwnServers, type OwnServers } from "./own-servers.ts";
import { submit } from "./scene.ts";
import { send } from "./send.ts";

vi.setConfig({ testTimeout: 180_000 });
const RECOVERS_WITHIN = 90_000;

let own: OwnServers;
let folder: string;
let limit: string;

/**
 * A full disk, for anyone: a limit on the size of files makes writes beyond it fail as those to a full disk do. The file
 * `limit` holds that of the next start, in blocks of 512 bytes.
 */
async function limitable(): Promise<string> {
  const program = join(folder, "mongod");
  limit = join(folder, "limit");
  await writeFile(limit, "unlimited");
  const run = `trap '' XFSZ; ulimit -S -f "$(cat ${limit})"; exec ${join(inject("binDir"), "mongod")} "$@"`;
  await writeFile(program, `#!/bin/sh\n${run}\n`);
  await chmod(program, 0o755);
  return program;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "fasthook-disk-"));
  own = await startOwnServers({ binaries: { mongod: await limitable() } });
});
afterAll(async () => {
  await own[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

const stored = () => own.gateway.database.collection("requests").countDocuments();

/** Sends webhooks one after the other until `done`; each is accepted, or refused with a time to come again. */
async function sendUntil(done: (status: number) => Promise<boolean>): Promise<string[]> {
  const accepted: string[] = [];
  await eventually(
    "webhooks are answered so",
    async () => {
      const answer = await send(own.connection.source.url);
      if (answer.status === 200) accepted.push(answer.json<{ request_id: string }>().request_id);
      else expect([answer.status, answer.headers["retry-after"]]).toEqual([503, expect.any(String)]);
      return done(answer.status);
    },
    RECOVERS_WITHIN,
  );
  return accepted;
}

const until = (wanted: number) => sendUntil(async (status) => status === wanted);

test("webhooks while MongoDB steps down: 200 or 503 with Retry-After, and each 200 is delivered", async () => {
  const before = await submit(own.connection.source);
  const client = await MongoClient.connect(own.mongodb.stack.mongodbUri);
  await client.db("admin").command({ replSetStepDown: 8, secondaryCatchUpPeriodSecs: 0, force: true });
  await client.close();
  const meanwhile = await until(503);
  const back = await until(200);
  await own.delivered([before, ...meanwhile, ...back]);
});

test("webhooks while MongoDB's disk is full: 503 with Retry-After, nothing stored; with room again, all goes on", async () => {
  const before = await submit(own.connection.source);
  await own.delivered([before]);
  const { pid } = mongodOn(own.mongodb.folder.dataDir)!;
  await writeFile(limit, "8");
  execFileSync("prlimit", ["--pid", String(pid), "--fsize=4096:"]);
  const accepted = await until(503);
  for (let at = 0; at < 3; at++) accepted.push(...(await until(503)));

  await writeFile(limit, "unlimited");
  const now = mongodOn(own.mongodb.folder.dataDir);
  if (now) execFileSync("prlimit", ["--pid", String(now.pid), "--fsize=unlimited:"]);
  const again = await until(200);
  await own.delivered([before, ...accepted, ...again]);
  const requests = own.gateway.database.collection<{ _id: string }>("requests");
  const kept = await requests.countDocuments({ _id: { $in: [before, ...accepted, ...again] } });
  expect(kept).toBe(1 + accepted.length + again.length);
  expect(await stored()).toBeGreaterThanOrEqual(kept);
});
