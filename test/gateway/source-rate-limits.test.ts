import { afterAll, beforeAll, expect, test } from "vitest";
import type { List, Problem, Wire } from "../support/api.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { send } from "./send.ts";

type Source = Wire["source"];
let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(async () => gateway[Symbol.asyncDispose]());

const make = (name: string, rate_limit: object | null) =>
  gateway.api.ok<Source>("POST", "/sources", { name, rate_limit });

async function statuses({ url }: Source, count: number): Promise<number[]> {
  const answers = await Promise.all(Array.from({ length: count }, () => send(url, { body: "x" })));
  return answers.map(({ status }) => status).sort();
}

test("a source over its rate limit: 429 with Retry-After, nothing stored, and other sources are not concerned", async () => {
  const limited = await make("limited", { limit: 3, period: "hour" });
  const free = await make("free", null);
  expect(limited.rate_limit).toEqual({ limit: 3, period: "hour" });
  expect(await statuses(limited, 5)).toEqual([200, 200, 200, 429, 429]);
  const refused = await send(limited.url, { body: "x" });
  expect(refused.json()).toMatchObject({ status: 429, code: "RATE_LIMITED" });
  expect(Number(refused.headers["retry-after"])).toBeGreaterThan(1100);
  expect(Number(refused.headers["retry-after"])).toBeLessThanOrEqual(1200);
  const stored = await gateway.api.ok<List<Wire["request"]>>("GET", `/requests?source_id=${limited.id}`);
  expect(stored.count).toBe(3);
  expect(await statuses(free, 5)).toEqual([200, 200, 200, 200, 200]);
  const metrics = await (await fetch(`${gateway.url}/metrics`)).text();
  expect(metrics).toMatch(/^fasthook_requests_total\{outcome="RATE_LIMITED"\} 3$/m);
});

test("a rate limit that is raised, or taken away, counts from the API's answer on", async () => {
  const source = await make("raised", { limit: 1, period: "hour" });
  expect(await statuses(source, 2)).toEqual([200, 429]);
  await gateway.api.ok("PATCH", `/sources/${source.id}`, { rate_limit: null });
  expect(await statuses(source, 3)).toEqual([200, 200, 200]);
});

test("a source that was stored before there were rate limits has none", async () => {
  const source = await make("old", { limit: 1, period: "hour" });
  const rows = gateway.database.collection<{ _id: string }>("sources");
  await rows.updateOne({ _id: source.id }, { $unset: { rate_limit: "" } });
  await gateway.restart();
  const read = await gateway.api.ok<Source>("GET", `/sources/${source.id}`);
  expect(read.rate_limit).toBeNull();
  expect(await statuses({ ...source, url: read.url }, 3)).toEqual([200, 200, 200]);
});

test.each([
  [{ limit: 0, period: "second" }, "rate_limit.limit"],
  [{ limit: 1, period: "concurrent" }, "rate_limit.period"],
  [{ limit: 1 }, "rate_limit.period"],
])("a rate limit of %j is 422 and names %s", async (rate_limit, path) => {
  const { status, body } = await gateway.api.call<Problem>("POST", "/sources", { name: "wrong", rate_limit });
  expect([status, body.errors?.map((it) => it.path)]).toEqual([422, [path]]);
});
