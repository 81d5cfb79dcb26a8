import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createApiClient, type List, type Problem, type Wire } from "../support/api.ts";
import { eventually } from "../support/eventually.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { startReceiver, type Receiver } from "../support/receiver.ts";
import { bodies, byPath, ended, eventsOf, read, recovered, start } from "./bulk-scene.ts";
import { attemptsOf, connect, settled, settledEvent, submit } from "./scene.ts";

let receiver: Receiver;
let gateway: TestGateway;
beforeAll(async () => {
  receiver = await startReceiver({ answer: byPath });
  gateway = await startTestGateway();
});
afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
  await receiver[Symbol.asyncDispose]();
});

const statusOf = async (id: string) => (await gateway.api.ok<Wire["event"]>("GET", `/events/${id}`)).status;
const refusal = async (body: object, noun = "events") => {
  const answer = await gateway.api.call<Problem>("POST", `/${noun}/bulk_operations`, body);
  return { status: answer.status, paths: answer.body.errors?.map(({ path }) => path) };
};

describe("a bulk retry of events", () => {
  test("by a filter: each is attempted once, and all counts are exact", async () => {
    const { connection, ids } = await recovered(gateway.api, receiver.url, bodies(12));
    const filter = { status: "failed", destination_id: connection.destination_id };
    const accepted = await start(gateway.api, filter);
    expect(accepted).toMatchObject({ type: "events_retry", total_count: 12, cancelable: true });
    expect(accepted.query).toMatchObject({ status: ["failed"], destination_id: [connection.destination_id] });
    const operation = await ended(gateway.api, accepted);
    expect(operation).toMatchObject({
      status: "completed",
      done_count: 12,
      delivered_count: 12,
      queued_count: 0,
      failed_count: 0,
      skipped_count: 0,
      progress: 1,
      cancelable: false,
    });
    for (const id of ids) {
      const [, attempt, ...more] = await attemptsOf(gateway.api, id);
      expect(attempt).toMatchObject({
        trigger: "bulk_retry",
        status: "delivered",
        bulk_operation_id: operation.id,
      });
      expect(more).toEqual([]);
      expect(await statusOf(id)).toBe("delivered");
    }
    const linked = await gateway.api.ok<List<Wire["event"]>>(
      "GET",
      `/events?bulk_operation_id=${operation.id}&dir=asc`,
    );
    expect(linked.models.map(({ id }) => id)).toEqual(ids);
  });

  test("by ids, of which some fail again and one is unknown: lists each by its outcome", async () => {
    const { ids } = await recovered(gateway.api, receiver.url, ["fine", "refuse", "also fine"]);
    const operation = await ended(gateway.api, await start(gateway.api, { ids: [...ids, "evt_unknown"] }));
    expect(operation).toMatchObject({
      status: "completed",
      total_count: 3,
      delivered_count: 2,
      failed_count: 1,
    });
    const failed = await eventsOf(gateway.api, operation, "failed");
    expect(failed.map((it) => it.event_id)).toEqual([ids[1]]);
    const [, attempt] = await attemptsOf(gateway.api, ids[1]!);
    expect(failed[0]).toMatchObject({ attempt_id: attempt!.id, event: { id: ids[1], status: "failed" } });
    expect((await eventsOf(gateway.api, operation, "delivered")).map((it) => it.event_id)).toEqual([
      ids[0],
      ids[2],
    ]);
    expect(await eventsOf(gateway.api, operation, "pending")).toEqual([]);
    const page = await gateway.api.ok<List<unknown>>(
      "GET",
      `/events/bulk_operations/${operation.id}/events?limit=2`,
    );
    expect([page.count, page.pagination.next === null]).toEqual([2, false]);
  });

  test("by a text in the body: takes those that have it", async () => {
    const { ids } = await recovered(gateway.api, receiver.url, ['{"order":"Needle-7"}', '{"order":"straw"}']);
    const operation = await ended(gateway.api, await start(gateway.api, { q: "needle-7", status: "failed" }));
    expect(operation).toMatchObject({ total_count: 1, delivered_count: 1, query: { q: "needle-7" } });
    expect((await eventsOf(gateway.api, operation)).map((it) => it.event_id)).toEqual([ids[0]]);
  });

  test("of what was accepted: an event that fails later is not taken", async () => {
    const { connection, ids } = await recovered(gateway.api, receiver.url, ["one"]);
    const filter = { source_id: connection.source_id, rate_per_second: 0.01 };
    await gateway.api.ok("PUT", `/connections/${connection.id}/pause`);
    const operation = await start(gateway.api, filter);
    await gateway.api.ok("PUT", `/connections/${connection.id}/unpause`);
    const late = await settledEvent(gateway.api, await submit(connection.source, { body: "refuse" }));
    expect(await ended(gateway.api, operation)).toMatchObject({ total_count: 1, delivered_count: 1 });
    expect((await eventsOf(gateway.api, operation)).map((it) => it.event_id)).toEqual(ids);
    expect(await attemptsOf(gateway.api, late.id)).toHaveLength(1);
  });

  test("of events whose destination is switched off: skipped, with the reason", async () => {
    const { connection, ids } = await recovered(gateway.api, receiver.url, bodies(2));
    await gateway.api.ok("PUT", `/destinations/${connection.destination_id}/disable`);
    const operation = await ended(gateway.api, await start(gateway.api, { ids }));
    expect(operation).toMatchObject({ status: "completed", skipped_count: 2, done_count: 2 });
    const reasons = (await eventsOf(gateway.api, operation, "skipped")).map((it) => it.reason);
    expect(reasons).toEqual(["DESTINATION_DISABLED", "DESTINATION_DISABLED"]);
  });

  test("of delivered events: delivers them again", async () => {
    const { source, destination_id } = await connect(gateway.api, receiver.url);
    const event = await settledEvent(gateway.api, await submit(source));
    const operation = await ended(
      gateway.api,
      await start(gateway.api, { destination_id, status: ["delivered"] }),
    );
    expect(operation).toMatchObject({ status: "completed", delivered_count: 1 });
    expect((await attemptsOf(gateway.api, event.id)).map((it) => it.trigger)).toEqual([
      "initial",
      "bulk_retry",
    ]);
  });

  test("of nothing: completed at once", async () => {
    const operation = await ended(gateway.api, await start(gateway.api, { ids: ["evt_unknown"] }));
    expect(operation).toMatchObject({ status: "completed", total_count: 0, progress: 1 });
  });

  test("by two operations, one after the other: each keeps its own outcome", async () => {
    const { ids } = await recovered(gateway.api, receiver.url, ["again"]);
    const first = await ended(gateway.api, await start(gateway.api, { ids }));
    const second = await ended(gateway.api, await start(gateway.api, { ids }));
    expect([first.delivered_count, second.delivered_count]).toEqual([1, 1]);
    const attempts = await attemptsOf(gateway.api, ids[0]!);
    expect(attempts.map((it) => it.bulk_operation_id)).toEqual([null, first.id, second.id]);
  });
});

describe("a bulk cancel", () => {
  test("of waiting, held and final events: ends those that wait, and skips the others", async () => {
    const rules = [{ type: "delay", delay: 600_000 }];
    const delayed = await connect(gateway.api, receiver.url, { rules });
    const paused = await connect(gateway.api, receiver.url);
    await gateway.api.ok("PUT", `/connections/${paused.id}/pause`);
    const requests = [await submit(delayed.source), await submit(paused.source)];
    const { events } = await recovered(gateway.api, receiver.url, ["final"]);
    const waiting = await eventually("both wait", async () => {
      const lists = requests.map((id) =>
        gateway.api.ok<List<Wire["event"]>>("GET", `/requests/${id}/events`),
      );
      const found = (await Promise.all(lists)).flatMap((list) => list.models);
      return found.length === 2 && found;
    });
    const ids = [...waiting, ...events].map(({ id }) => id);
    const operation = await ended(gateway.api, await start(gateway.api, { action: "cancel", ids }));
    expect(operation).toMatchObject({
      type: "events_cancel",
      status: "completed",
      done_count: 3,
      cancelled_count: 2,
      skipped_count: 1,
    });
    for (const { id } of waiting) expect(await statusOf(id)).toBe("cancelled");
    expect(await statusOf(events[0]!.id)).toBe("failed");
    expect(await eventsOf(gateway.api, operation, "skipped")).toMatchObject([{ reason: "NOT_WAITING" }]);
  });
});

describe("a bulk retry of requests", () => {
  test("by a filter: routes each again, and counts how its new events went", async () => {
    const connection = await connect(gateway.api, receiver.url);
    const fine = await submit(connection.source, { body: "fine" });
    const broken = await submit(connection.source, { body: "refuse" });
    for (const id of [fine, broken]) await settled(gateway.api, id);
    const body = { source_id: connection.source_id, status: "accepted" };
    const operation = await ended(gateway.api, await start(gateway.api, body, "requests"), "requests");
    expect(operation).toMatchObject({
      type: "requests_retry",
      status: "completed",
      total_count: 2,
      delivered_count: 1,
      failed_count: 1,
    });
    const path = `/requests/bulk_operations/${operation.id}/requests?dir=asc`;
    const { models } = await gateway.api.ok<
      List<{ request_id: string; outcome: string; event_ids: string[] }>
    >("GET", path);
    expect(models.map((it) => [it.request_id, it.outcome])).toEqual([
      [fine, "delivered"],
      [broken, "failed"],
    ]);
    const linked = await gateway.api.ok<List<Wire["event"]>>(
      "GET",
      `/events?bulk_operation_id=${operation.id}`,
    );
    expect(linked.models.map((it) => it.id).sort()).toEqual(models.flatMap((it) => it.event_ids).sort());
    expect(linked.models.map((it) => it.replay_number)).toEqual([1, 1]);
  });

  test("under the paths of events: not found", async () => {
    const { source_id } = await connect(gateway.api, receiver.url);
    const { id } = await start(gateway.api, { source_id }, "requests");
    expect((await gateway.api.call("GET", `/events/bulk_operations/${id}`)).status).toBe(404);
    expect((await gateway.api.call("GET", `/requests/bulk_operations/${id}`)).status).toBe(200);
  });
});

describe("a dry run", () => {
  test("of events: counts them by what they are, shows some, and changes nothing", async () => {
    const { connection, ids } = await recovered(gateway.api, receiver.url, bodies(11));
    const body = { destination_id: connection.destination_id, status: "failed", dry_run: true };
    const answer = await gateway.api.call<Record<string, unknown>>("POST", "/events/bulk_operations", body);
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      dry_run: true,
      total_count: 11,
      by_status: { failed: 11 },
      by_source_id: { [connection.source_id]: 11 },
      by_destination_id: { [connection.destination_id]: 11 },
      by_cause: {},
    });
    expect((answer.body.sample as Wire["event"][]).map(({ id }) => id)).toEqual(ids.slice(0, 10));
    for (const id of ids) expect(await attemptsOf(gateway.api, id)).toHaveLength(1);
  });
});

describe("the creation of a bulk operation", () => {
  test("with an empty filter: refused, unless it says that all are meant", async () => {
    expect(await refusal({})).toEqual({ status: 422, paths: [""] });
    expect(await refusal({ rate_per_second: 5, canary: 2 })).toEqual({ status: 422, paths: [""] });
    expect(await refusal({}, "requests")).toEqual({ status: 422, paths: [""] });
    expect(await refusal({ all: true, dry_run: true })).toMatchObject({ status: 200 });
  });

  test.each([
    [{ ids: ["evt_1"], colour: "red" }, ["colour"]],
    [{ status: "broken" }, ["status"]],
    [{ status: "failed", rate_per_second: 0 }, ["rate_per_second"]],
    [{ status: "failed", max_failures: -1 }, ["max_failures"]],
    [{ status: "failed", canary: 0 }, ["canary"]],
    [{ status: "queued", action: "cancel", canary: 1 }, ["canary"]],
    [{ ids: [] }, ["ids"]],
  ])("from %o: refused, naming the field", async (body, paths) => {
    expect(await refusal(body)).toEqual({ status: 422, paths });
  });

  test("repeated with the same Idempotency-Key, at once or later: the first one's operation", async () => {
    const { ids } = await recovered(gateway.api, receiver.url, ["twice"]);
    const key = { "idempotency-key": `bulk-${ids[0]}` };
    const call = () => gateway.api.call<Wire["bulk"]>("POST", "/events/bulk_operations", { ids }, key);
    const [first, second] = [await call(), await call()];
    expect([first.status, second.status, second.body.id]).toEqual([202, 202, first.body.id]);
    await ended(gateway.api, first.body);
    expect(await attemptsOf(gateway.api, ids[0]!)).toHaveLength(2);
  });

  test("of another team: neither seen nor steered, and its filter finds nothing", async () => {
    const { ids } = await recovered(gateway.api, receiver.url, ["mine"]);
    const operation = await ended(gateway.api, await start(gateway.api, { ids }));
    const team = { id: "tm_neighbour", apiKey: "key-of-the-neighbour" };
    await gateway.restart({ team });
    const neighbour = createApiClient(gateway.url, team.id, team.apiKey);
    const path = `/events/bulk_operations/${operation.id}`;
    expect((await neighbour.call("GET", path)).status).toBe(404);
    expect((await neighbour.call("GET", `${path}/events`)).status).toBe(404);
    expect((await neighbour.call("PUT", `${path}/cancel`)).status).toBe(404);
    expect((await neighbour.call("PATCH", path, { max_failures: 1 })).status).toBe(404);
    expect(await start(neighbour, { ids })).toMatchObject({ total_count: 0 });
    expect(await read(gateway.api, operation)).toEqual(operation);
  });

  test("listed by status and time: the newest first, each under its noun", async () => {
    const { ids } = await recovered(gateway.api, receiver.url, ["listed"]);
    const operation = await ended(gateway.api, await start(gateway.api, { ids }));
    const list = (query: string) =>
      gateway.api.ok<List<Wire["bulk"]>>("GET", `/events/bulk_operations${query}`);
    expect((await list("?limit=1")).models).toEqual([operation]);
    expect((await list(`?status=Completed&from=${operation.created_at}&limit=1`)).models).toEqual([
      operation,
    ]);
    expect((await list(`?status=failed,cancelled&from=${operation.created_at}`)).models).toEqual([]);
    expect((await gateway.api.call("GET", "/events/bulk_operations?status=odd")).status).toBe(422);
  });
});
