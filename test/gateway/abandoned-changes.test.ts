import { setTimeout as sleep } from "node:timers/promises";
import { MongoClient, type ClientSession, type Document } from "mongodb";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { Wire } from "../support/api.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { connect } from "./scene.ts";

vi.setConfig({ testTimeout: 90_000 });

let client: MongoClient;
let gateway: TestGateway;
let connection: Wire["connection"];

beforeAll(async () => {
  gateway = await startTestGateway();
  client = await MongoClient.connect(gateway.settings.mongodb.uri);
  connection = await connect(gateway.api, "http://127.0.0.1:9");
});
afterAll(async () => {
  await client.close();
  await gateway[Symbol.asyncDispose]();
});

/** Of a process that was killed amid a change. */
async function leaveTransaction(): Promise<ClientSession> {
  const orphan = client.startSession();
  orphan.startTransaction();
  const connections = client
    .db(gateway.settings.mongodb.database)
    .collection<Document & { _id: string }>("connections");
  await connections.updateOne({ _id: connection.id }, { $set: { orphaned: true } }, { session: orphan });
  return orphan;
}

test("a change that can't be made in time is refused, and is not made later", async () => {
  const orphan = await leaveTransaction();
  const answer = await gateway.api.call("PUT", `/connections/${connection.id}/pause`);
  expect(answer.status).toBe(503);
  expect(answer.headers.get("retry-after")).not.toBeNull();
  await orphan.endSession();
  // The longest pause between two tries of a transaction.
  await sleep(1000);
  const present = await gateway.api.ok<Wire["connection"]>("GET", `/connections/${connection.id}`);
  expect(present.paused_at).toBeNull();
});
