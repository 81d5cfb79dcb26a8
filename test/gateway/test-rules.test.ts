import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { List, Problem, Wire } from "../support/api.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { startReceiver, type Receiver } from "../support/receiver.ts";
import { save, transform } from "./programs.ts";
import { connect, settledEvent, submit } from "./scene.ts";

/** One rule's part of the answer. */
interface Step {
  type: string;
  index: number;
  reached?: boolean;
  matched?: boolean | null;
  failed?: object | null;
  execution?: Wire["trial"] | null;
  key?: string;
}

/** What the endpoint answers. */
interface Tested {
  steps: Step[];
  outcome: { status: string; cause: string | null; cause_detail: object | null; payload: object | null };
}

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

const tested = (body: object) => gateway.api.ok<Tested>("POST", "/connections/test_rules", body);
const outcomeOf = async (body: object) => (await tested(body)).outcome;
const request = { path: "/v2", query: "k=1", headers: { "X-Id": "7" }, body: { n: 3 } };
const payload = { method: "POST", path: "/v2", query: "k=1", headers: { "x-id": "7" }, body: { n: 3 } };

describe("a draft of rules", () => {
  test("answers what each rule comes to, in their order, and what becomes of the event", async () => {
    const double = await save(
      gateway.api,
      "console.log('n', request.body.n); request.body.n *= 2; return request",
    );
    const rules = [
      { type: "retry", strategy: "exponential", interval: 1000, max_interval: 3000, count: 4 },
      { type: "filter", body: { n: 3 }, headers: { "x-id": "7" }, query: { k: "1" } },
      transform(double),
      { type: "delay", delay: 60_000 },
      { type: "filter", body: { n: 6 } },
      { type: "deduplicate", window: 5000, include_fields: ["body.n"] },
    ];
    const before = Date.now();
    const { steps, outcome } = await tested({ rules, request });
    const made = { ...payload, body: { n: 6 } };
    const ran = { status: "ok", input: payload, output: made, logs: [{ level: "log", message: "n 3" }] };
    expect(steps).toMatchObject([
      { index: 0, type: "retry", waits: [1000, 2000, 3000, 3000] },
      { index: 1, type: "filter", reached: true, matched: true, failed: null },
      { index: 2, type: "transform", reached: true, transformation_id: double.id, execution: ran },
      { index: 3, type: "delay", delay: 60_000 },
      { index: 4, type: "filter", reached: true, matched: true },
      { index: 5, type: "deduplicate", window: 5000, key: expect.stringMatching(/^[0-9a-f]{64}$/) as string },
    ]);
    const { first_attempt_at, ...rest } = outcome as typeof outcome & { first_attempt_at: string };
    const waits = [1000, 2000, 3000, 3000];
    const end = { status: "queued", cause: null, cause_detail: null, payload: made, retry_waits: waits };
    expect(rest).toEqual(end);
    expect(Date.parse(first_attempt_at)).toBeGreaterThanOrEqual(before + 60_000);
  });

  test("without rules is delivered as it is, with the retries that are made by default", async () => {
    const { steps, outcome } = await tested({ rules: [], request });
    expect(steps).toEqual([]);
    const end = { status: "queued", payload, retry_waits: [1000, 2000, 4000], first_attempt_at: null };
    expect(outcome).toMatchObject(end);
  });

  test("says which condition did not match, and reaches nothing behind it", async () => {
    const never = await save(gateway.api, "throw new Error('reached')");
    const rules = [
      { type: "filter", body: { n: { $gt: 3 } } },
      transform(never),
      { type: "filter", path: "/v2" },
    ];
    const { steps, outcome } = await tested({ rules, request });
    const failed = { path: "body.n", operator: "$gt", expected: 3, actual: 3 };
    expect(steps).toMatchObject([
      { reached: true, matched: false, failed },
      { reached: false, execution: null },
      { reached: false, matched: null, failed: null },
    ]);
    expect(outcome).toMatchObject({
      status: "ignored",
      cause: "FILTERED",
      cause_detail: { failed },
      payload: null,
    });
  });

  test("shows a filter what the transformation before it made", async () => {
    const empty = await save(gateway.api, "request.body = {}; return request");
    const rules = [transform(empty), { type: "filter", body: { n: 3 } }];
    const { steps, outcome } = await tested({ rules, request });
    expect(steps[1]).toMatchObject({ matched: false, failed: { path: "body.n", actual: null } });
    expect(outcome).toMatchObject({ status: "ignored", cause: "FILTERED", cause_detail: { rule: 1 } });
  });

  test("whose code returns nothing is ignored, and whose code fails is failed", async () => {
    const nothing = await save(gateway.api, "return null");
    const ignored = await tested({ rules: [transform(nothing)], request });
    expect(ignored.steps[0]?.execution).toMatchObject({ status: "ok", output: null, error: null });
    const where = { rule: 0, transformation_id: nothing.id };
    expect(ignored.outcome).toMatchObject({ status: "ignored", cause: "FILTERED", cause_detail: where });

    const broken = await save(gateway.api, "console.error('so far'); \n request.x.y");
    const failed = await tested({ rules: [transform(broken), transform(nothing)], request });
    const execution = {
      status: "error",
      error: { name: "TypeError", line: 2 },
      logs: [{ message: "so far" }],
    };
    expect(failed.steps).toMatchObject([{ execution }, { reached: false, execution: null }]);
    expect(failed.outcome).toMatchObject({ status: "failed", cause: "TRANSFORMATION_FAILED", payload: null });
  });

  test("gives copies the same deduplication key, and others another one", async () => {
    const rules = [{ type: "deduplicate", window: 5000, exclude_fields: ["body.at"] }];
    const keyOf = async (body: object) => (await tested({ rules, request: { body } })).steps[0]?.key;
    const key = await keyOf({ id: 1, at: 1 });
    expect(await keyOf({ at: 2, id: 1 })).toBe(key);
    expect(await keyOf({ id: 2, at: 1 })).not.toBe(key);
  });
});

describe("a connection's rules", () => {
  test("come to the same on a stored request as in its delivery, and leave nothing behind", async () => {
    const { api } = gateway;
    const tag = await save(
      api,
      "request.body = { by: context.connection.name, at: Date.now() }; return request",
    );
    const rules = [transform(tag), { type: "deduplicate", window: 1000 }];
    const connection = await connect(api, receiver.url, { name: "tested", rules });
    const request_id = await submit(connection.source, { body: "{ }" });
    const event = await settledEvent(api, request_id);
    const sent = receiver.requests.find((it) => it.header("webhook-id") === event.id);
    const counts = () =>
      Promise.all(
        ["events", "executions", "attempts", "dedupe_claims"].map((name) =>
          gateway.database.collection(name).countDocuments(),
        ),
      );
    const before = await counts();
    const onRequest = await tested({ connection_id: connection.id, request_id });
    expect(onRequest.outcome.payload).toMatchObject({ body: JSON.parse(String(sent?.body)) as object });
    const onEvent = await tested({ connection_id: connection.id, event_id: event.id });
    expect(onEvent.outcome).toEqual(onRequest.outcome);
    expect(onEvent.steps[1]?.key).toBe(onRequest.steps[1]?.key);
    const [claim] = await gateway.database.collection("dedupe_claims").find({}).toArray();
    expect(String(claim?._id)).toContain(onRequest.steps[1]?.key);
    expect(await counts()).toEqual(before);
    const executions = await api.ok<List<object>>("GET", `/transformations/${tag.id}/executions`);
    expect(executions.count).toBe(1);
  });

  test("tell that its event would be held, or ignored, as the connection is switched", async () => {
    const { api } = gateway;
    const code = await save(api, "return request");
    const connection = await connect(api, receiver.url, { rules: [transform(code)] });
    const on = { connection_id: connection.id, request };
    await api.ok("PUT", `/connections/${connection.id}/pause`);
    expect(await outcomeOf(on)).toMatchObject({ status: "held", payload });
    await api.ok("PUT", `/connections/${connection.id}/disable`);
    expect(await outcomeOf(on)).toMatchObject({ status: "ignored", cause: "CONNECTION_DISABLED" });
    await api.ok("PUT", `/connections/${connection.id}/enable`);
    await api.ok("PUT", `/destinations/${connection.destination_id}/disable`);
    expect(await outcomeOf(on)).toMatchObject({ status: "ignored", cause: "DESTINATION_DISABLED" });
  });
});

test.each([
  [{ request: {} }, "connection_id"],
  [{ rules: [], connection_id: "con_1", request: {} }, "rules"],
  [{ rules: [] }, "request"],
  [{ rules: [], request: {}, request_id: "req_1" }, "request_id"],
  [{ rules: [], request_id: "req_1" }, "request_id"],
  [{ connection_id: "con_1", request: {} }, "connection_id"],
  [{ rules: [{ type: "filter", body: { a: { $no: 1 } } }], request: {} }, "rules[0].body.a.$no"],
  [{ rules: [{ type: "transform", transformation_id: "trf_1" }], request: {} }, "rules[0].transformation_id"],
])("a test of %j is refused at %s", async (body, path) => {
  const answer = await gateway.api.call<Problem>("POST", "/connections/test_rules", body);
  expect([answer.status, answer.body.errors?.[0]?.path]).toEqual([422, path]);
});
