import { createServer } from "node:net";
import { once } from "node:events";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { List, Wire } from "../support/api.ts";
import { eventually } from "../support/eventually.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { startReceiver, type Reply, type Receiver } from "../support/receiver.ts";
import { attemptsOf, connect, settledEvent, submit } from "./scene.ts";

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

const linear = (count: number, more: object = {}) => [
  { type: "retry", strategy: "linear", interval: 100, count, ...more },
];

/** What becomes of one webhook that is sent to `url`. */
async function outcome(url: string, rules: object[], destination: object = {}) {
  const connection = await connect(gateway.api, url, { rules, destination });
  const event = await settledEvent(gateway.api, await submit(connection.source, { body: "{}" }));
  return { event, attempts: await attemptsOf(gateway.api, event.id) };
}

/** What becomes of one webhook whose attempts are answered so, the last answer going on. */
async function answered(replies: Reply[], rules: object[], destination: object = {}) {
  await using own = await startReceiver({ answer: replies });
  return { ...(await outcome(own.url, rules, destination)), requests: own.requests };
}

/** A port of this machine where nobody listens. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" && address ? address.port : 0;
}

/** The waits between attempts, in milliseconds, from one's start to the next's. */
function waits(attempts: Wire["attempt"][]): number[] {
  const starts = attempts.map((it) => Date.parse(it.requested_at));
  return starts.slice(1).map((at, index) => at - (starts[index] ?? at));
}

test("a destination where nobody listens: CONNECTION_REFUSED, on every attempt", async () => {
  const { event, attempts } = await outcome(`http://127.0.0.1:${await freePort()}/`, linear(1));
  expect(event).toMatchObject({ status: "failed", error_code: "CONNECTION_REFUSED", response_status: null });
  expect(attempts).toHaveLength(2);
  for (const attempt of attempts) {
    expect(attempt).toMatchObject({
      status: "failed",
      error_code: "CONNECTION_REFUSED",
      response_status: null,
      response_headers: null,
      response_body: null,
    });
  }
});

test("a destination whose name does not exist: DNS_LOOKUP_FAILED", async () => {
  const { event, attempts } = await outcome("http://no-such-host.invalid/", linear(1));
  expect(event).toMatchObject({ status: "failed", error_code: "DNS_LOOKUP_FAILED", attempts_count: 2 });
  expect(attempts[0]?.remote_address).toBeNull();
});

test("a destination that does not answer in time: TIMEOUT", async () => {
  const respond = () => undefined;
  const { event, attempts } = await answered([{ respond }], linear(1), { timeout_ms: 150 });
  expect(event).toMatchObject({ status: "failed", error_code: "TIMEOUT", attempts_count: 2 });
  expect(attempts[0]?.error_message).toContain("150 ms");
  expect(attempts[0]?.latency_ms).toBeGreaterThanOrEqual(140);
});

test("a destination that closes without an answer: CONNECTION_RESET", async () => {
  const respond: Reply["respond"] = (response) => void response.destroy();
  const { event } = await answered([{ respond }], linear(1));
  expect(event).toMatchObject({ status: "failed", error_code: "CONNECTION_RESET" });
});

test("a destination with an untrusted certificate: TLS_ERROR or PROTOCOL_ERROR, never delivered", async () => {
  const { event } = await outcome(receiver.url.replace("http:", "https:"), linear(1));
  expect(event.status).toBe("failed");
  expect(["TLS_ERROR", "PROTOCOL_ERROR"]).toContain(event.error_code);
});

test.each([301, 302, 307, 308])("a redirect with %i is not followed: a failed attempt", async (status) => {
  const before = receiver.requests.length;
  const { event, attempts, requests } = await answered([{ status, headers: { location: receiver.url } }], []);
  expect(event).toMatchObject({ status: "failed", error_code: "BAD_RESPONSE", response_status: status });
  expect(attempts).toHaveLength(1);
  expect(attempts[0]?.error_message).toContain("redirects are not followed");
  expect([requests.length, receiver.requests.length - before]).toEqual([1, 0]);
});

test("an answer other than 2xx without a retry rule: failed after one attempt, its body kept", async () => {
  const { event, attempts } = await answered([{ status: 500, body: "broken" }], []);
  expect(event).toMatchObject({
    status: "failed",
    attempts_count: 1,
    next_attempt_at: null,
    delivered_at: null,
  });
  expect(attempts[0]).toMatchObject({
    error_code: "BAD_RESPONSE",
    response_status: 500,
    response_body: "broken",
  });
});

test("a network error without a retry rule: three quick retries", async () => {
  const respond: Reply["respond"] = (response) => void response.destroy();
  const { event, attempts } = await answered([{ respond }], []);
  expect(event).toMatchObject({ status: "failed", attempts_count: 4, error_code: "CONNECTION_RESET" });
  expect(attempts.map((it) => it.trigger)).toEqual(["initial", "automatic", "automatic", "automatic"]);
});

test("a linear retry rule: attempts at its interval until one delivers, numbered and under one event id", async () => {
  const replies = [{ status: 500 }, { status: 502 }, { status: 200 }];
  const { event, attempts, requests } = await answered(replies, linear(5));
  expect(event).toMatchObject({
    status: "delivered",
    attempts_count: 3,
    response_status: 200,
    error_code: null,
  });
  expect(attempts.map((it) => [it.attempt_number, it.trigger, it.status, it.response_status])).toEqual([
    [1, "initial", "failed", 500],
    [2, "automatic", "failed", 502],
    [3, "automatic", "delivered", 200],
  ]);
  // 100 ms less 10 % jitter is the least.
  for (const wait of waits(attempts)) expect(wait).toBeGreaterThanOrEqual(90);
  expect(new Set(requests.map((it) => it.header("webhook-id")))).toEqual(new Set([event.id]));
  expect(requests.map((it) => it.header("x-fasthook-attempt"))).toEqual(["1", "2", "3"]);
  expect(requests.map((it) => it.header("x-fasthook-trigger"))).toEqual([
    "initial",
    "automatic",
    "automatic",
  ]);
});

test("a retry rule whose retries are used up: failed, with the last answer", async () => {
  const { event, attempts } = await answered([{ status: 500 }, { status: 500 }, { status: 503 }], linear(2));
  expect(event).toMatchObject({ status: "failed", attempts_count: 3, response_status: 503 });
  expect(attempts).toHaveLength(3);
});

test("between two attempts an event is processing, and says when the next one is due", async () => {
  await using own = await startReceiver({ answer: { status: 500 } });
  const rules = [{ type: "retry", strategy: "linear", interval: 3_600_000, count: 1 }];
  const connection = await connect(gateway.api, own.url, { rules });
  const id = await submit(connection.source);
  await own.waitFor(1);
  const event = await eventually("the attempt is recorded", async () => {
    const path = `/requests/${id}/events?attempts_min=1`;
    return (await gateway.api.ok<List<Wire["event"]>>("GET", path)).models[0];
  });
  expect(event).toMatchObject({ status: "processing", attempts_count: 1, response_status: 500 });
  const wait = Date.parse(event.next_attempt_at!) - Date.parse(event.last_attempt_at!);
  expect(wait).toBeGreaterThan(3_600_000 * 0.89);
  expect(wait).toBeLessThan(3_600_000 * 1.11 + 60_000);
});

test("Retry-After of a 503 is waited for, beyond the rule's own interval", async () => {
  const { event, attempts } = await answered(
    [{ status: 503, headers: { "retry-after": "1" } }, { status: 200 }],
    linear(1),
  );
  expect(event.status).toBe("delivered");
  expect(waits(attempts)[0]).toBeGreaterThanOrEqual(1000);
});

test("an answer of 410 ends the event at once, whatever the rule", async () => {
  const { event } = await answered([{ status: 410 }], linear(5, { response_status_codes: ["410"] }));
  expect(event).toMatchObject({
    status: "failed",
    attempts_count: 1,
    response_status: 410,
    next_attempt_at: null,
  });
});

test("an answer that the rule's status codes leave out is not retried", async () => {
  const rules = linear(5, { response_status_codes: ["500-599", "!501"] });
  expect((await answered([{ status: 501 }], rules)).event).toMatchObject({
    status: "failed",
    attempts_count: 1,
  });
  expect((await answered([{ status: 404 }], rules)).event).toMatchObject({
    status: "failed",
    attempts_count: 1,
  });
  const { event } = await answered([{ status: 503 }, { status: 204 }], rules);
  expect(event).toMatchObject({ status: "delivered", attempts_count: 2, response_status: 204 });
});
