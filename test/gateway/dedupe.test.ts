import { afterAll, beforeAll, expect, test } from "vitest";
import { startGateway, type Gateway } from "../../src/gateway.ts";
import { derivedId, newId } from "../../src/ids.ts";
import { dedupeKey } from "../../src/outbox/dedupe.ts";
import { DeduplicateRule } from "../../src/resources/rule.ts";
import type { RequestDocument } from "../../src/store/documents.ts";
import type { ClaimDocument } from "../../src/store/dedupe-claims.ts";
import { createLogger } from "../../src/telemetry/log.ts";
import type { List, Wire } from "../support/api.ts";
import { eventually } from "../support/eventually.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { startReceiver, type Receiver } from "../support/receiver.ts";
import { attemptsOf, connect, connectAlso, settled, settledEvent, submit } from "./scene.ts";
import type { Sent } from "./send.ts";

const MINUTE = 60_000;
const JSON_BODY: Sent["headers"] = [["content-type", "application/json"]];

let receiver: Receiver;
let gateway: TestGateway;
/** Another process on the same database and task queue. */
let other: Gateway;

beforeAll(async () => {
  receiver = await startReceiver({ answer: ({ target }) => ({ status: target === "/fails" ? 500 : 200 }) });
  gateway = await startTestGateway();
  other = await startGateway(gateway.settings, createLogger("error"));
});
afterAll(async () => {
  await other[Symbol.asyncDispose]();
  await gateway[Symbol.asyncDispose]();
  await receiver[Symbol.asyncDispose]();
});

const dedupe = (fields: object = {}) => [{ type: "deduplicate", window: MINUTE, ...fields }];
const json = (body: unknown): Sent => ({ headers: JSON_BODY, body: JSON.stringify(body) });
/** The same source on the other gateway. */
const elsewhere = ({ url }: { url: string }) => ({ url: other.url + new URL(url).pathname });
const submitAll = (source: { url: string }, sents: Sent[]) =>
  Promise.all(sents.map((sent, at) => submit(at % 2 === 0 ? source : elsewhere(source), sent)));
const eventsOf = (ids: string[]) => Promise.all(ids.map((id) => settledEvent(gateway.api, id)));
const statusesOf = async (source: { url: string }, sents: Sent[]) => {
  const statuses: string[] = [];
  for (const sent of sents) {
    statuses.push((await settledEvent(gateway.api, await submit(source, sent))).status);
  }
  return statuses;
};
const passed = (time: number) => eventually("the window is over", () => Date.now() >= time);

test("of 40 copies that come at once to two gateways, one is delivered and the others name it", async () => {
  const { source, id } = await connect(gateway.api, receiver.url, { rules: dedupe() });
  const ids = await submitAll(
    source,
    Array.from({ length: 40 }, () => ({ suffix: "/at-once", body: "same" })),
  );
  const events = await eventsOf(ids);
  const delivered = events.filter((event) => event.status === "delivered");
  const duplicates = events.filter((event) => event.status === "ignored");
  expect([delivered.length, duplicates.length]).toEqual([1, 39]);
  const [{ id: ownerId, workflow_id, temporal_url, request_id }] = delivered as [Wire["event"]];
  for (const duplicate of duplicates) {
    expect(duplicate).toMatchObject({
      cause: "DUPLICATE",
      cause_detail: { duplicate_of: ownerId },
      attempts_count: 0,
      next_attempt_at: null,
      workflow_id: null,
      temporal_url: null,
    });
  }
  expect(receiver.requests.filter(({ target }) => target === "/at-once")).toHaveLength(1);

  const owner = await gateway.api.ok<Wire["request"]>("GET", `/requests/${request_id}`);
  const start = Date.parse(String(owner.received_at));
  expect(workflow_id).toMatch(new RegExp(`^${id}-[0-9a-f]{32}-${start}$`));
  expect(temporal_url).toContain(`/workflows/${workflow_id}`);
  const duplicate = await gateway.api.ok<Wire["request"]>("GET", `/requests/${duplicates[0]!.request_id}`);
  expect(duplicate).toMatchObject({
    status: "accepted",
    events_count: 1,
    ignored_count: 1,
    routing: [{ outcome: "ignored", cause: "DUPLICATE", detail: { duplicate_of: ownerId } }],
  });
});

test("a steady stream of copies is delivered once in each window, which later copies don't extend", async () => {
  const window = 1000;
  const { source } = await connect(gateway.api, receiver.url, { rules: dedupe({ window }) });
  const ids = [await submit(source, { body: "steady" })];
  for (const end = Date.now() + 3.5 * window; Date.now() < end;) {
    ids.push(await submit(ids.length % 2 === 0 ? source : elsewhere(source), { body: "steady" }));
  }
  const events = await eventsOf(ids);
  const receipts = await Promise.all(
    ids.map((id) => gateway.api.ok<Wire["request"]>("GET", `/requests/${id}`)),
  );
  const times = new Map(receipts.map(({ id, received_at }) => [id, Date.parse(String(received_at))]));
  const timeOf = (event: Wire["event"]) => times.get(event.request_id)!;
  const delivered = events.filter(({ status }) => status === "delivered");
  const starts = delivered.map(timeOf).sort((a, b) => a - b);
  expect(starts.length).toBeGreaterThanOrEqual(3);
  starts.slice(1).forEach((start, at) => expect(start - starts[at]!).toBeGreaterThanOrEqual(window));
  for (const event of events) {
    const ownerId = event.status === "delivered" ? event.id : event.cause_detail?.duplicate_of;
    const owner = delivered.find(({ id }) => id === ownerId)!;
    expect(Math.abs(timeOf(event) - timeOf(owner))).toBeLessThan(window);
  }
});

test("a copy after the window is sent while the first is still being retried", async () => {
  const retry = { type: "retry", strategy: "linear", interval: MINUTE, count: 3 };
  const rules = [...dedupe({ window: 1000 }), retry];
  const { source } = await connect(gateway.api, receiver.url, { rules });
  const retried = (requestId: string) =>
    eventually("it was attempted, and waits", async () => {
      const list = await gateway.api.ok<List<Wire["event"]>>("GET", `/requests/${requestId}/events`);
      return list.models.find(({ status }) => status === "processing");
    });
  const first = await retried(await submit(source, { suffix: "/fails" }));
  await passed(Date.parse(String(first.created_at)) + 1000);
  const second = await retried(await submit(source, { suffix: "/fails" }));
  expect([first.attempts_count, second.attempts_count]).toEqual([1, 1]);
  expect(second.workflow_id).not.toBe(first.workflow_id);
});

test("a window belongs to one connection: the others of the source go by their own rules", async () => {
  const connection = await connect(gateway.api, receiver.url, { rules: dedupe() });
  const twin = await connectAlso(gateway.api, connection, receiver.url, { rules: dedupe() });
  const plain = await connectAlso(gateway.api, connection, receiver.url);
  const outcomes = async (requestId: string) =>
    new Map((await settled(gateway.api, requestId)).map((it) => [it.connection_id, it.status]));
  const first = await outcomes(await submit(connection.source, { body: "both" }));
  const second = await outcomes(await submit(connection.source, { body: "both" }));
  expect([first.get(connection.id), first.get(twin.id)]).toEqual(["delivered", "delivered"]);
  expect([second.get(connection.id), second.get(twin.id)]).toEqual(["ignored", "ignored"]);
  expect(second.get(plain.id)).toBe("delivered");
});

test("without fields, copies have equal bytes, method, path and query, whatever their headers", async () => {
  const { source } = await connect(gateway.api, receiver.url, { rules: dedupe() });
  const sent: Sent = { ...json({ a: 1, b: 2 }), suffix: "/p?k=1" };
  const outcomes = await statusesOf(source, [
    sent,
    { ...sent, headers: [...JSON_BODY, ["date", "tomorrow"]] },
    { ...sent, body: '{"b":2,"a":1}' },
    { ...sent, method: "PUT" },
    { ...sent, suffix: "/q?k=1" },
    { ...sent, suffix: "/p?k=2" },
  ]);
  expect(outcomes).toEqual(["delivered", "ignored", "delivered", "delivered", "delivered", "delivered"]);
});

const order = (id: unknown, skus: string[], more: object = {}) =>
  json({ id, items: skus.map((sku) => ({ sku, ...more })), a: { b: [{ c: id }] }, ...more });

test.each<[string, object, Sent[], string[]]>([
  [
    "elements of a list",
    { include_fields: ["body.items[*].sku"] },
    [order(1, ["x", "y"]), order(2, ["x", "y"], { n: 1 }), order(1, ["y", "x"])],
    ["delivered", "ignored", "delivered"],
  ],
  [
    "a field of one element",
    { include_fields: ["body.a.b[0].c"] },
    [order(1, []), order(1, ["x"]), order(2, [])],
    ["delivered", "ignored", "delivered"],
  ],
  [
    "a header and a query field",
    { include_fields: ["headers.x-id", "query.k"] },
    [
      { headers: [["x-id", "1"]], suffix: "?k=1", body: "one" },
      { headers: [["X-ID", "1"]], suffix: "/p?k=1&l=2", body: "two" },
      { headers: [["x-id", "1"]], suffix: "?k=2" },
    ],
    ["delivered", "ignored", "delivered"],
  ],
  [
    "a field that is missing, which counts as null",
    { include_fields: ["body.id"] },
    [json({}), json({ id: null }), json({ id: 0 }), { body: "" }],
    ["delivered", "ignored", "delivered", "ignored"],
  ],
  [
    "all but some fields",
    { exclude_fields: ["body.items[*].at", "body.at"] },
    [order(1, ["x"], { at: 1 }), order(1, ["x"], { at: 2 }), order(1, ["y"], { at: 1 })],
    ["delivered", "ignored", "delivered"],
  ],
  [
    "an id of more than 16 digits",
    { include_fields: ["body.id"] },
    ["9007199254740992", "9007199254740993", "9007199254740993"].map((id) => ({ body: `{"id":${id}}` })),
    ["delivered", "delivered", "ignored"],
  ],
])("copies may be told by %s", async (_, fields, sents, expected) => {
  const { source } = await connect(gateway.api, receiver.url, { rules: dedupe(fields) });
  expect(await statusesOf(source, sents)).toEqual(expected);
});

test("copies that a crash left unrouted, one with its claim but no event, are delivered once", async () => {
  const rules = dedupe();
  const connection = await connect(gateway.api, receiver.url, { rules });
  const requests = gateway.database.collection<RequestDocument>("requests");
  const first = await submit((await connect(gateway.api, receiver.url)).source, { suffix: "/crash" });
  const stored = (await requests.findOne({ _id: first }))!;
  const copies = [3, 2, 1].map((seconds) => {
    const received_at = new Date(Date.now() - seconds * 1000);
    const outbox = { due: received_at, lease: "of a process that died" };
    const _id = newId("request", received_at);
    const unrouted = { routing: [], events_count: 0, outbox };
    return { ...stored, _id, source_id: connection.source_id, received_at, ...unrouted };
  });
  const claimed = copies[1]!;
  const eventId = derivedId("event", claimed.received_at, claimed._id, connection.id, 0);
  await gateway.database.collection<ClaimDocument>("dedupe_claims").insertOne({
    _id: `${connection.id}:${dedupeKey(DeduplicateRule.parse(rules[0]), claimed)}`,
    team_id: stored.team_id,
    windows: [{ start: claimed.received_at, request_id: claimed._id, event_id: eventId }],
    expires_at: new Date(Date.now() + MINUTE),
  });
  await requests.insertMany(copies);

  const events = await eventsOf(copies.map(({ _id }) => _id));
  expect(events.map(({ status }) => status)).toEqual(["ignored", "delivered", "ignored"]);
  expect(events.map(({ cause_detail }) => cause_detail)).toEqual([
    { duplicate_of: eventId },
    null,
    { duplicate_of: eventId },
  ]);
  expect(events[1]!.id).toBe(eventId);
  expect(await attemptsOf(gateway.api, eventId)).toHaveLength(1);
  expect(receiver.requests.filter((it) => it.header("x-fasthook-event-id") === eventId)).toHaveLength(1);
});
