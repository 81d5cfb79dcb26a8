import { afterAll, beforeAll, expect, test } from "vitest";
import type { List, Wire } from "../support/api.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { startReceiver, type Receiver } from "../support/receiver.ts";
import { attemptsOf, connect, settledEvent, submit } from "./scene.ts";
import type { Sent } from "./send.ts";

type Event = Wire["event"];
let gateway: TestGateway;
let receiver: Receiver;
let connection: Wire["connection"];
let other: Wire["connection"];
/** Events of one connection in the order in which they were made, and one of the other connection. */
let delivered: Event, failed: Event, gone: Event, retried: Event, ignored: Event, elsewhere: Event;

const RETRY = { type: "retry", strategy: "linear", interval: 100, count: 1, response_status_codes: ["503"] };

beforeAll(async () => {
  receiver = await startReceiver({
    answer: (request) => ({ status: Number(/status=(\d+)/.exec(request.target)?.[1] ?? 200) }),
  });
  gateway = await startTestGateway();
  const rules = [{ type: "filter", path: { $neq: "/ignored" } }, RETRY];
  connection = await connect(gateway.api, receiver.url, { rules });
  other = await connect(gateway.api, receiver.url);
  const make = async (suffix: string, { source } = connection) =>
    settledEvent(gateway.api, await submit(source, { suffix, body: `{"suffix":"${suffix}"}` }));
  delivered = await make("");
  failed = await make("?status=500");
  gone = await make("?status=404");
  retried = await make("?status=503");
  ignored = await make("/ignored");
  elsewhere = await make("", other);
});
afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
  await receiver[Symbol.asyncDispose]();
});

const listed = async (path: string) =>
  (await gateway.api.ok<List<{ id: string }>>("GET", path)).models.map((it) => it.id);

test("the events of this scene stand as they should", () => {
  const standing = [delivered, failed, gone, retried, ignored].map((it) => [
    it.status,
    it.response_status,
    it.error_code,
    it.attempts_count,
  ]);
  expect(standing).toEqual([
    ["delivered", 200, null, 1],
    ["failed", 500, "BAD_RESPONSE", 1],
    ["failed", 404, "BAD_RESPONSE", 1],
    ["failed", 503, "BAD_RESPONSE", 2],
    ["ignored", null, null, 0],
  ]);
});

/** What stands for `:name` in a query. */
const values = (): Record<string, string> => ({
  source: connection.source_id,
  connection: connection.id,
  other: other.id,
  destination: other.destination_id,
  request: failed.request_id,
  failed: failed.id,
  ignored: ignored.id,
  gone_at: gone.created_at,
  retried_at: retried.created_at,
  next_hour: new Date(Date.parse(elsewhere.created_at) + 3_600_000).toISOString(),
});
const filled = (query: string) =>
  query.replace(/:(\w+)/g, (_match, name: string) => encodeURIComponent(values()[name] ?? ""));
const scene = (): Record<string, Event> => ({ elsewhere, ignored, retried, gone, failed, delivered });
const ALL = "elsewhere ignored retried gone failed delivered";

test.each([
  ["", ALL],
  ["dir=asc", "delivered failed gone retried ignored elsewhere"],
  ["status=failed", "retried gone failed"],
  ["status=FAILED,Ignored", "ignored retried gone failed"],
  ["status=processed", ALL],
  ["status=queued,held,processing,cancelled", ""],
  ["cause=filtered", "ignored"],
  ["source_id=:source", "ignored retried gone failed delivered"],
  ["connection_id=:other", "elsewhere"],
  ["connection_id=:other,:connection&status=delivered", "elsewhere delivered"],
  ["destination_id=:destination", "elsewhere"],
  ["request_id=:request", "failed"],
  ["ids=:failed,:ignored", "ignored failed"],
  ["response_status=500", "failed"],
  ["response_status=404,503", "retried gone"],
  ["response_status=5xx", "retried failed"],
  ["response_status=4XX,2xx", "elsewhere gone delivered"],
  ["response_status=>=500", "retried failed"],
  ["response_status=>500", "retried"],
  ["response_status=<=404", "elsewhere gone delivered"],
  ["response_status=<404", "elsewhere delivered"],
  ["error_code=bad_response", "retried gone failed"],
  ["error_code=TIMEOUT", ""],
  ["attempts_min=2", "retried"],
  ["attempts_max=0", "ignored"],
  ["attempts_min=1&attempts_max=1&status=failed", "gone failed"],
  ["from=now-1h", ALL],
  ["to=now-1h", ""],
  ["from=now-7d&to=now", ALL],
  ["from=:gone_at&to=:retried_at", "retried gone"],
  ["from=:next_hour", ""],
])("a list of events with %j shows: %s", async (query, names) => {
  const ids = names.split(" ").flatMap((name) => scene()[name]?.id ?? []);
  expect(await listed(`/events?${filled(query)}`)).toEqual(ids);
});

test("requests are listed by source, ids, time and status", async () => {
  const all = [elsewhere, ignored, retried, gone, failed, delivered].map((it) => it.request_id);
  expect(await listed("/requests")).toEqual(all);
  expect(await listed("/requests?status=accepted&from=now-1h")).toEqual(all);
  expect(await listed("/requests?status=rejected")).toEqual([]);
  expect(await listed(`/requests?source_id=${other.source_id}`)).toEqual([elsewhere.request_id]);
  expect(await listed(`/requests?ids=${failed.request_id}`)).toEqual([failed.request_id]);
  expect(await listed("/requests?to=now-1h")).toEqual([]);
});

test("attempts are listed by event, destination, status, answer and error, and read by id", async () => {
  const [first, second] = await attemptsOf(gateway.api, retried.id);
  expect(await listed(`/attempts?event_id=${retried.id}`)).toEqual([second?.id, first?.id]);
  expect(await listed(`/attempts?ids=${first?.id}`)).toEqual([first?.id]);
  expect(await listed("/attempts?response_status=503")).toEqual([second?.id, first?.id]);
  expect(await listed("/attempts?status=Failed&error_code=BAD_RESPONSE")).toHaveLength(4);
  expect(await listed("/attempts?status=delivered")).toHaveLength(2);
  expect(await listed(`/attempts?destination_id=${other.destination_id}`)).toHaveLength(1);
  expect(await listed("/attempts?to=now-1h")).toEqual([]);
  expect(await gateway.api.ok("GET", `/attempts/${first?.id}`)).toEqual(first);
  expect(await gateway.api.ok("GET", `/events/${retried.id}`)).toEqual(retried);
});

const dataOf = async (sent: Sent) => {
  const id = await submit(other.source, sent);
  const event = await settledEvent(gateway.api, id);
  const read = await Promise.all([
    gateway.api.ok<Wire["request"]>("GET", `/requests/${id}?include=data`),
    gateway.api.ok<Wire["event"]>("GET", `/events/${event.id}?include=data`),
  ]);
  return read.map((it) => it.data);
};
const json: [string, string][] = [["content-type", "application/json"]];
const nested = (depth: number) => `${"[".repeat(depth)}${"]".repeat(depth)}`;

test("data with include=data alone: JSON parsed, form fields apart, text as text, path and query as received", async () => {
  expect(delivered.data).toBeUndefined();
  const form: [string, string][] = [["content-type", "application/x-www-form-urlencoded"]];
  const bodies: [Sent, unknown][] = [
    [{ headers: json, body: '{"a":[1,null,"ü"]}' }, { a: [1, null, "ü"] }],
    [{ headers: json, body: '{"a":' }, '{"a":'],
    [
      { headers: form, body: "a=1&b=x+y&a=2" },
      { a: ["1", "2"], b: "x y" },
    ],
    [{ headers: [["content-type", "text/plain"]], body: '{"a":1}' }, '{"a":1}'],
    [{ body: "" }, ""],
  ];
  for (const [sent, body] of bodies) {
    for (const data of await dataOf({ ...sent, suffix: "/a%20b?x=%20&y" })) {
      expect(data).toMatchObject({ body, path: "/a%20b", query: "x=%20&y" });
      expect(data?.headers).toMatchObject(Object.fromEntries(sent.headers ?? []));
    }
  }
});

test.each([
  ["a number beyond all bounds", '{"n":1e999}'],
  ["a key named __proto__", '{"__proto__":{"a":1}}'],
  ["ten thousand levels", nested(10_000)],
  ["a lone surrogate", '"\\ud800"'],
])("data of JSON with %s can be filtered and read", async (_what, body) => {
  for (const data of await dataOf({ headers: json, body })) expect(data).toHaveProperty("body");
  const rules = [{ type: "filter", body: { n: { $eq: 1 } } }];
  const picky = await connect(gateway.api, receiver.url, { rules });
  const event = await settledEvent(gateway.api, await submit(picky.source, { headers: json, body }));
  expect(event).toMatchObject({ status: "ignored", cause: "FILTERED" });
});

test.each([
  ["text/html", "text/html"],
  ["nonsense", "nonsense"],
  ["text/plain", "text/plain"],
  [null, "application/octet-stream"],
])("a raw body of content type %s is offered as a download, byte for byte", async (given, shown) => {
  const body = Buffer.from("<script>alert(1)</script>\u0000\ufffe");
  const headers: [string, string][] = given === null ? [] : [["content-type", given]];
  const id = await submit(other.source, { headers, body });
  const event = await settledEvent(gateway.api, id);
  for (const path of [`requests/${id}`, `events/${event.id}`]) {
    const authorization = `Bearer ${gateway.settings.team.apiKey}`;
    const answer = await fetch(`${gateway.url}/v1/${path}/raw_body`, { headers: { authorization } });
    expect(Buffer.from(await answer.arrayBuffer()).equals(body)).toBe(true);
    expect(answer.headers.get("content-type")).toBe(shown);
    expect(answer.headers.get("content-disposition")).toMatch(/^attachment/);
    expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
    expect(answer.headers.get("content-security-policy")).toContain("default-src");
  }
});
