import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";
import { MongoClient, type Collection } from "mongodb";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { insertEach, updateEach } from "../../src/store/insert-each.ts";

interface Row {
  _id: string;
  headers?: Record<string, string>;
}

/** MongoDB behind a line that can be cut. */
const links = new Set<Socket>();
const line = createServer((near) => {
  const far = connect(Number(new URL(inject("mongodbUri")).port), "127.0.0.1");
  near.pipe(far).pipe(near);
  for (const socket of [near, far]) links.add(socket.on("error", () => undefined));
});
let client: MongoClient;
let rows: Collection<Row>;

beforeAll(async () => {
  line.listen(0, "127.0.0.1");
  await once(line, "listening");
  const { port } = line.address() as AddressInfo;
  const uri = `mongodb://127.0.0.1:${port}/?directConnection=true`;
  client = await MongoClient.connect(uri, { serverSelectionTimeoutMS: 500, retryWrites: false });
  rows = client.db(`test_${randomBytes(6).toString("hex")}`).collection<Row>("rows");
});
afterAll(async () => {
  await client.close();
  for (const socket of links) socket.destroy();
  line.close();
});

test("updates of which one can't be made: true for each other, also without a match, and its own error for that one", async () => {
  await rows.insertMany([{ _id: "u1" }, { _id: "u2" }, { _id: "u3" }]);
  const set = (_id: string, update: object) => ({ updateOne: { filter: { _id }, update } });
  const results = await updateEach(rows, [
    set("u1", { $set: { headers: { a: "1" } } }),
    set("u2", { $inc: { _id: 1 } }),
    set("missing", { $set: { headers: {} } }),
    set("u3", { $set: { headers: { a: "3" } } }),
  ]);
  expect(results).toEqual([true, expect.any(Error), true, true]);
  expect(await rows.findOne({ _id: "u3" })).toEqual({ _id: "u3", headers: { a: "3" } });
});

test("documents of which one is there already: true for each other, and its own error for that one", async () => {
  await rows.insertOne({ _id: "b" });
  const results = await insertEach(rows, [{ _id: "a" }, { _id: "b" }, { _id: "c" }]);
  expect(results).toEqual([true, expect.objectContaining({ code: 11_000 }), true]);
  await rows.deleteMany({});
});

test("documents of which some are no BSON: their own errors for those, and true for each other", async () => {
  const bad = (_id: string, headers: Record<string, string>): Row => ({ _id, headers });
  const documents = [{ _id: "a" }, bad("b", { _bsontype: "x" }), { _id: "c" }, bad("d", { "\0": "x" })];
  const refused = expect.any(Error) as Error;
  expect(await insertEach(rows, documents)).toEqual([true, refused, true, refused]);
  expect(await rows.distinct("_id")).toEqual(["a", "c"]);
  await rows.deleteMany({});
});

test("documents whose connection is lost: the whole call rejects, and none counts as inserted", async () => {
  await rows.insertOne({ _id: "before" });
  line.close();
  for (const socket of links) socket.destroy();
  await expect(insertEach(rows, [{ _id: "a" }, { _id: "b" }])).rejects.toThrow();
});
