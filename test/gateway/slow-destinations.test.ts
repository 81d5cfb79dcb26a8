import { afterAll, beforeAll, expect, test } from "vitest";
import type { List, Wire } from "../support/api.ts";
import { eventually } from "../support/eventually.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { startReceiver, type Reply } from "../support/receiver.ts";
import { connect, connectAlso, submit } from "./scene.ts";

/** More than a worker has workflow tasks. */
const EACH = 120;

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(async () => gateway[Symbol.asyncDispose]());

async function countOf({ id }: Wire["connection"], status: string): Promise<number> {
  const path = `/events?connection_id=${id}&status=${status}&limit=250`;
  return (await gateway.api.ok<List<Wire["event"]>>("GET", path)).count;
}

test("one destination never answers and one is slow: all events of a healthy one are delivered before any of theirs", async () => {
  const waiting: (() => void)[] = [];
  let released = false;
  const whenReleased: Reply = {
    respond: (response) => {
      if (released) response.end("late");
      else waiting.push(() => response.end("late"));
    },
  };
  await using stuck = await startReceiver({ answer: { respond: () => undefined } });
  await using slow = await startReceiver({ answer: whenReleased });
  await using healthy = await startReceiver();
  const patient = { timeout_ms: 120_000 };
  const toStuck = await connect(gateway.api, stuck.url, { destination: patient });
  const toSlow = await connectAlso(gateway.api, toStuck, slow.url, { destination: patient });
  const toHealthy = await connectAlso(gateway.api, toStuck, healthy.url);

  await Promise.all(Array.from({ length: EACH }, () => submit(toStuck.source)));
  await eventually(
    "the healthy one has all of its events",
    async () => (await countOf(toHealthy, "delivered")) === EACH,
    60_000,
  );
  expect(stuck.requests.length).toBeGreaterThan(0);
  expect(slow.requests.length).toBeGreaterThan(0);
  expect(await countOf(toStuck, "queued,processing")).toBe(EACH);
  expect(await countOf(toSlow, "queued,processing")).toBe(EACH);

  released = true;
  waiting.forEach((answer) => answer());
  await eventually(
    "the slow one has all of its events",
    async () => (await countOf(toSlow, "delivered")) === EACH,
    60_000,
  );
  expect(await countOf(toStuck, "processed")).toBe(0);
}, 150_000);
