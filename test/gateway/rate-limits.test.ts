import { afterAll, beforeAll, expect, it } from "vitest";
import type { List, Wire } from "../support/api.ts";
import { eventually } from "../support/eventually.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { startReceiver, type Receiver } from "../support/receiver.ts";

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway[Symbol.asyncDispose]());

/** A connection to the receiver under a rate limit. */
async function limited(
  name: string,
  receiver: Receiver,
  rate_limit: object | null,
): Promise<Wire["connection"]> {
  return gateway.api.ok("POST", "/connections", {
    name,
    source: { name },
    destination: { name, url: receiver.url, rate_limit },
  });
}

/** Posts numbered requests, one after the other. */
async function post(connection: Wire["connection"], count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    const response = await fetch(connection.source.url, { method: "POST", body: String(i) });
    expect(response.status).toBe(200);
  }
}

/** Resolves with the events that wait for their turn, the latest first, once there are so many. */
function allWait(connection: Wire["connection"], count: number): Promise<Wire["event"][]> {
  return eventually(`${count} events wait with their time`, async () => {
    const path = `/events?status=queued&connection_id=${connection.id}`;
    const { models } = await gateway.api.ok<List<Wire["event"]>>("GET", path);
    return models.filter((event) => event.next_attempt_at !== null).length >= count && models;
  });
}

const numbers = (receiver: Receiver) => receiver.requests.map((request) => Number(request.body.toString()));
const upTo = (count: number) => Array.from({ length: count }, (_, i) => i);

/** The most attempts that started in any stretch of `period` milliseconds. */
async function most(connection: Wire["connection"], period: number): Promise<number> {
  const path = `/attempts?destination_id=${connection.destination_id}`;
  const { models } = await gateway.api.ok<List<Wire["attempt"]>>("GET", path);
  const times = models.map((attempt) => Date.parse(attempt.requested_at));
  return Math.max(...times.map((from) => times.filter((at) => at >= from && at < from + period).length));
}

it("a limit per second: never more in any second, in order of arrival, and what waits says until when", async () => {
  await using receiver = await startReceiver();
  // Far fewer than come in, on a slow machine too.
  const connection = await limited("paced", receiver, { limit: 2, period: "second" });
  await post(connection, 14);
  const waiting = await allWait(connection, 4);
  const times = waiting.flatMap((event) => event.next_attempt_at ?? []);
  expect(times).toEqual([...times].sort().reverse());
  await receiver.waitFor(14, 30_000);
  expect(numbers(receiver)).toEqual(upTo(14));
  await eventually("all attempts are recorded", async () => {
    const { count } = await gateway.api.ok<List<Wire["event"]>>(
      "GET",
      `/events?status=delivered&connection_id=${connection.id}`,
    );
    return count === 14;
  });
  expect(await most(connection, 1000)).toBeLessThanOrEqual(2);
});

it("a limit that is raised: what waits goes at the new pace, still in order", async () => {
  await using receiver = await startReceiver();
  const connection = await limited("raised", receiver, { limit: 1, period: "hour" });
  await post(connection, 15);
  await receiver.waitFor(1);
  await allWait(connection, 14);
  await gateway.api.ok("PATCH", `/destinations/${connection.destination_id}`, {
    rate_limit: { limit: 10, period: "second" },
  });
  await receiver.waitFor(15, 20_000);
  expect(numbers(receiver)).toEqual(upTo(15));
});

it("a limit that is removed: what waits goes at once", async () => {
  await using receiver = await startReceiver();
  const connection = await limited("removed", receiver, { limit: 1, period: "hour" });
  await post(connection, 5);
  await receiver.waitFor(1);
  await allWait(connection, 4);
  await gateway.api.ok("PATCH", `/destinations/${connection.destination_id}`, { rate_limit: null });
  await receiver.waitFor(5, 20_000);
  expect(numbers(receiver).sort()).toEqual(upTo(5));
});

it("a limit of attempts at once: never more under way, all delivered, oldest first", async () => {
  let underWay = 0;
  let highest = 0;
  await using receiver = await startReceiver({
    answer: async () => {
      highest = Math.max(highest, ++underWay);
      await new Promise((resolve) => setTimeout(resolve, 50));
      underWay--;
      return {};
    },
  });
  const connection = await limited("concurrent", receiver, { limit: 2, period: "concurrent" });
  await post(connection, 16);
  await receiver.waitFor(16, 30_000);
  expect(highest).toBeLessThanOrEqual(2);
  const order = numbers(receiver);
  expect(order.slice(-2).every((number) => number >= 12)).toBe(true);
  expect([...order].sort((a, b) => a - b)).toEqual(upTo(16));
});
