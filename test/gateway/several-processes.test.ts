import { afterAll, beforeAll, expect, inject, test, vi } from "vitest";
import { fasthook, type Command } from "../support/command.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { startReceiver, type Receiver } from "../support/receiver.ts";
import { connect, settledEvent, submit } from "./scene.ts";

const SEVERAL = 40;
const SLOW = 3000;

// A process makes its workflow bundle from the sources at its start.
vi.setConfig({ testTimeout: 90_000 });

let receiver: Receiver;

beforeAll(async () => {
  receiver = await startReceiver();
});
afterAll(async () => receiver[Symbol.asyncDispose]());

/** Waits until each of a team's events is delivered, and expects that each of the requests came once. */
async function deliveredOnce({ api }: TestGateway, requestIds: string[]): Promise<void> {
  for (const id of requestIds) expect((await settledEvent(api, id)).status).toBe("delivered");
  const arrived = receiver.requests.map((it) => it.header("x-fasthook-request-id"));
  for (const id of requestIds) expect(arrived.filter((it) => it === id)).toHaveLength(1);
}

/** A process of its own in some roles, on a gateway's database and task queue. */
async function startProcess({ settings }: TestGateway, roles: string[]): Promise<Command & { url: string }> {
  const command = fasthook(["start", "--role", ...roles], {
    PORT: "0",
    LOG_LEVEL: "info",
    MONGODB_URI: inject("mongodbUri"),
    MONGODB_DB: settings.mongodb.database,
    TEMPORAL_ADDRESS: inject("temporalAddress"),
    TEMPORAL_TASK_QUEUE: settings.temporal.taskQueue,
    FASTHOOK_SECRET_KEY: settings.secretKey,
    FASTHOOK_ALLOWED_SUBNETS: "127.0.0.0/8",
  });
  try {
    const [, url = ""] = await command.printed(/"url":"(http:[^"]+)"/, 60_000);
    return { ...command, url };
  } catch (error) {
    await command[Symbol.asyncDispose]();
    throw error;
  }
}

test("webhooks to two processes with all roles on one database: each delivered exactly once", async () => {
  await using gateway = await startTestGateway();
  await using other = await startProcess(gateway, ["ingress", "api", "worker"]);
  const { source } = await connect(gateway.api, receiver.url);
  const { pathname } = new URL(source.url);
  const urls = [source.url, `${other.url}${pathname}`];
  const sent = Array.from({ length: SEVERAL }, (_, index) => submit({ url: urls[index % 2]! }));
  await deliveredOnce(gateway, await Promise.all(sent));
});

test("webhooks to a process with ingress and API alone: delivered exactly once by the worker's process", async () => {
  await using gateway = await startTestGateway({ roles: ["ingress", "api"] });
  await using _worker = await startProcess(gateway, ["worker"]);
  const { source } = await connect(gateway.api, receiver.url);
  const sent = Array.from({ length: SEVERAL }, () => submit(source));
  await deliveredOnce(gateway, await Promise.all(sent));
});

test("SIGTERM while a slow destination answers: the worker waits for it, exits 0, and nobody sends it again", async () => {
  await using slow = await startReceiver({ answer: { delay: SLOW } });
  await using gateway = await startTestGateway({ roles: ["ingress", "api"] });
  await using worker = await startProcess(gateway, ["worker"]);
  const { source } = await connect(gateway.api, slow.url);
  const first = await submit(source);
  await slow.waitFor(1, 30_000);
  worker.signal("SIGTERM");
  expect(await worker.ended).toBe(0);
  expect(await settledEvent(gateway.api, first)).toMatchObject({ status: "delivered", attempts_count: 1 });

  await using _next = await startProcess(gateway, ["worker"]);
  slow.answer({});
  // What it would send again, it would send before the next one.
  expect((await settledEvent(gateway.api, await submit(source))).status).toBe("delivered");
  expect(slow.requests).toHaveLength(2);
});
