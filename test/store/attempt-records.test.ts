import { randomBytes } from "node:crypto";
import { MongoClient } from "mongodb";
import { afterAll, beforeAll, expect, inject, test, vi } from "vitest";
import { openLink, type Link } from "../../loss-hunt/link.ts";
import { newId } from "../../src/ids.ts";
import type { AttemptDocument, EventDocument } from "../../src/store/documents.ts";
import { openStore, type Store } from "../../src/store/store.ts";

// The driver gives up on a server after seconds, and what is written insists for longer.
vi.setConfig({ testTimeout: 60_000 });

let link: Link;
let store: Store;
let client: MongoClient;
let name: string;
beforeAll(async () => {
  const uri = new URL(inject("mongodbUri"));
  link = await openLink(Number(uri.port));
  name = `test_${randomBytes(6).toString("hex")}`;
  // A member of a replica set tells its own address, and the way there would go past the link.
  const through = `mongodb://127.0.0.1:${link.port}/?directConnection=true`;
  store = await openStore({
    uri: through,
    database: name,
    secretKey: randomBytes(32).toString("base64"),
  });
  client = await MongoClient.connect(inject("mongodbUri"));
});
afterAll(async () => {
  await store[Symbol.asyncDispose]();
  await client.db(name).dropDatabase();
  await client.close();
  await link[Symbol.asyncDispose]();
});

const events = () => client.db(name).collection<EventDocument>("events");
const attempts = () => client.db(name).collection<AttemptDocument>("attempts");
const DELIVERED = { status: "delivered", next_attempt_at: null } as const;
const going = new AbortController().signal;

/** The first attempt of an event that is queued; only what its record goes by is there. */
async function anAttempt(): Promise<AttemptDocument> {
  const at = new Date();
  const event = { _id: newId("event", at), team_id: "tm_test", status: "queued", attempts_count: 0 };
  await events().insertOne(event as EventDocument);
  const attempt = { _id: newId("attempt", at), event_id: event._id, team_id: "tm_test", attempt_number: 1 };
  return attempt as AttemptDocument;
}

const record = (attempt: AttemptDocument, signal = going) =>
  store.events.recordAttempt(attempt, DELIVERED, { status: "queued" } as EventDocument, signal);

async function isRecordedOnce({ _id, event_id }: AttemptDocument): Promise<void> {
  expect(await attempts().distinct("_id", { event_id })).toEqual([_id]);
  expect(await events().findOne({ _id: event_id })).toMatchObject({
    status: "delivered",
    attempts_count: 1,
    last_attempt_id: _id,
  });
}

test("an attempt made while MongoDB can't be reached is recorded once it can, in the same call", async () => {
  const attempt = await anAttempt();
  link.cut();
  const recorded = record(attempt);
  // What began later has been given up by the driver.
  await expect(store.events.find("tm_test", attempt.event_id)).rejects.toThrow();
  link.mend();
  expect(await recorded).toMatchObject({ status: "delivered", attempts_count: 1 });
  await isRecordedOnce(attempt);
});

test("an attempt whose write was done and whose answer was lost is recorded once, and counts", async () => {
  const attempt = await anAttempt();
  await attempts().insertOne({ ...attempt });
  expect(await record(attempt)).toMatchObject({ status: "delivered", attempts_count: 1 });
  expect(await record(attempt)).toMatchObject({ attempts_count: 1 });
  await isRecordedOnce(attempt);
});

test("an attempt whose number another one has is refused at once, and the other one stays", async () => {
  const other = await anAttempt();
  await record(other);
  await expect(record({ ...other, _id: newId("attempt", new Date()) })).rejects.toMatchObject({
    code: 11_000,
  });
  await isRecordedOnce(other);
});

test("an attempt that can't be recorded as the process stops is given up", async () => {
  const attempt = await anAttempt();
  link.cut();
  try {
    await expect(record(attempt, AbortSignal.abort())).rejects.toThrow();
  } finally {
    link.mend();
  }
});
