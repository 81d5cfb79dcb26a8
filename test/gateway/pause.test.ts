import { Client, Connection } from "@temporalio/client";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newId } from "../../src/ids.ts";
import type { EventDocument } from "../../src/store/documents.ts";
import type { List, Wire } from "../support/api.ts";
import { eventually } from "../support/eventually.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { startReceiver, type Receiver } from "../support/receiver.ts";
import { attemptsOf, connect, settledEvent, submit } from "./scene.ts";

const HOUR = 3_600_000;
const LONG = 90_000;

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

const turn = (connection: { id: string }, verb: "pause" | "unpause") =>
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
  receiver.requests.map((it) => it.header("x-fasthook-event-id")!).filter((id) => ids.includes(id));

/** A connection that is paused, and events that it holds, the oldest first. */
async function holding(count: number, scene: Parameters<typeof connect>[2] = {}, suffix = "") {
  const connection = await connect(gateway.api, receiver.url, scene);
  await turn(connection, "pause");
  const requests: string[] = [];
  for (let at = 0; at < count; at++)
    requests.push(await submit(connection.source, { suffix, body: `${at}` }));
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
    const unheld = await settledEvent(
      gateway.api,
      await submit((await connect(gateway.api, receiver.url)).source),
    );
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
    await eventually(
      "its workflow runs",
      async () => (await runOf(workflow_id!).catch(() => "")) === "RUNNING",
    );
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
  test("sends its held events once each, the oldest first", async () => {
    const { connection, requests, events, ids } = await holding(8);
    const released = await turn(connection, "unpause");
    expect(released.paused_at).toBeNull();
    const settled = await settle(requests);
    expect(settled.map(({ status }) => status)).toEqual(events.map(() => "delivered"));
    expect(deliveriesOf(ids).sort()).toEqual(ids);
    expect(deliveriesOf(ids)[0]).toBe(ids[0]);
    for (const { id } of events) {
      expect(await attemptsOf(gateway.api, id)).toMatchObject([{ trigger: "unpause", attempt_number: 1 }]);
    }
  });

  test("and pausing it again, over and over, delivers each event once in the end", async () => {
    const connection = await connect(gateway.api, receiver.url);
    const requests: string[] = [];
    for (let round = 0; round < 8; round++) {
      await turn(connection, "pause");
      const sent = [1, 2, 3].map((at) => submit(connection.source, { body: `${round}-${at}` }));
      requests.push(...(await Promise.all(sent)));
      await turn(connection, "unpause");
      requests.push(await submit(connection.source, { body: `${round}-after` }));
    }
    await turn(connection, "pause");
    const { paused_at } = await turn(connection, "pause");
    expect(paused_at).not.toBeNull();
    await turn(connection, "unpause");
    const events = await settle(requests);
    expect(new Set(events.map(({ status }) => status))).toEqual(new Set(["delivered"]));
    const ids = events.map(({ id }) => id).sort();
    expect(deliveriesOf(ids).sort()).toEqual(ids);
  });

  test(
    "that holds hundreds of events sends them in order of arrival, and keeps no other event waiting",
    async () => {
      const { connection, events } = await holding(1);
      const more = await holdMore(events[0]!.id, 300);
      const { source } = await connect(gateway.api, receiver.url);
      await turn(connection, "unpause");
      expect((await settledEvent(gateway.api, await submit(source))).status).toBe("delivered");
      const stored = gateway.database.collection<EventDocument>("events");
      const left = { connection_id: connection.id, status: { $ne: "delivered" as const } };
      await eventually("all are delivered", async () => (await stored.countDocuments(left)) === 0, LONG);
      const all = [events[0]!.id, ...more];
      const order = deliveriesOf(all);
      expect([...order].sort()).toEqual(all);
      // What runs at the same time may overtake its neighbours, not more.
      order.forEach((id, place) => expect(Math.abs(all.indexOf(id) - place)).toBeLessThan(50));
    },
    LONG,
  );

  test("and a crash in the middle of it: what is left is released by another process", async () => {
    await gateway.restart({ roles: ["ingress", "api"] });
    const { connection, requests, ids } = await holding(6);
    await turn(connection, "unpause");
    const [events, changes] = ["events", "changes"].map((it) =>
      gateway.database.collection<EventDocument>(it),
    );
    const old = new Date(Date.now() - 60_000);
    const released = { due: old, lease: null, verb: "wake" as const };
    const half = { status: "queued" as const, released: true, outbox: released };
    await events!.updateMany({ _id: { $in: ids.slice(0, 3) } }, { $set: half });
    const lost = { due: old, lease: "of a process that died" };
    await changes!.updateOne({ _id: connection.id }, { $set: { outbox: lost } });

    await gateway.restart();
    const settled = await settle(requests);
    expect(settled.map(({ status }) => status)).toEqual(ids.map(() => "delivered"));
    expect(deliveriesOf(ids).sort()).toEqual(ids);
    await eventually("the change is done", async () => (await changes!.countDocuments()) === 0);
  });
});

/** Copies of a held event and its request, each a millisecond younger; their ids in order. */
async function holdMore(id: string, count: number): Promise<string[]> {
  const events = gateway.database.collection<EventDocument>("events");
  const held = (await events.findOne({ _id: id }))!;
  const copies = Array.from({ length: count }, (_, at) => {
    const created_at = new Date(held.created_at.getTime() + at + 1);
    const _id = newId("event", created_at);
    return { ...held, _id, workflow_id: _id, created_at };
  });
  await events.insertMany(copies);
  return copies.map(({ _id }) => _id);
}
