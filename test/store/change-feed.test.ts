import { MongoClient } from "mongodb";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { followChanges } from "../../src/store/change-feed.ts";
import { eventually } from "../support/eventually.ts";

let client: MongoClient;
beforeAll(async () => {
  client = await MongoClient.connect(inject("mongodbUri"));
});
afterAll(() => client.close());

it("a feed whose collection is dropped goes on with the new one, and lets other work run meanwhile", async () => {
  const database = client.db("test_change_feed");
  const collection = database.collection("things");
  await collection.insertOne({ name: "before" });
  const heard: string[] = [];
  let missed = 0;
  await using feed = followChanges({
    open: () => collection.watch([], { maxAwaitTimeMS: 1000 }),
    changed: (change) => {
      if (change.operationType === "insert") heard.push(String(change.fullDocument.name));
    },
    missed: () => missed++,
  });
  await eventually("the feed is live", () => feed.live());
  await database.dropDatabase();
  await eventually("the feed was opened again", () => missed === 2 && feed.live());
  await collection.insertOne({ name: "after" });
  await eventually("the new collection is heard", () => heard.includes("after"));
  expect(missed).toBe(2);
  await database.dropDatabase();
});

it("a feed that MongoDB does not answer is not live, and is again with the next answer, without a break", async () => {
  const database = client.db("test_change_feed_silence");
  const collection = database.collection("things");
  let time = 0;
  let heard = 0;
  let missed = 0;
  await using feed = followChanges({
    // As long as nothing happens, MongoDB is silent.
    open: () => collection.watch([], { maxAwaitTimeMS: 60_000 }),
    changed: () => heard++,
    missed: () => missed++,
    clock: () => time,
  });
  await eventually("the feed is live", async () => {
    await collection.insertOne({ name: "something" });
    return feed.live();
  });
  time += 3000;
  expect(feed.live()).toBe(false);
  const before = heard;
  await eventually("the next change is heard", async () => {
    await collection.insertOne({ name: "something else" });
    return heard > before;
  });
  expect([feed.live(), missed]).toEqual([true, 1]);
  await database.dropDatabase();
});
