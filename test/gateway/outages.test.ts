import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { Stack } from "../../src/dev/stack.ts";
import type { Readiness } from "../../src/health.ts";
import { mongodOn, newFolder, temporalOn, type Folder } from "../dev/folder.ts";
import type { List, Wire } from "../support/api.ts";
import { eventually } from "../support/eventually.ts";
import { startTestGateway, testSettings, type TestGateway } from "../support/gateway.ts";
import { startReceiver, type Receiver } from "../support/receiver.ts";
import { connect, routed, submit } from "./scene.ts";
import { send } from "./send.ts";

const RECOVERS_WITHIN = 60_000;
/** Whatever fails, MongoDB is asked anew this often, so a call that hangs longer hangs for its own reasons. */
const ANSWERS_WITHIN = 14_000;
// A test may wait for several of these, one after another.
vi.setConfig({ testTimeout: 2 * RECOVERS_WITHIN });
const SEVERAL = 20;

/** MongoDB and Temporal on folders of their own: one can be stopped without the other. */
let mongodb: { folder: Folder; stack: Stack };
let temporal: { folder: Folder; stack: Stack };
let gateway: TestGateway;
let receiver: Receiver;
let connection: Wire["connection"];

beforeAll(async () => {
  const [onMongodb, onTemporal] = await Promise.all([newFolder(), newFolder()]);
  const [one, two] = await Promise.all([
    onMongodb.start({ temporal: false }),
    onTemporal.start({ mongod: false }),
  ]);
  mongodb = { folder: onMongodb, stack: one };
  temporal = { folder: onTemporal, stack: two };
  receiver = await startReceiver();
  const { mongodb: database, temporal: queue } = testSettings();
  gateway = await startTestGateway({
    mongodb: { ...database, uri: one.mongodbUri },
    temporal: { ...queue, address: two.temporalAddress, uiUrl: two.temporalUiUrl },
  });
  connection = await connect(gateway.api, receiver.url);
});
afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
  await receiver[Symbol.asyncDispose]();
  for (const { stack, folder } of [temporal, mongodb]) {
    await stack[Symbol.asyncDispose]();
    await folder[Symbol.asyncDispose]();
  }
});

/** Sends several webhooks that are accepted, all at once, and answers their request ids. */
function submitSeveral(): Promise<string[]> {
  return Promise.all(Array.from({ length: SEVERAL }, () => submit(connection.source)));
}

async function eventsOf(requestId: string): Promise<Wire["event"][]> {
  return (await gateway.api.ok<List<Wire["event"]>>("GET", `/requests/${requestId}/events`)).models;
}

/** Waits until each request has one event, and that is delivered. */
async function delivered(requestIds: string[]): Promise<void> {
  const all = async () => {
    const lists = await Promise.all(requestIds.map(eventsOf));
    return lists.every((list) => list.length === 1 && list[0]?.status === "delivered");
  };
  await eventually("all are delivered", all, RECOVERS_WITHIN);
}

/** The same, and that each came once. */
async function deliveredOnce(requestIds: string[]): Promise<void> {
  await delivered(requestIds);
  const arrived = receiver.requests.map((it) => it.header("x-fasthook-request-id"));
  for (const id of requestIds) expect(arrived.filter((it) => it === id)).toHaveLength(1);
}

async function readiness(): Promise<{ code: number; state: Readiness }> {
  const answer = await fetch(`${gateway.url}/readyz`);
  return { code: answer.status, state: (await answer.json()) as Readiness };
}

async function recovered(): Promise<void> {
  const ready = async () => {
    const { code, state } = await readiness();
    return code === 200 && state.temporal.status === "up" && state.worker?.status === "running";
  };
  await eventually("all is up again", ready, RECOVERS_WITHIN);
}

/** Webhooks while something is stopped: what each is answered, or null where it hangs. */
async function answeredWhileStopped({ source }: Wire["connection"], count: number) {
  const impatient = AbortSignal.timeout(ANSWERS_WITHIN);
  const hung = new Promise<null>((resolve) => impatient.addEventListener("abort", () => resolve(null)));
  const answers = Array.from({ length: count }, async (_, index) => {
    // Not all in one group: the later ones find the earlier ones' write under way.
    await sleep(index * 100);
    const answer = await Promise.race([send(source.url), hung]);
    return answer && { status: answer.status, retryAfter: Number(answer.headers["retry-after"]) };
  });
  return Promise.all(answers);
}

test("webhooks while Temporal is gone: accepted and readable; all delivered once when it is back", async () => {
  await temporal.stack[Symbol.asyncDispose]();
  const requests = await submitSeveral();
  for (const id of requests) expect((await routed(gateway.api, id)).routing).toHaveLength(1);
  expect((await eventsOf(requests[0]!))[0]).toMatchObject({ status: "queued", attempts_count: 0 });
  const { code, state } = await readiness();
  expect([code, state.temporal.status]).toEqual([200, "down"]);

  temporal.stack = await temporal.folder.start({ mongod: false });
  await deliveredOnce(requests);
});

test("webhooks while Temporal hangs: accepted at once; all delivered once when it goes on", async () => {
  const { pid } = temporalOn(temporal.folder.dataDir)!;
  process.kill(pid, "SIGSTOP");
  try {
    const requests = await submitSeveral();
    for (const id of requests) expect((await routed(gateway.api, id)).routing).toHaveLength(1);
    await eventually("/readyz knows", async () => (await readiness()).state.temporal.status === "down");
    process.kill(pid, "SIGCONT");
    await deliveredOnce(requests);
  } finally {
    process.kill(pid, "SIGCONT");
  }
});

test("webhooks around the kill of Temporal: all delivered", async () => {
  const before = await submitSeveral();
  process.kill(temporalOn(temporal.folder.dataDir)!.pid, "SIGKILL");
  const after = await submitSeveral();
  await delivered([...before, ...after]);
});

test("a gateway that starts while Temporal is gone: ingress and API serve, and it delivers later", async () => {
  await temporal.stack[Symbol.asyncDispose]();
  await gateway.restart();
  const late = await gateway.api.ok<Wire["connection"]>("GET", `/connections/${connection.id}`);
  connection = late;
  const requests = await submitSeveral();
  const { code, state } = await readiness();
  expect([code, state.temporal.status, state.worker?.status]).toEqual([200, "down", "stopped"]);

  temporal.stack = await temporal.folder.start({ mongod: false });
  await deliveredOnce(requests);
  await recovered();
});

test("webhooks while MongoDB hangs: 503 with Retry-After, and nothing half-stored; then all goes on", async () => {
  const fresh = await connect(gateway.api, receiver.url);
  const { pid } = mongodOn(mongodb.folder.dataDir)!;
  process.kill(pid, "SIGSTOP");
  try {
    for (const answer of await answeredWhileStopped(connection, 8))
      expect(answer).toEqual({ status: 503, retryAfter: expect.any(Number) as number });
    // A source that is not remembered is looked up first.
    expect(await answeredWhileStopped(fresh, 1)).toEqual([expect.objectContaining({ status: 503 })]);
  } finally {
    process.kill(pid, "SIGCONT");
  }
  await recovered();
  await deliveredOnce([...(await submitSeveral()), await submit(fresh.source)]);
  await eventually("nothing is left to be done", async () => {
    const waiting = { "outbox.due": { $exists: true } };
    const [requests, events] = ["requests", "events"].map((it) => gateway.database.collection(it));
    return (await requests!.countDocuments(waiting)) + (await events!.countDocuments(waiting)) === 0;
  });
});

test("a source that another process changes after MongoDB was away: ingress heeds it", async () => {
  const sources = gateway.database.collection<{ _id: string; enabled: boolean }>("sources");
  await sources.updateOne({ _id: connection.source_id }, { $set: { enabled: false } });
  await eventually("it is refused", async () => (await send(connection.source.url)).status === 403);
  await sources.updateOne({ _id: connection.source_id }, { $set: { enabled: true } });
  await eventually("it is accepted", async () => (await send(connection.source.url)).status === 200);
});

test("webhooks around the kill of MongoDB: 200 or 503, and each 200 is delivered", async () => {
  const accepted = await submitSeveral();
  const killed = mongodOn(mongodb.folder.dataDir)!.pid;
  process.kill(killed, "SIGKILL");
  const takeUntilBack = async () => {
    const answer = await send(connection.source.url);
    expect([200, 503]).toContain(answer.status);
    if (answer.status === 200) accepted.push(answer.json<{ request_id: string }>().request_id);
    const now = mongodOn(mongodb.folder.dataDir);
    return now && now.pid !== killed && answer.status === 200;
  };
  await eventually("webhooks are accepted again", takeUntilBack, RECOVERS_WITHIN);
  await recovered();
  await delivered([...accepted, ...(await submitSeveral())]);
});
