import { randomBytes } from "node:crypto";
import { MongoClient, type IndexDescription } from "mongodb";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { INDEXES, openDatabase } from "../../src/store/database.ts";

let client: MongoClient;
const name = `test_${randomBytes(6).toString("hex")}`;
beforeAll(async () => {
  client = await MongoClient.connect(inject("mongodbUri"));
  await using _ = await openDatabase(inject("mongodbUri"), name);
});
afterAll(async () => {
  await client.db(name).dropDatabase();
  await client.close();
});

const indexesOf = async (noun: string) =>
  (await client.db(name).collection(noun).listIndexes().toArray()) as (IndexDescription & { name: string })[];

/** Opens the database once more, and answers which indexes it said to drop. */
async function reopened(): Promise<string[]> {
  const dropped: string[] = [];
  const told = (noun: string, index: string) => void dropped.push(`${noun} ${index}`);
  await using _ = await openDatabase(inject("mongodbUri"), name, told);
  return dropped.sort();
}

/** Puts another index in the place of one. */
async function replace(noun: string, index: string, other: IndexDescription): Promise<void> {
  const collection = client.db(name).collection(noun);
  await collection.dropIndex(index);
  await collection.createIndexes([other]);
}

test("a database whose indexes are those of this release keeps each, and nothing is told", async () => {
  const before = await indexesOf("events");
  expect(await reopened()).toEqual([]);
  expect(await indexesOf("events")).toEqual(before);
});

test("indexes that a release before defined otherwise are built anew, and told; all others stay", async () => {
  const own = { key: { "payload.path": 1 }, name: "an operator's own" } as const;
  await client.db(name).collection("events").createIndexes([own]);
  const nouns = ["events", "attempts", "requests"] as const;
  const before = await Promise.all(nouns.map(indexesOf));
  // Another condition, other fields under one name, another time to live, and the same under another name.
  await replace("events", "outbox.due_1", { key: { "outbox.due": 1 } });
  await replace("attempts", "event_id_1_attempt_number_1", {
    key: { event_id: 1 },
    name: "event_id_1_attempt_number_1",
  });
  await replace("attempts", "expires_at_1", { key: { expires_at: 1 }, expireAfterSeconds: 60 });
  const newest = { key: { team_id: 1, status: 1, _id: -1 }, name: "newest" } as const;
  await replace("requests", "team_id_1_status_1__id_-1", newest);

  const needless = { key: { team_id: 1, _id: -1 } } as const;
  await client.db(name).collection("requests").createIndexes([needless]);

  expect(await reopened()).toEqual([
    "attempts event_id_1_attempt_number_1",
    "attempts expires_at_1",
    "events outbox.due_1",
    "requests newest",
    "requests team_id_1__id_-1",
  ]);
  const after = await Promise.all(nouns.map(indexesOf));
  for (const [at, indexes] of after.entries()) expect(indexes).toEqual(expect.arrayContaining(before[at]!));
  expect(after.map((indexes) => indexes.length)).toEqual(before.map((indexes) => indexes.length));
  expect(await reopened()).toEqual([]);
});

test("each index has a name of its own", () => {
  for (const indexes of Object.values(INDEXES)) {
    const names = indexes.map(({ key }) => Object.entries(key).flat().join("_"));
    expect(new Set(names).size).toBe(names.length);
  }
});
