import { Client, Connection } from "@temporalio/client";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Problem, Wire } from "../support/api.ts";
import { eventually } from "../support/eventually.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { startReceiver, type Receiver } from "../support/receiver.ts";
import { bodies, byPath, ended, eventsOf, once, read, recovered, start } from "./bulk-scene.ts";

/** So slow that only the first one is started. */
const SLOWEST = 0.01;

let receiver: Receiver;
let gateway: TestGateway;
let temporal: Connection;
let client: Client;
beforeAll(async () => {
  receiver = await startReceiver({ answer: byPath });
  gateway = await startTestGateway();
  temporal = await Connection.connect({ address: gateway.settings.temporal.address });
  client = new Client({ connection: temporal });
});
afterAll(async () => {
  await temporal.close();
  await gateway[Symbol.asyncDispose]();
  await receiver[Symbol.asyncDispose]();
});

const steer = (operation: { id: string }, verb: string) =>
  gateway.api.ok<Wire["bulk"]>("PUT", `/events/bulk_operations/${operation.id}/${verb}`);
const limit = (operation: { id: string }, limits: object) =>
  gateway.api.ok<Wire["bulk"]>("PATCH", `/events/bulk_operations/${operation.id}`, limits);
const delivered = (count: number) => (it: Wire["bulk"]) => it.delivered_count === count;

/** An operation that has delivered its first event, and would start the next one in more than a minute. */
async function slow(count: number, options: object = {}) {
  const scene = await recovered(gateway.api, receiver.url, bodies(count));
  const operation = await start(gateway.api, { ids: scene.ids, rate_per_second: SLOWEST, ...options });
  await once(gateway.api, operation, "has delivered its first", delivered(1));
  return { ...scene, operation };
}

describe("a rate", () => {
  test("that is raised while it runs: counts at once", async () => {
    const { operation } = await slow(8);
    expect(await limit(operation, { rate_per_second: 500 })).toMatchObject({
      rate_per_second: 500,
      status: "running",
    });
    expect(await ended(gateway.api, operation)).toMatchObject({ status: "completed", delivered_count: 8 });
  });

  test("that is lifted while it runs: no bound any more", async () => {
    const { operation } = await slow(5);
    expect(await limit(operation, { rate_per_second: null })).toMatchObject({ rate_per_second: null });
    expect(await ended(gateway.api, operation)).toMatchObject({ delivered_count: 5 });
  });

  test("of ten in a second: holds its events back to that", async () => {
    const { ids } = await recovered(gateway.api, receiver.url, bodies(25));
    const since = receiver.requests.length;
    const operation = await start(gateway.api, { ids, rate_per_second: 10 });
    await ended(gateway.api, operation);
    const times = receiver.requests.slice(since).map((it) => it.receivedAt.getTime());
    expect(times).toHaveLength(25);
    // 25 at 10 in a second take 2.4 s; what a late round has saved up may come together.
    expect(times.at(-1)! - times[0]!).toBeGreaterThanOrEqual(1300);
  });
});

describe("pause and resume", () => {
  test("nothing is started in between, and all of it after", async () => {
    const { operation } = await slow(4);
    expect(await steer(operation, "pause")).toMatchObject({ status: "paused", cancelable: true });
    await limit(operation, { rate_per_second: null });
    const handle = client.workflow.getHandle(operation.id);
    await eventually("its workflow has seen it", async () => {
      const state = await handle.query<{ status: string }>("state");
      return state.status === "paused";
    });
    expect(await read(gateway.api, operation)).toMatchObject({ delivered_count: 1, in_flight_count: 0 });
    expect(await steer(operation, "pause")).toMatchObject({ status: "paused" });
    expect(await steer(operation, "resume")).toMatchObject({ status: "running" });
    expect(await ended(gateway.api, operation)).toMatchObject({ status: "completed", delivered_count: 4 });
  });

  test("of one that is over: refused", async () => {
    const { operation } = await slow(1);
    await ended(gateway.api, operation);
    for (const verb of ["pause", "resume", "cancel"]) {
      const path = `/events/bulk_operations/${operation.id}/${verb}`;
      const { status, body } = await gateway.api.call<Problem>("PUT", path);
      expect([status, body.code]).toEqual([409, "CONFLICT"]);
    }
    const path = `/events/bulk_operations/${operation.id}`;
    expect((await gateway.api.call("PATCH", path, { max_failures: 1 })).status).toBe(409);
    expect((await gateway.api.call("PATCH", path, {})).status).toBe(422);
  });
});

describe("a cancel", () => {
  test("of one that runs: the rest stays as it is", async () => {
    const { operation, ids } = await slow(4);
    expect(await steer(operation, "cancel")).toMatchObject({ status: "cancelled", cancelable: false });
    const standing = await ended(gateway.api, operation);
    expect(standing).toMatchObject({ status: "cancelled", done_count: 1, queued_count: 3, progress: 0.25 });
    expect((await eventsOf(gateway.api, operation, "pending")).map((it) => it.event_id)).toEqual(
      ids.slice(1),
    );
    expect(await steer(operation, "cancel")).toMatchObject({ status: "cancelled" });
  });

  test("of its workflow in Temporal: cancels the operation", async () => {
    const { operation } = await slow(3);
    await client.workflow.getHandle(operation.id).cancel();
    expect(await ended(gateway.api, operation)).toMatchObject({ status: "cancelled", done_count: 1 });
  });
});

describe("signals to its workflow", () => {
  test("pause, update and resume: the same as through the API", async () => {
    const { operation } = await slow(4);
    const handle = client.workflow.getHandle(operation.id);
    await handle.signal("pause");
    await once(gateway.api, operation, "is paused", (it) => it.status === "paused");
    await handle.signal("update", { rate_per_second: "fast" });
    await handle.signal("update", { rate_per_second: 100, max_failures: 7 });
    const told = (it: Wire["bulk"]) => it.rate_per_second === 100;
    expect(await once(gateway.api, operation, "has its rate", told)).toMatchObject({ max_failures: 7 });
    await handle.signal("resume");
    expect(await ended(gateway.api, operation)).toMatchObject({ status: "completed", delivered_count: 4 });
  });
});

describe("a canary", () => {
  test("that is delivered: all the rest follows", async () => {
    const { ids } = await recovered(gateway.api, receiver.url, bodies(8));
    const operation = await ended(gateway.api, await start(gateway.api, { ids, canary: 3 }));
    expect(operation).toMatchObject({ status: "completed", cause: null, delivered_count: 8 });
  });

  test("of which one fails: the operation fails, and the rest stays as it is", async () => {
    const { ids } = await recovered(gateway.api, receiver.url, ["fine", "refuse", ...bodies(5)]);
    const operation = await ended(gateway.api, await start(gateway.api, { ids, canary: 3 }));
    expect(operation).toMatchObject({
      status: "failed",
      cause: "CANARY_FAILED",
      total_count: 7,
      done_count: 3,
      failed_count: 1,
    });
    expect((await eventsOf(gateway.api, operation, "pending")).map((it) => it.event_id)).toEqual(
      ids.slice(3),
    );
  });
});

describe("a bound of failures", () => {
  test("that is exceeded: the operation fails after one more than it allows", async () => {
    const { ids } = await recovered(
      gateway.api,
      receiver.url,
      Array.from({ length: 20 }, () => "refuse"),
    );
    const operation = await ended(gateway.api, await start(gateway.api, { ids, max_failures: 2 }));
    expect(operation).toMatchObject({
      status: "failed",
      cause: "TOO_MANY_FAILURES",
      failed_count: 3,
      done_count: 3,
    });
  });

  test("that is not exceeded: the operation is completed", async () => {
    const { ids } = await recovered(gateway.api, receiver.url, ["refuse", ...bodies(4), "refuse"]);
    const operation = await ended(gateway.api, await start(gateway.api, { ids, max_failures: 2 }));
    expect(operation).toMatchObject({ status: "completed", failed_count: 2, delivered_count: 4 });
  });
});
