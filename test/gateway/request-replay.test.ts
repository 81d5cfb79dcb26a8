import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { AuditEntry } from "../../src/resources/audit-entry.ts";
import type { RequestDocument } from "../../src/store/documents.ts";
import type { List, Problem, Wire } from "../support/api.ts";
import { eventually } from "../support/eventually.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { startReceiver, type Receiver } from "../support/receiver.ts";
import { attemptsOf, connect, connectAlso, routed, settled, submit } from "./scene.ts";
import { send } from "./send.ts";

let gateway: TestGateway;
let receiver: Receiver;
beforeAll(async () => {
  [gateway, receiver] = await Promise.all([startTestGateway({ maxBodyBytes: 1000 }), startReceiver()]);
});
afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
  await receiver[Symbol.asyncDispose]();
});
beforeEach(() => receiver.answer({}));

type Replayed = { request: Wire["request"]; events: Wire["event"][] } & Pick<Problem, "code" | "errors">;

const replay = (id: string, body: object = {}, key?: string) =>
  gateway.api.call<Replayed>("POST", `/requests/${id}/retry`, body, key ? { "idempotency-key": key } : {});
const requests = () => gateway.database.collection<RequestDocument>("requests");
const read = (id: string) => gateway.api.ok<Wire["request"]>("GET", `/requests/${id}`);
const delivered = (id: string) =>
  eventually(`${id} is delivered`, async () => {
    const event = await gateway.api.ok<Wire["event"]>("GET", `/events/${id}`);
    return event.status === "delivered" && event;
  });
const refused = async (connection: Wire["connection"], sent: object) => {
  await send(connection.source.url, sent);
  const path = `/requests?source_id=${connection.source_id}&status=rejected`;
  return (await gateway.api.ok<List<Wire["request"]>>("GET", path)).models[0]!;
};

describe("a replay of a request", () => {
  test("makes a new event on each present connection, which tells what it repeats", async () => {
    const first = await connect(gateway.api, receiver.url);
    const id = await submit(first.source, { body: '{"n":1}' });
    const [before] = await settled(gateway.api, id);
    const second = await connectAlso(gateway.api, first, receiver.url);

    const { status, body } = await replay(id);
    expect(status).toBe(202);
    const of = (connection: Wire["connection"]) =>
      body.events.find((it) => it.connection_id === connection.id);
    expect(body.events).toHaveLength(2);
    expect(of(first)).toMatchObject({ replay_number: 1, retried_from: before!.id, request_id: id });
    expect(of(second)).toMatchObject({ replay_number: 1, retried_from: null });
    expect(body.request).toMatchObject({ replays_count: 1, events_count: 3 });
    expect(body.request.routing.map(({ event_id }) => event_id)).toEqual([
      before!.id,
      of(first)!.id,
      of(second)!.id,
    ]);
    await delivered(of(first)!.id);
    expect(await attemptsOf(gateway.api, of(first)!.id)).toMatchObject([
      { trigger: "manual", actor: expect.stringMatching(/^key_/) as string, attempt_number: 1 },
    ]);

    const again = (await replay(id)).body.events.find((it) => it.connection_id === first.id);
    expect(again).toMatchObject({ replay_number: 2, retried_from: of(first)!.id });
  });

  test("goes by the present rules: filters count, a delay does not, and it is no duplicate of itself", async () => {
    const dedupe = { type: "deduplicate", window: 3_600_000 };
    const connection = await connect(gateway.api, receiver.url, { rules: [dedupe] });
    const id = await submit(connection.source, { body: '{"n":2}' });
    await settled(gateway.api, id);
    await gateway.api.ok("PATCH", `/connections/${connection.id}`, {
      rules: [dedupe, { type: "delay", delay: 3_600_000 }],
    });
    await delivered((await replay(id)).body.events[0]!.id);

    await gateway.api.ok("PATCH", `/connections/${connection.id}`, {
      rules: [{ type: "filter", body: { n: 3 } }],
    });
    const { body } = await replay(id);
    expect(body.events).toMatchObject([{ status: "ignored", cause: "FILTERED" }]);
    expect(body.request).toMatchObject({ events_count: 3, ignored_count: 1, replays_count: 2 });
  });

  test("over a paused connection is held, and delivered as that goes on", async () => {
    const connection = await connect(gateway.api, receiver.url);
    const id = await submit(connection.source);
    await settled(gateway.api, id);
    await gateway.api.ok("PUT", `/connections/${connection.id}/pause`);
    const [event] = (await replay(id)).body.events;
    expect(event).toMatchObject({ status: "held" });
    await gateway.api.ok("PUT", `/connections/${connection.id}/unpause`);
    await delivered(event!.id);
  });

  test("narrowed to connections routes to those alone, and refuses those of others", async () => {
    const first = await connect(gateway.api, receiver.url);
    const second = await connectAlso(gateway.api, first, receiver.url);
    const other = await connect(gateway.api, receiver.url);
    const id = await submit(first.source);
    await settled(gateway.api, id);
    const { body } = await replay(id, { connection_ids: [second.id] });
    expect(body.events.map((event) => event.connection_id)).toEqual([second.id]);

    const wrong = await replay(id, { connection_ids: [first.id, other.id] });
    expect(wrong).toMatchObject({ status: 422, body: { errors: [{ path: "connection_ids[1]" }] } });
    expect((await replay(id, { connection_ids: [] })).status).toBe(422);
    expect(await read(id)).toMatchObject({ replays_count: 1 });
    expect((await replay("req_missing")).status).toBe(404);
  });
});

describe("a replay of a rejected request", () => {
  test("goes through although its verification failed, and says that it did", async () => {
    const verification = { type: "api_key", header: "x-key", value: "right-and-long-enough" };
    const connection = await connect(gateway.api, receiver.url, { source: { verification } });
    const { id } = await refused(connection, { body: "{}" });
    const { body } = await replay(id);
    const overruled = {
      status: "accepted",
      rejection_cause: null,
      overruled_cause: "VERIFICATION_FAILED",
    };
    expect(body.request).toMatchObject({ ...overruled, verified: false });
    await delivered(body.events[0]!.id);
    const stored = (await requests().findOne({ _id: id }))!;
    expect(stored.replays).toMatchObject([{ number: 1, overruled: "VERIFICATION_FAILED", routed: true }]);
    const { models } = await gateway.api.ok<List<AuditEntry>>("GET", `/audit_log?resource_id=${id}`);
    expect(models).toMatchObject([
      { action: "request.retry", before: { rejection_cause: "VERIFICATION_FAILED" }, after: overruled },
    ]);

    await replay(id);
    expect(await read(id)).toMatchObject({ ...overruled, replays_count: 2 });
  });

  test("whose body was not kept is refused", async () => {
    const connection = await connect(gateway.api, receiver.url);
    const { id, rejection_cause } = await refused(connection, { body: "x".repeat(2000) });
    expect(rejection_cause).toBe("PAYLOAD_TOO_LARGE");
    expect(await replay(id)).toMatchObject({ status: 409, body: { code: "CONFLICT" } });
  });

  test("without a connection makes no event, and one each as soon as there are some", async () => {
    const source = await gateway.api.ok<Wire["source"]>("POST", "/sources", { name: "alone" });
    const id = await submit(source);
    await routed(gateway.api, id);
    const none = await replay(id);
    expect(none).toMatchObject({
      status: 202,
      body: { events: [], request: { status: "rejected", rejection_cause: "NO_CONNECTION" } },
    });
    await gateway.api.ok("POST", "/connections", {
      source_id: source.id,
      destination: { name: "late", url: receiver.url },
    });
    const { body } = await replay(id);
    expect(body.request).toMatchObject({ status: "accepted", rejection_cause: null, events_count: 1 });
    await delivered(body.events[0]!.id);
  });
});

describe("one replay", () => {
  test("asked for by many calls with the same Idempotency-Key is done once, others once each", async () => {
    const connection = await connect(gateway.api, receiver.url);
    const id = await submit(connection.source);
    await settled(gateway.api, id);
    const once = await Promise.all(Array.from({ length: 10 }, () => replay(id, {}, "click")));
    expect(once.some(({ status }) => status === 202)).toBe(true);
    const each = await Promise.all(Array.from({ length: 10 }, () => replay(id)));
    expect(each.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 202));
    const events = await settled(gateway.api, id);
    expect(events.map((event) => event.replay_number).sort((a, b) => a - b)).toEqual([...Array(12).keys()]);
    expect(await read(id)).toMatchObject({ replays_count: 11, events_count: 12, ignored_count: 0 });
  });

  test("that a crash left journalled is finished by the sweeper, and counted once", async () => {
    const connection = await connect(gateway.api, receiver.url);
    const id = await submit(connection.source);
    await settled(gateway.api, id);
    const { body } = await replay(id);
    const due = new Date();
    await requests().updateOne(
      { _id: id },
      {
        $set: {
          "replays.0.routed": false,
          outbox: { due, lease: null },
          routing: [body.request.routing[0]!],
          events_count: 1,
        },
      },
    );
    await eventually("it is routed again", async () => !(await requests().findOne({ _id: id }))!.outbox);
    const events = await settled(gateway.api, id);
    expect(events.map((event) => event.id)).toContain(body.events[0]!.id);
    expect(await read(id)).toMatchObject({ events_count: 2, replays_count: 1 });
  });
});
