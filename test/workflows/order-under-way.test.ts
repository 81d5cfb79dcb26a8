import { Client, Connection } from "@temporalio/client";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { retrySignal } from "../../workflows/contract.ts";
import type { List, Wire } from "../support/api.ts";
import { eventually } from "../support/eventually.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { startReceiver, type Receiver, type Reply } from "../support/receiver.ts";

let gateway: TestGateway;
let receiver: Receiver;
let connection: Connection;
beforeAll(async () => {
  [gateway, receiver, connection] = await Promise.all([
    startTestGateway(),
    startReceiver(),
    Connection.connect({ address: inject("temporalAddress") }),
  ]);
});
afterAll(async () => {
  await connection.close();
  await receiver[Symbol.asyncDispose]();
  await gateway[Symbol.asyncDispose]();
});

it("an order that comes while a first attempt delivers gets an attempt of its own, recorded as such", async () => {
  const { api } = gateway;
  let answer = (_: Reply) => {};
  const answered = new Promise<Reply>((resolve) => (answer = resolve));
  receiver.answer([() => answered, {}]);
  const route = await api.ok<Wire["connection"]>("POST", "/connections", {
    name: "under-way",
    source: { name: "under-way" },
    destination: { name: "under-way", url: receiver.url },
  });
  await fetch(route.source.url, { method: "POST", body: "{}" });
  await receiver.waitFor(1);
  const { models } = await api.ok<List<Wire["event"]>>("GET", "/events");
  const { id, workflow_id } = models[0]!;
  const handle = new Client({ connection }).workflow.getHandle(workflow_id!);
  await handle.signal(retrySignal, { trigger: "manual", actor: "key_1" });
  answer({});
  await handle.result();

  const attempts = await eventually("two attempts", async () => {
    const found = await api.ok<List<Wire["attempt"]>>("GET", `/events/${id}/attempts`);
    return found.count >= 2 && found.models;
  });
  const told = attempts.map(({ attempt_number, trigger, actor, status }) => ({
    attempt_number,
    trigger,
    actor,
    status,
  }));
  expect(told.sort((a, b) => a.attempt_number - b.attempt_number)).toEqual([
    { attempt_number: 1, trigger: "initial", actor: null, status: "delivered" },
    { attempt_number: 2, trigger: "manual", actor: "key_1", status: "delivered" },
  ]);
  expect(receiver.requests.map((it) => it.header("x-fasthook-attempt"))).toEqual(["1", "2"]);
});
