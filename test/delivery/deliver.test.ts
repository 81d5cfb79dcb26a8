import { randomBytes } from "node:crypto";
import { Webhook } from "standardwebhooks";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Deliver } from "../../src/delivery/deliver.ts";
import { createDelivery, type Deliveries } from "../../src/delivery/delivery.ts";
import type { HealthTracker } from "../../src/delivery/health.ts";
import { Attempt } from "../../src/resources/attempt.ts";
import type { DestinationAuth } from "../../src/resources/destination.ts";
import { startReceiver, type Receiver } from "../support/receiver.ts";
import { delivery, destination, SECRET } from "./examples.ts";

let receiver: Receiver;
let deliveries: Deliveries;
let health: HealthTracker;
let deliver: Deliver;

beforeEach(async () => {
  receiver = await startReceiver();
  deliveries = createDelivery({ allowedSubnets: ["127.0.0.0/8"], now: () => new Date() });
  ({ deliver, health } = deliveries);
});
afterEach(async () => {
  await deliveries[Symbol.asyncDispose]();
  await receiver[Symbol.asyncDispose]();
});

const here = (settings: Parameters<typeof destination>[0] = {}) =>
  destination({ url: `${receiver.url}/hooks`, ...settings });

describe("a delivery", () => {
  test("arrives as it was received, and its signature is accepted by the reference verifier", async () => {
    const body = JSON.stringify({ text: "Ünï 🚀", random: randomBytes(100).toString("hex") });
    const result = await deliver(
      delivery({ body: Buffer.from(body), path: "/a%2Fb", query: "c=%20" }),
      here(),
    );
    expect(result).toMatchObject({ status: "delivered", response_status: 200, error_code: null });
    const [received] = receiver.requests;
    expect(received).toMatchObject({ method: "POST", target: "/hooks/a%2Fb?c=%20" });
    expect(received?.body.toString()).toBe(body);
    const headers = Object.fromEntries(received?.headerLines ?? []);
    expect(new Webhook(SECRET).verify(body, headers)).toEqual(JSON.parse(body));
  });

  test("whose path could lead out of the destination's URL is a failure that says so, and is not sent", async () => {
    const result = await deliver(delivery({ path: "/../admin", query: "a=1" }), here());
    expect(result).toMatchObject({
      status: "failed",
      error_code: "PROTOCOL_ERROR",
      error_message: expect.stringContaining("..") as string,
      url: `${receiver.url}/hooks/../admin?a=1`,
      response_status: null,
    });
    expect(receiver.requests).toEqual([]);
  });

  test("gives the fields that an attempt records", async () => {
    receiver.answer({ status: 500, body: "no", headers: { "retry-after": "7" } });
    const before = Date.now();
    const auth: DestinationAuth = { type: "api_key", query: "key", value: "s3cret" };
    const { retry_after, ...result } = await deliver(delivery(), here({ auth }));
    expect(retry_after).toBe("7");
    expect(receiver.requests[0]?.target).toBe("/hooks?key=s3cret");
    expect(JSON.stringify(result)).not.toContain("s3cret");
    expect(result).toMatchObject({ status: "failed", error_code: "BAD_RESPONSE", method: "POST" });
    expect(result.requested_at.getTime()).toBeGreaterThanOrEqual(before);
    const fields = Attempt.omit({
      id: true,
      team_id: true,
      created_at: true,
      updated_at: true,
      event_id: true,
      destination_id: true,
      attempt_number: true,
      trigger: true,
      actor: true,
      bulk_operation_id: true,
    });
    expect(Object.keys(result).sort()).toEqual(Object.keys(fields.shape).sort());
    expect(fields.encode(result)).toMatchObject({ requested_at: result.requested_at.toISOString() });
  });

  test("that fails before it is sent is recorded with what would have been sent", async () => {
    const result = await deliver(delivery(), destination({ url: "http://10.0.0.1/hooks" }));
    expect(result).toMatchObject({
      status: "failed",
      error_code: "BLOCKED_ADDRESS",
      url: "http://10.0.0.1/hooks",
      response_status: null,
    });
    expect(result.request_headers).toMatchObject({ "webhook-id": "evt_1" });
  });

  test("is bounded by the destination's time limit", async () => {
    receiver.answer({ respond: () => {} });
    expect(await deliver(delivery(), here({ timeout_ms: 200 }))).toMatchObject({ error_code: "TIMEOUT" });
  });

  test("counts in the destination's health, while it runs and by how it ended", async () => {
    receiver.answer(() => {
      expect(health.of("des_1").inFlight).toBe(1);
      return { status: 503 };
    });
    expect(await deliver(delivery(), here())).toMatchObject({ response_status: 503 });
    expect(health.of("des_1")).toMatchObject({ inFlight: 0, recentFailures: 1 });
    expect(health.of("des_1").latency).not.toBeNull();
  });

  test("that is given up rejects with the signal's reason and counts no more", async () => {
    const giveUp = new AbortController();
    receiver.answer({ respond: () => giveUp.abort(new Error("shutting down")) });
    await expect(deliver(delivery(), here(), { signal: giveUp.signal })).rejects.toThrow("shutting down");
    expect(health.of("des_1")).toMatchObject({ inFlight: 0, latency: null, recentFailures: 0 });
  });
});

describe("a delivery with OAuth 2", () => {
  let endpoint: Receiver;
  let auth: DestinationAuth;
  beforeEach(async () => {
    endpoint = await startReceiver({
      answer: (_request, index) => ({
        body: JSON.stringify({ access_token: `token-${index}`, expires_in: 3600 }),
      }),
    });
    const token_url = `${endpoint.url}/token`;
    auth = { type: "oauth2_client_credentials", token_url, client_id: "c", client_secret: "s", scope: null };
  });
  afterEach(() => endpoint[Symbol.asyncDispose]());

  const sentTokens = () => receiver.requests.map((it) => it.header("authorization"));

  test("sends the token, fetched once for several", async () => {
    for (let sent = 0; sent < 3; sent += 1) await deliver(delivery(), here({ auth }));
    expect(sentTokens()).toEqual(Array(3).fill("Bearer token-0"));
    expect(endpoint.requests).toHaveLength(1);
  });

  test("that is answered 401 is sent once more with a fresh token", async () => {
    receiver.answer([{ status: 401 }, { status: 200 }]);
    expect(await deliver(delivery(), here({ auth }))).toMatchObject({
      status: "delivered",
      response_status: 200,
    });
    expect(sentTokens()).toEqual(["Bearer token-0", "Bearer token-1"]);
  });

  test("that is answered 401 twice is a bad response", async () => {
    receiver.answer({ status: 401 });
    const result = await deliver(delivery(), here({ auth }));
    expect(result).toMatchObject({ error_code: "BAD_RESPONSE", response_status: 401 });
    expect(sentTokens()).toEqual(["Bearer token-0", "Bearer token-1"]);
  });

  test("that gets no token is OAUTH2_FAILED and never reaches the destination", async () => {
    endpoint.answer({ status: 400, body: '{"error":"invalid_scope"}' });
    expect(await deliver(delivery(), here({ auth }))).toMatchObject({
      status: "failed",
      error_code: "OAUTH2_FAILED",
      error_message: "The token endpoint answered 400 (invalid_scope)",
      response_status: null,
    });
    expect(receiver.requests).toHaveLength(0);
  });

  test("shares its time limit with the fetch of the token", async () => {
    endpoint.answer({ respond: () => {} });
    const result = await deliver(delivery(), here({ auth, timeout_ms: 200 }));
    expect(result).toMatchObject({ error_code: "OAUTH2_FAILED" });
    expect(result.error_message).toMatch(/No full answer within \d{1,3} ms/);
  });
});

test("a 401 without OAuth 2 is not repeated", async () => {
  receiver.answer({ status: 401 });
  const auth: DestinationAuth = { type: "bearer", token: "t" };
  expect(await deliver(delivery(), here({ auth }))).toMatchObject({ response_status: 401 });
  expect(receiver.requests).toHaveLength(1);
});
