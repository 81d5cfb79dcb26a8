import { MongoClient, type Document } from "mongodb";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { newId } from "../../src/ids.ts";
import { EVENT_STATUSES } from "../../src/resources/event.ts";
import { AttemptFilter, EventFilter, RequestFilter } from "../../src/resources/record-filter.ts";
import { recordFilter } from "../../src/store/record-filter.ts";
import { openTestStore, requestAt, type TestStore } from "../outbox/test-store.ts";

const TEAM = "tm_test";
const ROWS = 3000;

let own: TestStore;
let client: MongoClient;
beforeAll(async () => {
  own = await openTestStore();
  client = await MongoClient.connect(inject("mongodbUri"));
  const start = Date.now() - ROWS;
  const records = Array.from({ length: ROWS }, (_, at) => recordsAt(at, new Date(start + at)));
  for (const noun of ["requests", "events", "attempts"] as const) {
    await own.database.collection<{ _id: string }>(noun).insertMany(records.map((it) => it[noun]));
  }
});
afterAll(async () => {
  await client.close();
  await own[Symbol.asyncDispose]();
});

/** One of each, of which some fail, some are ignored and few are in a bulk operation. */
function recordsAt(at: number, time: Date) {
  const failed = at % 10 === 0;
  const of = {
    team_id: TEAM,
    source_id: `src_${at % 4}`,
    connection_id: `con_${at % 20}`,
    destination_id: `des_${at % 20}`,
    response_status: failed ? 500 + (at % 3) : 200,
    error_code: failed ? "BAD_RESPONSE" : null,
    bulk_operation_id: at % 100 === 0 ? "bulk_1" : null,
    created_at: time,
  };
  const routing = [{ connection_id: of.connection_id, event_id: "evt_1", outcome: "queued" }];
  const cause = at % 50 === 0 ? "FILTERED" : null;
  const request = { ...requestAt(time), source_id: of.source_id, routing, rejection_cause: cause };
  const status = EVENT_STATUSES[at % EVENT_STATUSES.length];
  return {
    requests: { ...request, status: cause ? "rejected" : "accepted" },
    events: {
      ...of,
      _id: newId("event", time),
      request_id: request._id,
      status,
      cause,
      attempts_count: failed ? 3 : 1,
      // Those that were taken since there is a list of all that took them.
      ...(at % 200 === 0 && { bulk_operation_id: ["bulk_1", "bulk_2"] }),
    },
    attempts: {
      ...of,
      _id: newId("attempt", time),
      event_id: `evt_${at}`,
      attempt_number: 1,
      status: failed ? "failed" : "delivered",
    },
  };
}

function stagesOf(plan: Document): Document[] {
  const inner = [plan.inputStage, plan.queryPlan, ...((plan.inputStages as Document[] | undefined) ?? [])];
  return [plan, ...inner.flatMap((it) => (it ? stagesOf(it as Document) : []))];
}

const SCHEMAS = { requests: RequestFilter, events: EventFilter, attempts: AttemptFilter };

/** How MongoDB finds a page of a list: the stages, and how many entries of an index it read for it. */
async function explained(noun: keyof typeof SCHEMAS, query: string, sort: 1 | -1) {
  const filter = SCHEMAS[noun].parse(Object.fromEntries(new URLSearchParams(query)));
  const found = own.database
    .collection(noun)
    .find({ $and: [{ team_id: TEAM }, recordFilter(noun, filter)] })
    .sort({ _id: sort })
    .limit(11);
  const explanation = await found.explain("executionStats");
  const stages = stagesOf((explanation.queryPlanner as Document).winningPlan as Document);
  const stats = explanation.executionStats as { totalKeysExamined: number; nReturned: number };
  return { stages: stages.map((it) => it.stage as string), ...stats };
}

/** What a page of 11 may read, beside one entry for each of the merged ranges. */
const FEW = 80;

test.each([
  ["requests", ""],
  ["requests", "source_id=src_1"],
  ["requests", "status=rejected"],
  ["requests", "status=rejected,accepted"],
  ["requests", "cause=NO_CONNECTION"],
  ["requests", "connection_id=con_7"],
  ["requests", "from=now-1h&to=now"],
  ["events", ""],
  ["events", "source_id=src_1"],
  ["events", "status=failed"],
  ["events", "status=processed"],
  ["events", "connection_id=con_7"],
  ["events", "connection_id=con_7,con_8"],
  ["events", "destination_id=des_7"],
  ["events", "connection_id=con_7&status=failed"],
  ["events", "destination_id=des_7&status=failed,delivered"],
  ["events", "destination_id=des_7&status=failed&from=now-1h"],
  ["events", "bulk_operation_id=bulk_1"],
  ["events", "bulk_operation_id=bulk_1,bulk_2"],
  ["events", "error_code=BAD_RESPONSE"],
  ["events", "error_code=BAD_RESPONSE,TIMEOUT"],
  ["events", "cause=FILTERED"],
  ["events", "cause=FILTERED,DUPLICATE"],
  ["events", "response_status=500"],
  ["events", "response_status=5xx"],
  ["events", "response_status=500,502"],
  ["events", "response_status=>=400"],
  ["events", "response_status=2xx"],
  ["events", "attempts_min=2"],
  ["events", "attempts_max=1"],
  ["events", "from=now-1h&to=now"],
  ["attempts", ""],
  ["attempts", "destination_id=des_7"],
  ["attempts", "status=failed"],
  ["attempts", "error_code=BAD_RESPONSE"],
  ["attempts", "response_status=5xx"],
  ["attempts", "bulk_operation_id=bulk_1"],
] as const)(
  "a page of %s with %j is read from an index, in order, without the others",
  async (noun, query) => {
    for (const sort of [1, -1] as const) {
      const { stages, totalKeysExamined } = await explained(noun, query, sort);
      expect(stages).not.toContain("COLLSCAN");
      expect(stages).not.toContain("SORT");
      expect(totalKeysExamined).toBeLessThan(FEW);
    }
  },
);

test("the events of a bulk operation are read from where a page of them begins, each once", async () => {
  const taken = own.database.collection("events").find({
    $and: [{ team_id: TEAM }, recordFilter("events", { bulk_operation_id: ["bulk_1", "bulk_2"] })],
  });
  const all = await taken.sort({ _id: 1 }).toArray();
  expect(all).toHaveLength(ROWS / 100);
  const to = (all[ROWS / 200]!.created_at as Date).toISOString();
  const { totalKeysExamined } = await explained("events", `bulk_operation_id=bulk_1&to=${to}`, -1);
  expect(totalKeysExamined).toBeLessThan(15);
});

test("the events of a request are read by the index of requests", async () => {
  const event = await own.database.collection("events").findOne({}, { skip: 1000 });
  const { stages, totalKeysExamined } = await explained(
    "events",
    `request_id=${event!.request_id as string}`,
    -1,
  );
  expect(stages).not.toContain("SORT");
  expect(totalKeysExamined).toBeLessThan(3);
});
