import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Problem, Wire } from "../support/api.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { startReceiver, type Receiver } from "../support/receiver.ts";
import { save, transform } from "./programs.ts";
import { connect, connectAlso, settled, submit } from "./scene.ts";

type Simulation = Wire["simulation"];

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

const simulate = ({ id }: { id: string }, body: object) =>
  gateway.api.ok<Simulation>("POST", `/connections/${id}/simulate`, body);
const json = (body: unknown) => ({
  headers: [["content-type", "application/json"]] as [string, string][],
  body: JSON.stringify(body),
});

/** Webhooks one after the other, each routed before the next, and their events final in the end. */
async function submitEach(source: { url: string }, bodies: unknown[]): Promise<string[]> {
  const ids: string[] = [];
  for (const body of bodies) ids.push(await submit(source, json(body)));
  for (const id of ids) await settled(gateway.api, id);
  return ids;
}

describe("the rules that a connection has", () => {
  test("change nothing of what they really did, in any way that a request can go", async () => {
    const { api } = gateway;
    const tag = await save(
      api,
      `if (request.body.n % 5 === 0) throw new Error("five");
       if (request.body.n % 7 === 0) return null;
       request.headers["x-random"] = String(Math.random()) + context.event_id + context.connection.name;
       request.body.at = Date.now();
       return request;`,
    );
    const rules = [
      { type: "filter", body: { n: { $neq: 3 } } },
      { type: "deduplicate", window: 60_000, include_fields: ["body.n"] },
      transform(tag),
      { type: "filter", body: { n: { $lt: 20 } } },
    ];
    const connection = await connect(api, receiver.url, { name: "simulated", rules });
    const numbers = [1, 2, 3, 1, 4, 5, 6, 7, 2, 5, 8, 21, 3, 22, 1];
    await submitEach(
      connection.source,
      numbers.map((n) => ({ n, "1e": 1 })),
    );

    const simulation = await simulate(connection, { rules });
    expect(simulation).toMatchObject({
      status: "completed",
      progress: 1,
      total_count: 15,
      done_count: 15,
      unchanged_count: 15,
      delivered_count: 5,
      ignored_count: 9,
      failed_count: 1,
      samples: [],
    });
  });
});

/** A connection over which 1, 2 and 3 went, and their requests. */
async function three(rules: object[] = []) {
  const connection = await connect(gateway.api, receiver.url, { rules });
  const ids = await submitEach(connection.source, [{ n: 1 }, { n: 2 }, { n: 3 }]);
  return { connection, ids };
}

describe("a draft of rules", () => {
  test("with a filter tells which requests it would newly ignore, and by which condition", async () => {
    const { connection, ids } = await three();
    const simulation = await simulate(connection, { rules: [{ type: "filter", body: { n: 2 } }] });
    const counts = {
      done_count: 3,
      delivered_count: 1,
      ignored_count: 2,
      newly_ignored_count: 2,
      unchanged_count: 1,
    };
    expect(simulation).toMatchObject(counts);
    const [sample] = simulation.samples;
    expect(sample).toMatchObject({
      request_id: ids[0],
      change: "newly_ignored",
      before: { outcome: "delivered", cause: null, payload: { body: { n: 1 } } },
      after: {
        outcome: "ignored",
        cause: "FILTERED",
        detail: { failed: { path: "body.n", operator: "$eq", expected: 2, actual: 1 } },
        payload: null,
      },
      diff: [],
    });
  });

  test("tells of what went to a destination that refused it that it was let through, and failed", async () => {
    const refusing = await startReceiver({ answer: { status: 500 } });
    const connection = await connect(gateway.api, refusing.url);
    await submitEach(connection.source, [{ n: 1 }]);
    await refusing[Symbol.asyncDispose]();
    const simulation = await simulate(connection, { rules: [{ type: "filter", body: { n: 2 } }] });
    expect(simulation.samples).toMatchObject([
      { change: "newly_ignored", event_status: "failed", before: { outcome: "delivered", cause: null } },
    ]);
  });

  test("without a filter tells which requests it would newly deliver", async () => {
    const { connection } = await three([{ type: "filter", body: { n: 2 } }]);
    const simulation = await simulate(connection, { rules: [], sample: 1 });
    expect(simulation).toMatchObject({ delivered_count: 3, newly_delivered_count: 2, unchanged_count: 1 });
    expect(simulation.samples).toMatchObject([{ change: "newly_delivered", before: { cause: "FILTERED" } }]);
  });

  test("with a transformation tells what each payload would become, and changes and stores nothing else", async () => {
    const { connection, ids } = await three();
    const code =
      "request.body.tags = ['x']; delete request.body.n; request.headers['x-a'] = 'b'; return request";
    const rules = [transform(await save(gateway.api, code))];
    const names = ["requests", "events", "attempts", "executions", "dedupe_claims", "connections"];
    const everything = () =>
      Promise.all(names.map((name) => gateway.database.collection(name).find().sort({ _id: 1 }).toArray()));
    const before = await everything();
    const simulation = await simulate(connection, { rules, ids: [ids[1]] });
    expect(simulation).toMatchObject({ total_count: 1, done_count: 1, payload_changed_count: 1 });
    expect(simulation.samples[0]).toMatchObject({
      request_id: ids[1],
      change: "payload_changed",
      diff: [
        { op: "add", path: "headers.x-a", after: "b" },
        { op: "remove", path: "body.n", before: 2 },
        { op: "add", path: "body.tags", after: ["x"] },
      ],
      diff_truncated: false,
    });
    expect(await everything()).toEqual(before);
    expect(receiver.requests.filter((it) => it.header("x-a") === "b")).toEqual([]);
  });

  test("whose transformation fails tells for which requests", async () => {
    const { connection } = await three();
    const rules = [
      transform(await save(gateway.api, "if (request.body.n > 1) throw new Error('no'); return request")),
    ];
    const simulation = await simulate(connection, { rules });
    expect(simulation).toMatchObject({ failed_count: 2, newly_failed_count: 2, unchanged_count: 1 });
    expect(simulation.samples[0]?.after).toMatchObject({
      cause: "TRANSFORMATION_FAILED",
      detail: { error: "no", rule: 0 },
    });
  });

  test("that deduplicates tells copies by their order of arrival, and names the event that they would be copies of", async () => {
    const connection = await connect(gateway.api, receiver.url);
    const ids = await submitEach(
      connection.source,
      [1, 2, 1, 1, 3, 2].map((n) => ({ n })),
    );
    const rules = [{ type: "deduplicate", window: 60_000 }];
    const simulation = await simulate(connection, { rules });
    expect(simulation).toMatchObject({ delivered_count: 3, newly_ignored_count: 3 });
    const [owner] = await settled(gateway.api, ids[0]!);
    expect(simulation.samples.map((sample) => sample.request_id)).toEqual([ids[2], ids[3], ids[5]]);
    expect(simulation.samples[0]?.after).toMatchObject({
      cause: "DUPLICATE",
      detail: { duplicate_of: owner?.id },
    });
    expect(await gateway.database.collection("simulation_windows").countDocuments()).toBe(0);

    // What stands between is looked at, whether or not it is counted.
    const chosen = await simulate(connection, { rules, ids: [ids[1], ids[5]] });
    expect(chosen).toMatchObject({ done_count: 2, unchanged_count: 1, newly_ignored_count: 1 });
  });

  test("that goes on with a window goes on with its real owner", async () => {
    const rules = [{ type: "deduplicate", window: 60_000, include_fields: ["body.n"] }];
    const connection = await connect(gateway.api, receiver.url, { rules });
    const ids = await submitEach(connection.source, [{ n: 1 }, { n: 1 }]);
    expect(await simulate(connection, { rules, ids: [ids[1]] })).toMatchObject({ unchanged_count: 1 });
    expect(await simulate(connection, { rules: [], ids: [ids[1]] })).toMatchObject({
      newly_delivered_count: 1,
    });
  });
});

describe("requests that were never routed over the connection", () => {
  test("are compared with what its saved rules would make of them", async () => {
    const { connection } = await three();
    const rules = [
      { type: "filter", body: { n: { $gt: 1 } } },
      { type: "deduplicate", window: 60_000, include_fields: ["path"] },
    ];
    const later = await connectAlso(gateway.api, connection, receiver.url, { rules });
    const same = { done_count: 3, unchanged_count: 3, delivered_count: 1, ignored_count: 2 };
    expect(await simulate(later, { rules })).toMatchObject(same);
    const simulation = await simulate(later, { rules: [] });
    expect(simulation).toMatchObject({ delivered_count: 3, newly_delivered_count: 2, unchanged_count: 1 });
    const before = { outcome: "ignored", cause: "FILTERED" };
    expect(simulation.samples[0]).toMatchObject({ event_id: null, event_status: null, before });
  });

  test("because ingress refused them stay what they are", async () => {
    const source = { allowed_http_methods: ["POST"] };
    const connection = await connect(gateway.api, receiver.url, { source });
    await submitEach(connection.source, [{ n: 1 }]);
    await fetch(connection.source.url, { method: "PUT", body: "{}" });
    const simulation = await simulate(connection, { rules: [{ type: "filter", body: { n: 2 } }] });
    expect(simulation).toMatchObject({
      done_count: 2,
      rejected_count: 1,
      newly_ignored_count: 1,
      unchanged_count: 1,
    });
  });

  test("for they waited, or a switch ended them, are compared by their rules alone", async () => {
    const { api } = gateway;
    const connection = await connect(api, receiver.url);
    await api.ok("PUT", `/connections/${connection.id}/pause`);
    await submit(connection.source, json({ n: 1 }));
    await api.ok("PUT", `/connections/${connection.id}/disable`);
    await submit(connection.source, json({ n: 2 }));
    const simulation = await simulate(connection, { rules: [] });
    expect(simulation).toMatchObject({ done_count: 2, unchanged_count: 2, delivered_count: 2 });
  });
});

test.each<[object, string]>([
  [{}, "rules"],
  [{ rules: [], sample: 51 }, "sample"],
  [{ rules: [], limit: 0 }, "limit"],
  [{ rules: [], source_id: "src_other" }, "source_id"],
  [{ rules: [{ type: "transform", transformation_id: "trf_1" }] }, "rules[0].transformation_id"],
  [{ rules: [], unknown: 1 }, "unknown"],
])("a simulation of %j is refused at %s", async (body, path) => {
  const { connection } = await three();
  const answer = await gateway.api.call<Problem>("POST", `/connections/${connection.id}/simulate`, body);
  expect([answer.status, answer.body.errors?.[0]?.path]).toEqual([422, path]);
});
