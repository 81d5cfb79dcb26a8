import { Client, Connection, WorkflowNotFoundError } from "@temporalio/client";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Wire } from "../support/api.ts";
import { eventually } from "../support/eventually.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { startReceiver, type Receiver } from "../support/receiver.ts";
import { attemptsOf, connect, routed, settledEvent, submit } from "./scene.ts";

let gateway: TestGateway;
let receiver: Receiver;
let temporal: Connection;
let client: Client;

beforeAll(async () => {
  receiver = await startReceiver();
  gateway = await startTestGateway();
  temporal = await Connection.connect({ address: gateway.settings.temporal.address });
  client = new Client({ connection: temporal });
});
afterAll(async () => {
  await temporal.close();
  await gateway[Symbol.asyncDispose]();
  await receiver[Symbol.asyncDispose]();
});

const direct = (changes: object = {}) =>
  connect(gateway.api, receiver.url, { first_attempt: "direct", ...changes });
const runOf = (event: Wire["event"]) => client.workflow.getHandle(event.workflow_id ?? event.id).describe();
const read = (id: string) => gateway.api.ok<Wire["event"]>("GET", `/events/${id}`);

async function onlyEvent(requestId: string): Promise<Wire["event"]> {
  const { routing } = await routed(gateway.api, requestId);
  return read(routing[0]!.event_id);
}

test("an event that is delivered at once has the same record as any, and never had a workflow", async () => {
  receiver.answer({});
  const [one, other] = [await direct(), await connect(gateway.api, receiver.url)];
  const event = await settledEvent(gateway.api, await submit(one.source, { body: "direct" }));
  const usual = await settledEvent(gateway.api, await submit(other.source, { body: "usual" }));
  expect(event).toMatchObject({
    status: "delivered",
    lane: "direct",
    attempts_count: 1,
    response_status: 200,
    next_attempt_at: null,
    workflow_id: null,
    temporal_url: null,
  });
  expect(usual).toMatchObject({ status: "delivered", lane: "workflow", workflow_id: usual.id });
  expect(Object.keys(event).sort()).toEqual(Object.keys(usual).sort());
  const [made] = await attemptsOf(gateway.api, event.id);
  const [usually] = await attemptsOf(gateway.api, usual.id);
  expect(made).toMatchObject({ attempt_number: 1, trigger: "initial", status: "delivered" });
  expect(Object.keys(made!).sort()).toEqual(Object.keys(usually!).sort());
  expect(Object.keys(made!.request_headers).sort()).toEqual(Object.keys(usually!.request_headers).sort());
  await expect(runOf(event)).rejects.toBeInstanceOf(WorkflowNotFoundError);
});

test("a first attempt that fails is followed by the retries of the event's workflow", async () => {
  receiver.answer([{ status: 500 }, {}]);
  const rule = { type: "retry", strategy: "linear", interval: 100, count: 3 };
  const { source } = await direct({ rules: [rule] });
  const event = await settledEvent(gateway.api, await submit(source));
  expect(event).toMatchObject({ status: "delivered", lane: "direct", attempts_count: 2 });
  const attempts = await attemptsOf(gateway.api, event.id);
  expect(attempts.map((it) => [it.trigger, it.response_status])).toEqual([
    ["initial", 500],
    ["automatic", 200],
  ]);
  await eventually("its workflow ends", async () => (await runOf(event)).status.name === "COMPLETED");
});

test("one that fails for good waits for an engineer's signal, as any", async () => {
  receiver.answer([{ status: 410 }, {}]);
  const event = await settledEvent(gateway.api, await submit((await direct()).source));
  expect(event).toMatchObject({ status: "failed", lane: "direct", attempts_count: 1 });
  await eventually("its workflow waits", async () =>
    runOf(event).then(
      (run) => run.status.name === "RUNNING",
      () => false,
    ),
  );
  await client.workflow.getHandle(event.workflow_id!).signal("retry");
  await eventually("it is delivered", async () => (await read(event.id)).status === "delivered");
  expect(await attemptsOf(gateway.api, event.id)).toMatchObject([{}, { trigger: "manual", actor: "signal" }]);
});

describe("an event that needs time has its workflow from the start:", () => {
  test.each([
    ["a delay", { rules: [{ type: "delay", delay: 50 }] }],
    ["deduplication", { rules: [{ type: "deduplicate", window: 1000 }] }],
    ["a rate limit", { destination: { rate_limit: { limit: 50, period: "second" } } }],
  ])("%s", async (_, scene) => {
    receiver.answer({});
    const event = await settledEvent(gateway.api, await submit((await direct(scene)).source));
    expect(event).toMatchObject({ status: "delivered", lane: "workflow" });
  });

  test("an operator's replay", async () => {
    receiver.answer({});
    const requestId = await submit((await direct()).source);
    await settledEvent(gateway.api, requestId);
    await gateway.api.ok("POST", `/requests/${requestId}/retry`);
    const replayed = await eventually("the replay is delivered", async () => {
      const { models } = await gateway.api.ok<{ models: Wire["event"][] }>(
        "GET",
        `/requests/${requestId}/events`,
      );
      return models.find((it) => it.replay_number === 1 && it.status === "delivered");
    });
    expect(replayed).toMatchObject({ lane: "workflow" });
  });

  test("a destination that failed three times in a row", async () => {
    receiver.answer({ status: 410 });
    const { source } = await direct();
    const lanes: string[] = [];
    for (let n = 0; n < 4; n++) lanes.push((await settledEvent(gateway.api, await submit(source))).lane);
    expect(lanes).toEqual(["direct", "direct", "direct", "workflow"]);
  });
});

test("a transformation runs on the way, and leaves its execution", async () => {
  receiver.answer({});
  const code = "addHandler('transform', (request) => ({ ...request, body: { told: request.body.n } }));";
  const { id } = await gateway.api.ok<{ id: string }>("POST", "/transformations", { name: "tell", code });
  const { source } = await direct({ rules: [{ type: "transform", transformation_id: id }] });
  const event = await settledEvent(
    gateway.api,
    await submit(source, { headers: [["content-type", "application/json"]], body: '{"n":7}' }),
  );
  expect(event).toMatchObject({ status: "delivered", lane: "direct" });
  expect(event.execution_ids).toHaveLength(1);
  expect(receiver.requests.at(-1)!.body.toString()).toBe('{"told":7}');
});

test("what is ordered while a first attempt is under way gets an attempt of its own, after it", async () => {
  let release = () => {};
  const gate = new Promise<void>((resolve) => (release = resolve));
  let calls = 0;
  receiver.answer(async () => {
    if (++calls === 1) await gate;
    return {};
  });
  const event = await onlyEvent(await submit((await direct()).source));
  await eventually("the first is under way", () => calls === 1);
  const ordered = await gateway.api.ok<Wire["event"]>("POST", `/events/${event.id}/retry`);
  expect(ordered).toMatchObject({ status: "queued", attempts_count: 0 });
  release();
  await eventually("both are recorded", async () => (await read(event.id)).attempts_count === 2);
  const attempts = await attemptsOf(gateway.api, event.id);
  expect(attempts.map((it) => [it.attempt_number, it.trigger])).toEqual([
    [1, "initial"],
    [2, "manual"],
  ]);
  expect(calls).toBe(2);
  expect(await read(event.id)).toMatchObject({ status: "delivered", lane: "direct" });
});

test("a cancel while the first attempt is under way: the attempt counts, and nothing follows it", async () => {
  let release = () => {};
  const gate = new Promise<void>((resolve) => (release = resolve));
  let called = false;
  receiver.answer(async () => {
    called = true;
    await gate;
    return { status: 500 };
  });
  const rule = { type: "retry", strategy: "linear", interval: 100, count: 3 };
  const event = await onlyEvent(await submit((await direct({ rules: [rule] })).source));
  await eventually("it is under way", () => called);
  await gateway.api.ok("PUT", `/events/${event.id}/cancel`);
  release();
  const ended = await eventually("the attempt counts", async () => {
    const present = await read(event.id);
    return present.attempts_count === 1 && present;
  });
  expect(ended).toMatchObject({ status: "cancelled", next_attempt_at: null, response_status: 500 });
});

test("with auto, an event goes direct only while others wait too long for Temporal", async () => {
  receiver.answer({});
  const usual = await connect(gateway.api, receiver.url);
  const auto = await direct({ first_attempt: "auto" });
  const before = await settledEvent(gateway.api, await submit(auto.source));
  expect(before).toMatchObject({ status: "delivered", lane: "workflow" });

  await gateway.restart({ roles: ["ingress", "api"] });
  const here = ({ url }: { url: string }) => ({ url: gateway.url + new URL(url).pathname });
  const waiting = await submit(here(usual.source));
  const after = await eventually("the backlog is noticed", async () => {
    const event = await onlyEvent(await submit(here(auto.source)));
    return event.lane === "direct" && event;
  });
  await eventually("it is delivered", async () => (await read(after.id)).status === "delivered");
  await gateway.restart();
  expect(await settledEvent(gateway.api, waiting)).toMatchObject({ status: "delivered", lane: "workflow" });
});
