import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createApiClient, type List, type Problem, type Wire } from "../support/api.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { startReceiver, type Receiver } from "../support/receiver.ts";
import { connect, settledEvent, submit } from "./scene.ts";
import type { Sent } from "./send.ts";

let gateway: TestGateway;
let receiver: Receiver;
let connection: Wire["connection"];
const events = new Map<string, Wire["event"]>();

const json: [string, string][] = [["content-type", "application/json"]];
const REQUESTS: Record<string, Sent> = {
  escaped: { headers: json, body: '{"city":"Z\\u00fcrich", "url":"https:\\/\\/example.com"}' },
  form: {
    headers: [["content-type", "application/x-www-form-urlencoded"]],
    body: "name=Mary+Ann&note=100%25",
  },
  gzipped: { headers: [...json, ["content-encoding", "gzip"]], body: gzipSync('{"order":"A-778"}') },
  path: { suffix: "/Orders/77/new?ref=a%20b", body: "{}" },
  header: { headers: [["x-tenant", "Umbrella Corp"]], body: "{}" },
  large: { headers: json, body: JSON.stringify({ filler: "x".repeat(100_000), tail: "Very-Last" }) },
  binary: {
    headers: [["content-type", "application/octet-stream"]],
    body: Buffer.from("\xff\0a(b.*c\0\xfe", "latin1"),
  },
  transformed: { headers: json, body: '{"transform":"me"}' },
};
const CODE = `addHandler("transform", (request) => ({ ...request, body: { made: "Wholly-New" } }))`;

beforeAll(async () => {
  receiver = await startReceiver();
  gateway = await startTestGateway();
  const { api } = gateway;
  const transformation = await api.ok<Wire["transformation"]>("POST", "/transformations", {
    name: "anew",
    code: CODE,
  });
  connection = await connect(api, receiver.url);
  const changed = await connect(api, receiver.url, {
    rules: [{ type: "transform", transformation_id: transformation.id }],
  });
  for (const [name, sent] of Object.entries(REQUESTS)) {
    const { source } = name === "transformed" ? changed : connection;
    events.set(name, await settledEvent(api, await submit(source, sent)));
  }
});
afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
  await receiver[Symbol.asyncDispose]();
});

const nameOf = (id: string, part: "id" | "request_id") =>
  [...events].find(([, event]) => event[part] === id)?.[0];
const found = async (noun: "requests" | "events", q: string) => {
  const { models } = await gateway.api.ok<List<{ id: string }>>("GET", `/${noun}?q=${encodeURIComponent(q)}`);
  return models.map(({ id }) => nameOf(id, noun === "events" ? "id" : "request_id"));
};

test.each([
  ["zürich", "escaped"],
  ["ZÜRICH", "escaped"],
  ["\\u00fcrich", "escaped"],
  ["https://example", "escaped"],
  ['"},{"', ""],
  ["mary ann", "form"],
  ["Mary+Ann", "form"],
  ["note=100%", "form"],
  ["a-778", "gzipped"],
  ["/orders/77", "path"],
  ["ref=a b", "path"],
  ["umbrella", "header"],
  ["x-tenant", ""],
  ["very-last", "large"],
  ["a(b.*c", "binary"],
  ["\0a(", "binary"],
  ["a(b..c", ""],
  ["$search", ""],
  ["transform", "transformed"],
])("q=%j finds: %s", async (q, name) => {
  const names = name === "" ? [] : [name];
  expect(await found("requests", q)).toEqual(names);
  expect(await found("events", q)).toEqual(names);
});

test("what a transformation made is found in its event, not in its request", async () => {
  expect(await found("events", "wholly-new")).toEqual(["transformed"]);
  expect(await found("requests", "wholly-new")).toEqual([]);
});

test("an id is found whole and in part, in any case; a request's finds its events too", async () => {
  const event = events.get("header")!;
  for (const q of [event.id, event.id.slice(16), event.id.toUpperCase()]) {
    expect(await found("events", q)).toEqual(["header"]);
  }
  for (const q of [event.request_id, event.request_id.slice(16), event.request_id.toUpperCase()]) {
    expect(await found("requests", q)).toEqual(["header"]);
    expect(await found("events", q)).toEqual(["header"]);
  }
});

test("the whole id of a connection, a source or a destination finds what belongs to it", async () => {
  const event = events.get("transformed")!;
  for (const q of [event.source_id, event.connection_id, event.connection_id.toUpperCase()]) {
    expect(await found("requests", q)).toEqual(["transformed"]);
    expect(await found("events", q)).toEqual(["transformed"]);
  }
  expect(await found("events", event.destination_id)).toEqual(["transformed"]);
});

test("q joins other filters: all must hold", async () => {
  const { api } = gateway;
  const others = `connection_id=${connection.id}&status=delivered`;
  const both = await api.ok<List<{ id: string }>>("GET", `/events?q=umbrella&${others}`);
  expect(both.models.map(({ id }) => id)).toEqual([events.get("header")!.id]);
  expect((await api.ok<List<unknown>>("GET", "/events?q=umbrella&status=failed")).models).toEqual([]);
});

test("a search is paged like any list, in both directions", async () => {
  const { api } = gateway;
  const all = await api.ok<List<{ id: string }>>("GET", "/events?q=127.0.0.1");
  expect(all.count).toBe(events.size);
  const page = (query: string) => api.ok<List<{ id: string }>>("GET", `/events?q=127.0.0.1&limit=3&${query}`);
  const first = await page("");
  const second = await page(`next=${first.pagination.next}`);
  const third = await page(`next=${second.pagination.next}`);
  expect([...first.models, ...second.models, ...third.models]).toEqual(all.models);
  expect(third.pagination.next).toBeNull();
  expect((await page(`prev=${second.pagination.prev}`)).models).toEqual(first.models);
});

test("a request that was just acknowledged is found", async () => {
  for (let sent = 0; sent < 3; sent++) {
    const id = await submit(connection.source, { body: `fresh-${sent}` });
    const list = await gateway.api.ok<List<{ id: string }>>("GET", `/requests?q=FRESH-${sent}`);
    expect(list.models.map((request) => request.id)).toEqual([id]);
  }
});

test("another team's requests are not found", async () => {
  const other = { id: "tm_searcher", apiKey: "key-of-the-searcher" };
  await gateway.restart({ team: other });
  const neighbour = createApiClient(gateway.url, other.id, other.apiKey);
  const { id, request_id } = events.get("header")!;
  const { destination_id } = events.get("transformed")!;
  for (const q of ["umbrella", id, request_id, destination_id]) {
    expect((await neighbour.ok<List<unknown>>("GET", `/events?q=${q}`)).models).toEqual([]);
    expect((await neighbour.ok<{ count: number }>("GET", `/requests/count?q=${q}`)).count).toBe(0);
    expect((await gateway.api.ok<List<unknown>>("GET", `/events?q=${q}`)).models).toHaveLength(1);
  }
});

test.each([
  ["two characters", "ab"],
  ["nothing", ""],
  ["1001 characters", "x".repeat(1001)],
])("a q of %s is 422", async (_what, q) => {
  for (const noun of ["requests", "events"]) {
    const { status, body } = await gateway.api.call<Problem>("GET", `/${noun}?q=${q}`);
    expect([status, body.errors?.[0]?.path]).toEqual([422, "query.q"]);
  }
});
