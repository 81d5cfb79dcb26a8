import { createRequire } from "node:module";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { List, Wire } from "../support/api.ts";
import { eventually } from "../support/eventually.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { startReceiver, type Receiver } from "../support/receiver.ts";
import { connect, submit } from "./scene.ts";

let gateway: TestGateway;
let receiver: Receiver;

const examples = createRequire(import.meta.url)("@octokit/webhooks-examples") as {
  name: string;
  examples: object[];
}[];

/** The first examples of every event that GitHub sends, as the bytes of one webhook each. */
const PAYLOADS = examples.flatMap(({ name, examples: payloads }) =>
  payloads.slice(0, 3).map((payload) => ({ name, body: Buffer.from(JSON.stringify(payload, null, 1)) })),
);
const AT_ONCE = 8;

beforeAll(async () => {
  receiver = await startReceiver();
  gateway = await startTestGateway();
});
afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
  await receiver[Symbol.asyncDispose]();
});

test(
  "each of GitHub's example payloads, posted once, is delivered once, byte for byte, rightly signed",
  { timeout: 120_000 },
  async () => {
    expect(PAYLOADS.length).toBeGreaterThan(100);
    const connection = await connect(gateway.api, receiver.url);
    const webhook = new Webhook(connection.destination.signing.secret);
    receiver.answer((request) => {
      webhook.verify(request.body, Object.fromEntries(request.headerLines));
      return {};
    });

    const posted = new Map<string, (typeof PAYLOADS)[number]>();
    const queue = PAYLOADS.values();
    const post = async () => {
      for (const payload of queue) {
        const headers: [string, string][] = [
          ["content-type", "application/json"],
          ["x-github-event", payload.name],
        ];
        posted.set(await submit(connection.source, { headers, body: payload.body }), payload);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, post));

    const of = `/events?connection_id=${connection.id}&limit=250`;
    const delivered = await eventually(
      "all are delivered",
      async () => {
        const list = await gateway.api.ok<List<Wire["event"]>>("GET", `${of}&status=delivered`);
        return list.count === PAYLOADS.length && list.models;
      },
      100_000,
    );
    expect(delivered.every((event) => event.attempts_count === 1)).toBe(true);
    expect((await gateway.api.ok<List<Wire["event"]>>("GET", of)).count).toBe(PAYLOADS.length);

    const received = receiver.requests.map((it) => it.header("x-fasthook-request-id"));
    expect(received.sort()).toEqual([...posted.keys()].sort());
    for (const request of receiver.requests) {
      const payload = posted.get(request.header("x-fasthook-request-id")!)!;
      expect(request.header("x-github-event")).toBe(payload.name);
      expect(request.body.equals(payload.body)).toBe(true);
    }
  },
);
