import { MongoClient, type Document } from "mongodb";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { newId } from "../../src/ids.ts";
import type { AttemptDocument, EventDocument } from "../../src/store/documents.ts";
import { createFindRoutedEvent } from "../../src/store/routed-events.ts";
import { createVault } from "../../src/store/secrets.ts";
import { routeOne } from "../activities/steps.ts";
import { openTestStore, type TestStore } from "../outbox/test-store.ts";

let own: TestStore;
beforeAll(async () => {
  own = await openTestStore();
});
afterAll(() => own[Symbol.asyncDispose]());

const find = ({ team_id, _id }: EventDocument) => own.store.findRoutedEvent(team_id, _id);

/** Writes attempts with these numbers; answers their ids. */
async function attempt({ _id: event_id, team_id }: EventDocument, ...numbers: number[]): Promise<string[]> {
  const attempts = own.database.collection<AttemptDocument>("attempts");
  const made = numbers.map((attempt_number) => ({
    _id: newId("attempt", new Date()),
    team_id,
    event_id,
    attempt_number,
  }));
  await attempts.insertMany(made as AttemptDocument[]);
  return made.map(({ _id }) => _id);
}

test("an event is read with its connection, its destination in clear, and its source's name", async () => {
  const { connection, event } = await routeOne(own);
  const destination = await own.store.destinations.find(event.team_id, event.destination_id);
  const source = await own.store.sources.find(event.team_id, event.source_id);
  expect(destination).not.toBeNull();
  expect(await find(event)).toEqual({
    event,
    connection,
    destination,
    sourceName: source?.name ?? null,
    made: null,
  });
});

test("of an event's attempts, only the one after those that count is read", async () => {
  const { event } = await routeOne(own);
  const [first, second] = await attempt(event, 1, 2, 3);
  expect((await find(event))?.made?._id).toBe(first);
  await own.database
    .collection<EventDocument>("events")
    .updateOne({ _id: event._id }, { $set: { attempts_count: 1 } });
  expect((await find(event))?.made?._id).toBe(second);
});

test("what was deleted since, or belongs to another team, is null", async () => {
  const { connection, event } = await routeOne(own);
  await own.store.connections.remove(event.team_id, [connection._id]);
  await own.store.destinations.remove("tm_other", [event.destination_id]);
  expect(await find(event)).toMatchObject({ connection: null, destination: { _id: event.destination_id } });
  await own.database
    .collection<Document & { _id: string }>("destinations")
    .updateOne({ _id: event.destination_id }, { $set: { team_id: "tm_other" } });
  expect(await find(event)).toMatchObject({ connection: null, destination: null });
  expect(await find({ ...event, team_id: "tm_other" })).toBeNull();
});

test("an event is read by indexes alone", async () => {
  const { event } = await routeOne(own);
  await attempt(event, 1);
  const client = await MongoClient.connect(inject("mongodbUri"), { monitorCommands: true });
  const sent: Document[] = [];
  client.on("commandStarted", ({ commandName, command }) => {
    if (commandName === "aggregate") sent.push(command);
  });
  const events = client.db(own.database.databaseName).collection<EventDocument>("events");
  const vault = createVault(Buffer.alloc(32).toString("base64"));
  await createFindRoutedEvent(events, vault)(event.team_id, event._id).catch(() => undefined);
  await client.close();
  expect(sent).toHaveLength(1);
  const { lsid: _l, $db: _d, $clusterTime: _c, ...explain } = sent[0]!;
  const command = { explain, verbosity: "executionStats" };
  const plan = JSON.stringify(await own.database.command(command));
  expect(plan).toContain('"indexesUsed":["event_id_1_attempt_number_1"]');
  expect(plan).not.toContain("COLLSCAN");
  expect(plan).not.toContain("HashJoin");
  expect(plan).not.toContain("NestedLoopJoin");
});
