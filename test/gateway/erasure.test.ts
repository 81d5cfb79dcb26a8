import { afterAll, beforeAll, expect, test } from "vitest";
import type { List, Problem, Wire } from "../support/api.ts";
import { eventually } from "../support/eventually.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { startReceiver, type Receiver } from "../support/receiver.ts";
import { makeKey } from "./keys.ts";
import { connect, routed, settledEvent, submit } from "./scene.ts";
import type { Sent } from "./send.ts";

type Request = Wire["request"];
type Row = { _id: string; [field: string]: unknown };

/** Stands in every part of what is sent: it must be nowhere in the database afterwards. */
const PERSONAL = "jane-doe-1987";
const SENT: Sent = {
  suffix: `/people/${PERSONAL}?name=${PERSONAL}`,
  headers: [
    ["x-person", PERSONAL],
    ["content-type", "application/json"],
  ],
  body: JSON.stringify({ person: PERSONAL }),
};
const CODE = `addHandler("transform", (request) => {
  console.log(request.body.person);
  return { ...request, body: { greeted: request.body.person } };
})`;
const COLLECTIONS = ["requests", "events", "attempts", "executions", "simulations", "audit_entries"];

let gateway: TestGateway;
let receiver: Receiver;
beforeAll(async () => {
  receiver = await startReceiver({
    answer: ({ body }) => ({ body, headers: { "x-echo": body.toString() } }),
  });
  gateway = await startTestGateway();
});
afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
  await receiver[Symbol.asyncDispose]();
});

const erase = (id: string) => gateway.api.call<Request>("DELETE", `/requests/${id}/data`);

/** Documents in which the personal word stands, body bytes included. */
async function traces(): Promise<string[]> {
  const found: string[] = [];
  for (const name of COLLECTIONS) {
    const rows = await gateway.database.collection<Row>(name).find({}, { promoteBuffers: true }).toArray();
    const asText = (_key: string, value: unknown) =>
      (value as { type?: string } | null)?.type === "Buffer"
        ? Buffer.from((value as { data: number[] }).data).toString()
        : value;
    found.push(...rows.filter((row) => JSON.stringify(row, asText).includes(PERSONAL)).map((row) => row._id));
  }
  return found;
}

test("erased data: gone from the request, its event, its attempt and its executions at once, and the records stay", async () => {
  const { id: transformation_id } = await gateway.api.ok<Wire["transformation"]>("POST", "/transformations", {
    name: "greets",
    code: CODE,
  });
  const rules = [{ type: "transform", transformation_id }];
  const { source } = await connect(gateway.api, receiver.url, { rules });
  const id = await submit(source, SENT);
  const event = await settledEvent(gateway.api, id);
  expect(event.status).toBe("delivered");
  expect(await traces()).toHaveLength(4);

  const { status, body } = await erase(id);
  expect(await traces()).toEqual([]);
  expect(status).toBe(200);
  expect(body).toMatchObject({ id, status: "accepted", events_count: 1, path: "", query: "", headers: {} });
  expect(body.data_erased_at).toEqual(expect.any(String));
  const [attempt] = (await gateway.api.ok<List<Wire["attempt"]>>("GET", `/events/${event.id}/attempts`))
    .models;
  expect(attempt).toMatchObject({ status: "delivered", response_status: 200, url: receiver.url });
  const executions = await gateway.api.ok<List<Wire["execution"]>>("GET", `/events/${event.id}/executions`);
  expect(executions.models).toMatchObject([{ status: "ok", output: null, logs: [] }]);
});

test("data that was erased: nothing of it is sent again, and it may be erased again", async () => {
  const { source } = await connect(gateway.api, receiver.url);
  const id = await submit(source, SENT);
  const event = await settledEvent(gateway.api, id);
  const first = await erase(id);
  for (const path of [`/requests/${id}/retry`, `/events/${event.id}/retry`]) {
    const { status, body } = await gateway.api.call<Problem>("POST", path);
    expect([status, body.code, body.detail]).toEqual([
      409,
      "CONFLICT",
      expect.stringContaining("erased") as string,
    ]);
  }
  for (const path of [`/requests/${id}/raw_body`, `/events/${event.id}/raw_body`]) {
    const { status, body } = await gateway.api.call<Problem>("GET", path);
    expect([status, body.code]).toEqual([410, "GONE"]);
  }
  const run = { code: CODE, request_id: id };
  const tried = await gateway.api.call<Problem>("POST", "/transformations/run", run);
  expect([tried.status, tried.body.errors?.[0]?.path]).toEqual([422, "request_id"]);
  const again = await erase(id);
  expect([again.status, again.body.data_erased_at]).toEqual([200, first.body.data_erased_at]);
});

test("an event that still waits when its data is erased: cancelled, and never sent", async () => {
  const { source } = await connect(gateway.api, receiver.url, {
    rules: [{ type: "delay", delay: 3_600_000 }],
  });
  const id = await submit(source, SENT);
  await routed(gateway.api, id);
  expect((await erase(id)).status).toBe(200);
  expect(await settledEvent(gateway.api, id)).toMatchObject({ status: "cancelled", attempts_count: 0 });
  expect(await traces()).toEqual([]);
});

test("an attempt that was under way when the data was erased: what it recorded is erased later", async () => {
  const answers: (() => void)[] = [];
  await using slow = await startReceiver({
    answer: { respond: (response) => void answers.push(() => response.end(PERSONAL)) },
  });
  const { source } = await connect(gateway.api, slow.url);
  const id = await submit(source, SENT);
  await slow.waitFor(1);
  await erase(id);
  answers.forEach((answer) => answer());
  const [event] = (await gateway.api.ok<List<Wire["event"]>>("GET", `/requests/${id}/events`)).models;
  const late = await eventually("the attempt is recorded", async () => {
    const path = `/events/${event!.id}/attempts`;
    return (await gateway.api.ok<List<Wire["attempt"]>>("GET", path)).models[0];
  });
  expect(await traces()).toEqual([late.id]);
  const requests = gateway.database.collection<Row>("requests");
  const [{ erase_again_at: due } = { erase_again_at: null }] = await requests.find({ _id: id }).toArray();
  expect(due).toBeInstanceOf(Date);
  await requests.updateOne({ _id: id }, { $set: { erase_again_at: new Date(0) } });
  await gateway.restart();
  await eventually("it is erased too", async () => (await traces()).length === 0);
});

test.each([
  ["DATA_ERASED", { $set: { data_erased_at: new Date() } }],
  ["EXPIRED", null],
])(
  "%s: an event that was held when its request was lost fails once it is released, and the books say so",
  async (cause, change) => {
    receiver.requests.length = 0;
    const { id: connectionId, source } = await connect(gateway.api, receiver.url);
    await gateway.api.ok("PUT", `/connections/${connectionId}/pause`);
    const id = await submit(source, SENT);
    const { routing } = await routed(gateway.api, id);
    const requests = gateway.database.collection<Row>("requests");
    await (change ? requests.updateOne({ _id: id }, change) : requests.deleteOne({ _id: id }));
    await gateway.api.ok("PUT", `/connections/${connectionId}/unpause`);
    const event = await eventually("the event is final", async () => {
      const it = await gateway.api.ok<Wire["event"]>("GET", `/events/${routing[0]!.event_id}`);
      return it.status === "failed" && it;
    });
    expect(event).toMatchObject({ cause, attempts_count: 0, next_attempt_at: null });
    expect((await gateway.api.ok<List<Wire["event"]>>("GET", `/events?cause=${cause}`)).models).toHaveLength(
      1,
    );
    expect(receiver.requests).toEqual([]);
    const kept = await requests.findOne({ _id: id });
    if (kept) expect(kept).toMatchObject({ routing: [{ outcome: "failed", cause }] });
  },
);

test("erasing is an admin's, and is in the audit log", async () => {
  const { source } = await connect(gateway.api, receiver.url);
  const id = await submit(source, SENT);
  await settledEvent(gateway.api, id);
  const { api } = await makeKey(gateway, ["write"]);
  expect((await api.call<Problem>("DELETE", `/requests/${id}/data`)).status).toBe(403);
  await erase(id);
  const log = await gateway.api.ok<List<{ action: string }>>("GET", `/audit_log?resource_id=${id}`);
  expect(log.models.map(({ action }) => action)).toEqual(["request.erase_data"]);
});
