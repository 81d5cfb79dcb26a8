import { Client, Connection } from "@temporalio/client";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { EventDocument } from "../../src/store/documents.ts";
import type { List, Wire } from "../support/api.ts";
import { eventually } from "../support/eventually.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { startReceiver, type Receiver } from "../support/receiver.ts";
import { attemptsOf, connect, settledEvent, submit } from "./scene.ts";

const HOUR = 3_600_000;

let receiver: Receiver;
let gateway: TestGateway;
let temporal: Connection;
let client: Client;

beforeAll(async () => {
  receiver = await startReceiver({ answer: ({ target }) => ({ status: target === "/fails" ? 500 : 200 }) });
  gateway = await startTestGateway();
  temporal = await Connection.connect({ address: gateway.settings.temporal.address });
  client = new Client({ connection: temporal });
});
afterAll(async () => {
  await temporal.close();
  await gateway[Symbol.asyncDispose]();
  await receiver[Symbol.asyncDispose]();
});

type Verb = "pause" | "unpause" | "enable" | "disable";
const turn = (connection: { id: string }, verb: Verb) =>
  gateway.api.ok<Wire["connection"]>("PUT", `/connections/${connection.id}/${verb}`);
const eventOf = async (requestId: string) => {
  const list = await gateway.api.ok<List<Wire["event"]>>("GET", `/requests/${requestId}/events`);
  return list.models[0];
};
/** The only event of a request, once it has the status. */
const event = (requestId: string, status: Wire["event"]["status"]) =>
  eventually(`${requestId} is ${status}`, async () => {
    const found = await eventOf(requestId);
    return found?.status === status && found;
  });
const runOf = async (workflowId: string) =>
  (await client.workflow.getHandle(workflowId).describe()).status.name;
const closed = (workflowId: string) =>
  eventually("its workflow ended", async () => (await runOf(workflowId)) === "COMPLETED");
/** What the receiver got of an event, in the order in which it came. */
const deliveriesOf = (ids: string[]) =>
  receiver.requests
    .map((it) => it.header("x-fasthook-event-id")!)
    .filter((id) => ids.includes(id));

/** A connection that is paused, and events that it holds, the oldest first. */
async function holding(count: number, scene: Parameters<typeof connect>[2] = {}, suffix = "") {
  const connection = await connect(gateway.api, receiver.url, scene);
  await turn(connection, "pause");
  const requests: string[] = [];
  for (let at = 0; at < count; at++) requests.push(await submit(connection.source, { suffix, body: `${at}` }));
  const events = await Promise.all(requests.map((id) => event(id, "held")));
  return { connection, requests, events, ids: events.map(({ id }) => id) };
}

const settle = (requests: string[]) => Promise.all(requests.map((id) => settledEvent(gateway.api, id)));

describe("while a connection is paused", () => {
  test("requests are taken in and filtered, and their events are held without a workflow", async () => {
    const rules = [{ type: "filter", query: { drop: { $exists: false } } }];
    const { connection, events } = await holding(2, { rules });
    const dropped = await settledEvent(gateway.api, await submit(connection.source, { suffix: "?drop=1" }));
    expect(dropped).toMatchObject({ status: "ignored", cause: "FILTERED" });
    const unheld = await settledEvent(gateway.api, await submit((await connect(gateway.api, receiver.url)).source));
    expect(unheld.status).toBe("delivered");
    for (const held of events) {
      expect(held).toMatchObject({ attempts_count: 0, next_attempt_at: null });
      await expect(runOf(held.workflow_id!)).rejects.toThrow(/not found/i);
    }
    expect(deliveriesOf(events.map(({ id }) => id))).toEqual([]);
  });

  test("an event that waits for its delay is held, its workflow ends, and the delay still counts", async () => {
    const delay = 4000;
    const rules = [{ type: "delay", delay }];
    const connection = await connect(gateway.api, receiver.url, { rules });
    const requests = [await submit(connection.source)];
    const { workflow_id, id } = await event(requests[0]!, "queued");
    await eventually("its workflow runs", async () => (await runOf(workflow_id!).catch(() => "")) === "RUNNING");
    await turn(connection, "pause");
    await event(requests[0]!, "held");
    await closed(workflow_id!);
    requests.push(await submit(connection.source));
    const { id: later } = await event(requests[1]!, "held");

    await turn(connection, "unpause");
    const events = await settle(requests);
    expect(events.map((it) => it.status)).toEqual(["delivered", "delivered"]);
    expect(deliveriesOf([id, later])).toEqual([id, later]);
    for (const { created_at, last_attempt_at } of events) {
      const waited = Date.parse(String(last_attempt_at)) - Date.parse(String(created_at));
      expect(waited).toBeGreaterThan(delay - 300);
    }
  });

  test("an event between two attempts is held, its workflow ends, and unpausing makes the next", async () => {
    const rules = [{ type: "retry", strategy: "linear", interval: HOUR, count: 2 }];
    const connection = await connect(gateway.api, receiver.url, { rules });
    const request = await submit(connection.source, { suffix: "/fails" });
    const { workflow_id, id } = await event(request, "processing");
    await turn(connection, "pause");
    const held = await event(request, "held");
    expect(held).toMatchObject({ attempts_count: 1, next_attempt_at: null });
    await closed(workflow_id!);
    expect(deliveriesOf([id])).toHaveLength(1);

    await turn(connection, "unpause");
    const again = await eventually("it was attempted again", async () => {
      const found = await eventOf(request);
      return found?.attempts_count === 2 && found.status === "processing" && found;
    });
    expect(Date.parse(String(again.next_attempt_at)) - Date.now()).toBeGreaterThan(HOUR / 2);
    const triggers = (await attemptsOf(gateway.api, id)).map(({ trigger }) => trigger);
    expect(triggers).toEqual(["initial", "unpause"]);
  });
});

describe("unpausing a connection", () => {
  test("releases its held events once each, in order of arrival", async () => {
    const { connection, requests, events, ids } = await holding(12);
    const released = await turn(connection, "unpause");
    expect(released.paused_at).toBeNull();
    const settled = await settle(requests);
    expect(settled.map(({ status }) => status)).toEqual(events.map(() => "delivered"));
    console.log("ORDER", deliveriesOf(ids).map((id) => ids.indexOf(id)).join(" "));
    expect(deliveriesOf(ids).sort()).toEqual(ids);
    for (const { id } of events) {
      expect(await attemptsOf(gateway.api, id)).toMatchObject([{ trigger: "unpause", attempt_number: 1 }]);
    }
  });

  test("and pausing it again, over and over, delivers each event once in the end", async () => {
    const connection = await connect(gateway.api, receiver.url);
    const requests: string[] = [];
    for (let round = 0; round < 8; round++) {
      await turn(connection, "pause");
      requests.push(...(await Promise.all([1, 2, 3].map((at) => submit(connection.source, { body: `${round}-${at}` })))));
      await turn(connection, "unpause");
      requests.push(await submit(connection.source, { body: `${round}-after` }));
    }
    await turn(connection, "pause");
    await turn(connection, "pause");
    await turn(connection, "unpause");
    const events = await settle(requests);
    expect(events.every(({ status, attempts_count }) => status === "delivered" && attempts_count === 1)).toBe(true);
    const ids = events.map(({ id }) => id).sort();
    expect(deliveriesOf(ids).sort()).toEqual(ids);
  });

  test("releases several hundred events, and new ones go on meanwhile", async () => {
    const { connection, requests, ids } = await holding(20);
    const events = gateway.database.collection<EventDocument>("events");
    const requestsStored = gateway.database.collection<{ _id: string }>("requests");
    const [held, request] = await Promise.all([
      events.findOne({ _id: ids[0]! }),
      requestsStored.findOne({ _id: requests[0]! }),
    ]);
    const copies = Array.from({ length: 600 }, (_, at) => ({ ...held!, _id: `${ids[0]}${at}`, workflow_id: `${ids[0]}${at}` }));
    expect(request).not.toBeNull();
    await events.insertMany(copies);
    await turn(connection, "unpause");
    const t0 = Date.now();
    await settledEvent(gateway.api, await submit(connection.source));
    console.log("LIVE", Date.now() - t0);
    await eventually("all are delivered", async () => {
      const left = await events.countDocuments({ connection_id: connection.id, status: { $ne: "delivered" } });
      return left === 0;
    }, 60_000);
    console.log("ALL", Date.now() - t0);
    const all = [...ids, ...copies.map(({ _id }) => _id)].sort();
    const got = deliveriesOf(all);
    let inversions = 0;
    got.forEach((id, at) => { if (at > 0 && got[at - 1]! > id) inversions++; });
    console.log("INVERSIONS", inversions, got.length);
    expect(deliveriesOf(all).sort()).toEqual(all);
  }, 90_000);
});
