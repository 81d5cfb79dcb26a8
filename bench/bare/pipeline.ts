import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import express from "express";
import { MongoClient, ObjectId } from "mongodb";
import { Pool } from "undici";
import { createGroupCommit } from "../../src/store/group-commit.ts";
import { serveParent } from "../child.ts";
import { MARK } from "../tally.ts";

/**
 * A whole gateway with nothing in it: request, event and attempt are journalled in groups, and nothing is checked,
 * retried, limited or found again after a crash.
 */
interface Bare {
  _id: ObjectId;
  at: Date;
  [field: string]: unknown;
}

const [uri = "", database = ""] = process.argv.slice(2);
const client = await MongoClient.connect(uri, { writeConcern: { w: "majority", journal: true } });
const db = client.db(database);
const bounds = { writeWithin: 15_000, maxGroup: 500, maxWaitingSize: 50_000, writers: 2 };

const insertsInto = (name: string) =>
  createGroupCommit<Bare, true>({
    write: async (items) => {
      await db.collection<Bare>(name).insertMany(items, { ordered: false });
      return items.map(() => true);
    },
    ...bounds,
  });
const [requests, events, attempts] = [
  insertsInto("requests"),
  insertsInto("events"),
  insertsInto("attempts"),
];
const updates = createGroupCommit<Bare, true>({
  write: async (items) => {
    const delivered = items.map(({ _id, at }) => ({
      updateOne: { filter: { _id, status: "queued" }, update: { $set: { status: "delivered", at } } },
    }));
    await db.collection<Bare>("events").bulkWrite(delivered, { ordered: false });
    return items.map(() => true);
  },
  ...bounds,
});

let destination = new Pool("http://127.0.0.1:9");
let path = "/";

async function deliver(request: Bare, mark: string): Promise<void> {
  const event = { _id: new ObjectId(), at: new Date(), request: request._id, status: "queued" };
  await events.add(event);
  const headers = { "content-type": "application/json", [MARK]: mark };
  const answer = await destination.request({ path, method: "POST", headers, body: request.body as Buffer });
  const body = await answer.body.text();
  const attempt = { _id: new ObjectId(), at: new Date(), event: event._id, status: answer.statusCode, body };
  await attempts.add(attempt);
  await updates.add({ _id: event._id, at: new Date() });
}

const app = express()
  .use(express.raw({ type: () => true }))
  .post("/", async (incoming, response) => {
    const request = {
      _id: new ObjectId(),
      at: new Date(),
      headers: incoming.rawHeaders,
      body: incoming.body as Buffer,
    };
    await requests.add(request);
    response.status(202).end();
    await deliver(request, incoming.header(MARK) ?? "");
  });

const verbs = {
  /** Answers the URL of a pipeline to that destination. */
  open: async (to: string): Promise<string> => {
    const url = new URL(to);
    destination = new Pool(url.origin, { connections: 64, pipelining: 1 });
    path = url.pathname;
    const server = createServer(app).listen(0, "127.0.0.1");
    await once(server, "listening");
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  },
};

export type PipelineVerbs = typeof verbs;

serveParent(verbs);
