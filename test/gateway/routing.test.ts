import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Problem, Wire } from "../support/api.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { startReceiver, type Receiver } from "../support/receiver.ts";
import { connect, connectAlso, routed, settled, settledEvent, submit } from "./scene.ts";
import type { Sent } from "./send.ts";

let gateway: TestGateway;
let receiver: Receiver;

beforeAll(async () => {
  receiver = await startReceiver();
  gateway = await startTestGateway();
});
afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
  await receiver[Symbol.asyncDispose]();
});

const filtered = (filter: object) =>
  connect(gateway.api, receiver.url, { rules: [{ type: "filter", ...filter }] });
const typed = (contentType: string, body: Buffer | string): Sent => ({
  headers: [["Content-Type", contentType]],
  body,
});

test("a request makes exactly one event for each connection of its source", async () => {
  const first = await connect(gateway.api, receiver.url);
  const others = [
    await connectAlso(gateway.api, first, receiver.url),
    await connectAlso(gateway.api, first, receiver.url, { rules: [{ type: "filter", path: "/no" }] }),
    await connectAlso(gateway.api, first, receiver.url, { enabled: false }),
    await connectAlso(gateway.api, first, receiver.url, { destination: { enabled: false } }),
  ];
  await connect(gateway.api, receiver.url);
  const id = await submit(first.source, { body: "{}", suffix: "/yes" });
  const events = await settled(gateway.api, id);
  const connections = [first, ...others].map((it) => it.id);
  expect(events.map((it) => it.connection_id).sort()).toEqual(connections.sort());

  const of = (index: number) => events.find((it) => it.connection_id === [first, ...others][index]?.id);
  const ignored = { status: "ignored", attempts_count: 0, workflow_id: null, temporal_url: null };
  expect(of(0)).toMatchObject({ status: "delivered", cause: null, cause_detail: null, attempts_count: 1 });
  expect(of(1)).toMatchObject({ status: "delivered", request_id: id, source_id: first.source_id });
  expect(of(2)).toMatchObject({ ...ignored, cause: "FILTERED" });
  expect(of(3)).toMatchObject({ ...ignored, cause: "CONNECTION_DISABLED" });
  expect(of(4)).toMatchObject({ ...ignored, cause: "DESTINATION_DISABLED" });
  const sent = receiver.requests.filter((it) => it.header("x-fasthook-request-id") === id);
  expect(sent).toHaveLength(2);

  const request = await routed(gateway.api, id);
  expect(request).toMatchObject({ status: "accepted", events_count: 5, ignored_count: 3, replays_count: 0 });
  const outcomes = events.map(({ id: event_id, connection_id, status, cause, cause_detail }) => ({
    event_id,
    connection_id,
    outcome: status === "ignored" ? "ignored" : "queued",
    cause,
    detail: cause_detail,
  }));
  const byId = (a: { event_id: string }, b: { event_id: string }) => a.event_id.localeCompare(b.event_id);
  expect([...request.routing].sort(byId)).toEqual(outcomes.sort(byId));
});

test("an event that is filtered out says which condition failed, and on what", async () => {
  const connection = await filtered({ body: { order: { total: { $gte: 100 } } } });
  const event = await settledEvent(
    gateway.api,
    await submit(connection.source, { body: '{"order":{"total":99}}' }),
  );
  expect(event).toMatchObject({
    status: "ignored",
    cause: "FILTERED",
    cause_detail: { failed: { path: "body.order.total", operator: "$gte", expected: 100, actual: 99 } },
  });
});

const ORDER = '{"type":"order.paid","items":[{"sku":"a"},{"sku":"b"}]}';
const onBody = { body: { type: { $startsWith: "order." }, items: { sku: "b" } } };
const cases: [what: string, filter: object, sent: Sent, matches: boolean][] = [
  ["JSON", onBody, typed("application/json; charset=utf-8", ORDER), true],
  ["JSON of another kind", onBody, typed("application/vnd.shop+json", ORDER), true],
  ["JSON without a content type", onBody, { body: ORDER }, true],
  ["gzip-ed JSON", onBody, { ...gzipped("gzip") }, true],
  ["gzip-ed JSON, GZIP in capitals", onBody, { ...gzipped("GZIP") }, true],
  ["JSON sent as text", onBody, typed("text/plain", ORDER), false],
  ["JSON that breaks off", onBody, typed("application/json", ORDER.slice(0, -1)), false],
  ["text", { body: { $contains: "paid" } }, typed("text/plain", "order was paid"), true],
  [
    "a form",
    { body: { type: "paid", tag: "b" } },
    typed("application/x-www-form-urlencoded", "type=paid&tag=a&tag=b+"),
    false,
  ],
  [
    "a form's repeated field",
    { body: { tag: "b c" } },
    typed("application/x-www-form-urlencoded", "tag=a&tag=b%20c"),
    true,
  ],
  [
    "a header in another case",
    { headers: { "X-Shop-Topic": "orders" } },
    { headers: [["x-SHOP-topic", "orders"]] },
    true,
  ],
  [
    "a repeated header",
    { headers: { "x-tag": "b" } },
    {
      headers: [
        ["x-tag", "a"],
        ["X-Tag", "b"],
      ],
    },
    true,
  ],
  ["a missing header", { headers: { "x-tag": { $exists: true } } }, {}, false],
  ["a query field", { query: { kind: "a b" } }, { suffix: "/p?kind=a+b" }, true],
  ["a query field that is missing", { query: { kind: { $neq: "x" } } }, { suffix: "?other=x" }, true],
  ["the path", { path: { $startsWith: "/v2/" } }, { suffix: "/v2/orders?x=/v1" }, true],
  ["the path, not the query", { path: "/v1" }, { suffix: "/v2?p=/v1" }, false],
  [
    "all parts at once, one of which fails",
    { ...onBody, path: "/v1" },
    { ...typed("application/json", ORDER), suffix: "/v2" },
    false,
  ],
];

function gzipped(coding: string): Sent {
  const headers: [string, string][] = [
    ["content-type", "application/json"],
    ["content-encoding", coding],
  ];
  return { headers, body: gzipSync(ORDER) };
}

describe("a filter", () => {
  test.each(cases)("on %s: %j for %j matches: %j", async (_what, filter, sent, matches) => {
    const connection = await filtered(filter);
    const event = await settledEvent(gateway.api, await submit(connection.source, sent));
    expect([event.status, event.cause]).toEqual(matches ? ["delivered", null] : ["ignored", "FILTERED"]);
  });

  test("among several, each must match", async () => {
    const rules = [
      { type: "filter", body: { a: 1 } },
      { type: "filter", body: { b: 2 } },
    ];
    const { source } = await connect(gateway.api, receiver.url, { rules });
    const outcome = async (body: string) =>
      (await settledEvent(gateway.api, await submit(source, { body }))).status;
    expect(await outcome('{"a":1,"b":2}')).toBe("delivered");
    expect(await outcome('{"a":1,"b":3}')).toBe("ignored");
    expect(await outcome('{"a":2,"b":2}')).toBe("ignored");
  });

  test("changed by a patch decides the next request by the new rules", async () => {
    const connection = await filtered({ body: { a: 1 } });
    const outcome = async () =>
      (await settledEvent(gateway.api, await submit(connection.source, { body: '{"a":2}' }))).status;
    expect(await outcome()).toBe("ignored");
    const rules = [{ type: "filter", body: { a: 2 } }];
    await gateway.api.ok("PATCH", `/connections/${connection.id}`, { rules });
    expect(await outcome()).toBe("delivered");
  });
});

test.each([
  [{ body: { a: { $regex: "x" } } }, "rules[0].body.a.$regex", "no regular expressions"],
  [{ body: { a: { $gt: true } } }, "rules[0].body.a.$gt", "number"],
  [{ body: { $or: [{ a: { $in: "x" } }] } }, "rules[0].body.$or[0].a.$in", "array"],
  [{ headers: { "x-a": { $startWith: "x" } } }, "rules[0].headers.x-a.$startWith", "$startsWith"],
  [{ body: { a: { $ref: "nowhere.b" } } }, "rules[0].body.a.$ref", "path"],
  [{}, "rules[0]", "at least one"],
  [{ bodi: { a: 1 } }, "rules[0].bodi", "known field"],
])("the filter %j is refused at %s when it is saved", async (filter, path, hint) => {
  const connection = await connect(gateway.api, receiver.url);
  const rules = [{ type: "filter", ...filter }];
  const answer = await gateway.api.call<Problem>("PATCH", `/connections/${connection.id}`, { rules });
  expect([answer.status, answer.body.errors?.[0]?.path]).toEqual([422, path]);
  expect(answer.body.errors?.[0]?.message).toContain(hint);
  const kept = await gateway.api.ok<Wire["connection"]>("GET", `/connections/${connection.id}`);
  expect(kept.rules).toEqual([]);
});

test.each([
  [[{ type: "explode" }], "rules[0].type", "deduplicate"],
  [[{ type: "delay", delay: 0 }], "rules[0].delay", "1"],
  [
    [
      { type: "delay", delay: 5 },
      { type: "delay", delay: 6 },
    ],
    "rules[1].type",
    "only one",
  ],
  [[{ type: "retry", strategy: "linear", interval: 99, count: 1 }], "rules[0].interval", "100"],
  [[{ type: "retry", strategy: "sometimes" }], "rules[0].strategy", "linear"],
  [[{ type: "retry", strategy: "linear", interval: 100, count: 51 }], "rules[0].count", "50"],
])("the rules %j are refused at %s", async (rules, path, hint) => {
  const input = { source: { name: "s" }, destination: { name: "d", url: receiver.url }, rules };
  const { status, body } = await gateway.api.call<Problem>("POST", "/connections", input);
  expect([status, body.errors?.map((it) => it.path)]).toEqual([422, [path]]);
  expect(body.errors?.[0]?.message).toContain(hint);
});
