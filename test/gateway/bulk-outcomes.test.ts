import { afterAll, beforeAll, expect, test } from "vitest";
import type { List, Wire } from "../support/api.ts";
import { eventually } from "../support/eventually.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { startReceiver, type Receiver } from "../support/receiver.ts";
import { bodies, byPath, ended, eventsOf, recovered, start } from "./bulk-scene.ts";
import { attemptsOf, connect, settledEvent, submit } from "./scene.ts";

let receiver: Receiver;
let gateway: TestGateway;
beforeAll(async () => {
  receiver = await startReceiver({ answer: byPath });
  gateway = await startTestGateway();
});
afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
  await receiver[Symbol.asyncDispose]();
});

test("ignored events that wait for their turn under a rate limit: in flight until each is delivered", async () => {
  const { source } = await connect(gateway.api, receiver.url, {
    rules: [{ type: "filter", body: { wanted: true } }],
    destination: { rate_limit: { limit: 1, period: "second" } },
  });
  const ids: string[] = [];
  for (const body of bodies(3))
    ids.push((await settledEvent(gateway.api, await submit(source, { body }))).id);
  const operation = await ended(gateway.api, await start(gateway.api, { ids }));
  expect(operation).toMatchObject({ status: "completed", delivered_count: 3, skipped_count: 0 });
  for (const id of ids) {
    const attempts = await attemptsOf(gateway.api, id);
    expect(attempts).toMatchObject([{ status: "delivered", bulk_operation_id: operation.id }]);
  }
});

test("an event that is cancelled while its order waits for its turn: skipped, and not attempted", async () => {
  const { ids, connection } = await recovered(gateway.api, receiver.url, bodies(2));
  const rate_limit = { limit: 1, period: "minute" };
  await gateway.api.ok("PATCH", `/destinations/${connection.destination_id}`, { rate_limit });
  const operation = await start(gateway.api, { ids });
  const waiting = await eventually("an order waits for its turn", async () => {
    const read = ids.map((id) => gateway.api.ok<Wire["event"]>("GET", `/events/${id}`));
    return (await Promise.all(read)).find((event) => event.next_attempt_at !== null);
  });
  await gateway.api.ok("PUT", `/events/${waiting.id}/cancel`);
  expect(await ended(gateway.api, operation)).toMatchObject({ delivered_count: 1, skipped_count: 1 });
  expect(await eventsOf(gateway.api, operation, "skipped")).toMatchObject([
    { event_id: waiting.id, reason: "CANCELLED", attempt_id: null },
  ]);
  expect(await attemptsOf(gateway.api, waiting.id)).toHaveLength(1);
});

test("an event that several operations took up: found by each, also by a single one of an older record", async () => {
  const { ids } = await recovered(gateway.api, receiver.url, ["again"]);
  const retry = async (body: object) => ended(gateway.api, await start(gateway.api, body));
  const linked = async (query: string) =>
    (await gateway.api.ok<List<Wire["event"]>>("GET", `/events?bulk_operation_id=${query}`)).models;
  const first = await retry({ ids });
  const second = await retry({ bulk_operation_id: first.id });
  expect(second).toMatchObject({ total_count: 1, delivered_count: 1 });
  for (const query of [first.id, second.id, `${second.id},${first.id}`])
    expect(await linked(query)).toMatchObject([{ id: ids[0], bulk_operation_id: second.id }]);

  const events = gateway.database.collection<{ _id: string }>("events");
  await events.updateOne({ _id: ids[0]! }, { $set: { bulk_operation_id: first.id } });
  expect(await linked(first.id)).toMatchObject([{ bulk_operation_id: first.id }]);
  const third = await retry({ ids });
  for (const query of [first.id, third.id])
    expect(await linked(query)).toMatchObject([{ bulk_operation_id: third.id }]);
});

test("an event and a request whose data was erased: skipped, each with that reason", async () => {
  const { ids, events } = await recovered(gateway.api, receiver.url, bodies(1));
  const requestId = events[0]!.request_id;
  await gateway.api.ok("DELETE", `/requests/${requestId}/data`);
  const retried = await ended(gateway.api, await start(gateway.api, { ids }));
  expect(await eventsOf(gateway.api, retried)).toMatchObject([{ outcome: "skipped", reason: "DATA_ERASED" }]);
  const begun = await start(gateway.api, { ids: [requestId] }, "requests");
  const { id } = await ended(gateway.api, begun, "requests");
  const items = await gateway.api.ok<List<object>>("GET", `/requests/bulk_operations/${id}/requests`);
  expect(items.models).toMatchObject([
    {
      outcome: "skipped",
      reason: "DATA_ERASED",
      request: { id: requestId, data_erased_at: expect.any(String) as string },
    },
  ]);
});
