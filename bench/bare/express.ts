import type { AddressInfo } from "node:net";
import { once } from "node:events";
import { createServer } from "node:http";
import express, { type Express } from "express";
import { MongoClient } from "mongodb";
import { createGroupCommit } from "../../src/store/group-commit.ts";
import { serveParent } from "../child.ts";

/** The least that taking a webhook could cost: Express answering 202, alone and with a journalled majority write. */
const [uri = "", database = ""] = process.argv.slice(2);
const client = await MongoClient.connect(uri, { writeConcern: { w: "majority", journal: true } });
const requests = client
  .db(database)
  .collection<{ at: Date; headers: string[]; body: Uint8Array }>("requests");

const group = createGroupCommit<{ at: Date; headers: string[]; body: Uint8Array }, true>({
  write: async (items) => {
    await requests.insertMany(items, { ordered: false });
    return items.map(() => true);
  },
  writeWithin: 5000,
  maxGroup: 500,
  maxWaitingSize: 50_000,
  writers: 2,
});

const answering = express().post("/", (_request, response) => void response.status(202).end());
const storing = express()
  .use(express.raw({ type: () => true }))
  .post("/", async (request, response) => {
    await group.add({ at: new Date(), headers: request.rawHeaders, body: request.body as Buffer });
    response.status(202).end();
  });

/** Answers the URL. */
async function open(app: Express): Promise<string> {
  const server = createServer(app).listen(0, "127.0.0.1");
  await once(server, "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

const verbs = {
  /** Where Express only answers, and where it stores before. */
  urls: async (_: null) => ({ answering: await open(answering), storing: await open(storing) }),
};

export type ExpressVerbs = typeof verbs;

serveParent(verbs);
