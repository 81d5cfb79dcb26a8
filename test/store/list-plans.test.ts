import type { Document } from "mongodb";
import { afterAll, beforeAll, expect, test } from "vitest";
import { AttemptFilter, EventFilter, RequestFilter } from "../../src/resources/record-filter.ts";
import { createCounts } from "../../src/store/counts.ts";
import { createLists } from "../../src/store/lists.ts";
import { createMatching } from "../../src/store/matching.ts";
import type { Collections } from "../../src/store/database.ts";
import type { EventDocument, RequestDocument } from "../../src/store/documents.ts";
import { recordFilter } from "../../src/store/record-filter.ts";
import { TEAM } from "./records-at.ts";
import { allStages, drain, expectIndexed, openWatchedStore, ROWS, type WatchedStore } from "./watched.ts";

let store: WatchedStore;
beforeAll(async () => {
  store = await openWatchedStore();
});
afterAll(() => store[Symbol.asyncDispose]());

function stagesOf(plan: Document): Document[] {
  const inner = [plan.inputStage, plan.queryPlan, ...((plan.inputStages as Document[] | undefined) ?? [])];
  return [plan, ...inner.flatMap((it) => (it ? stagesOf(it as Document) : []))];
}

const SCHEMAS = { requests: RequestFilter, events: EventFilter, attempts: AttemptFilter };

/** How MongoDB finds a page of a list: the stages, and how many entries of an index it read for it. */
async function explained(noun: keyof typeof SCHEMAS, query: string, sort: 1 | -1) {
  const filter = SCHEMAS[noun].parse(Object.fromEntries(new URLSearchParams(query)));
  const found = store.own.database
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
  const taken = store.own.database.collection("events").find({
    $and: [{ team_id: TEAM }, recordFilter("events", { bulk_operation_id: ["bulk_1", "bulk_2"] })],
  });
  const all = await taken.sort({ _id: 1 }).toArray();
  expect(all).toHaveLength(ROWS / 100);
  const to = (all[ROWS / 200]!.created_at as Date).toISOString();
  const { totalKeysExamined } = await explained("events", `bulk_operation_id=bulk_1&to=${to}`, -1);
  expect(totalKeysExamined).toBeLessThan(15);
});

test("the events of a request are read by the index of requests", async () => {
  const event = await store.own.database.collection("events").findOne({}, { skip: 1000 });
  const { stages, totalKeysExamined } = await explained(
    "events",
    `request_id=${event!.request_id as string}`,
    -1,
  );
  expect(stages).not.toContain("SORT");
  expect(totalKeysExamined).toBeLessThan(3);
});

/** What the API asks of the records, on the watched connection. */
function askable() {
  const { db } = store;
  const [requests, events] = [
    db.collection<RequestDocument>("requests"),
    db.collection<EventDocument>("events"),
  ];
  const [attempts, executions] = [db.collection("attempts"), db.collection("executions")];
  const collections = { requests, events, attempts, executions } as unknown as Collections;
  const matching = createMatching(collections);
  return {
    lists: createLists(collections, matching),
    counts: createCounts(collections, matching),
    matching,
  };
}

type Askable = ReturnType<typeof askable>;

const page = { limit: 20, dir: "desc", cursor: null } as const;
const filterOf = (query: string) => EventFilter.parse(Object.fromEntries(new URLSearchParams(query)));
const requestFilterOf = (query: string) =>
  RequestFilter.parse(Object.fromEntries(new URLSearchParams(query)));
test.each<[string, (on: Askable) => Promise<unknown>]>([
  ["the list of executions", ({ lists }) => lists.executions(TEAM, {}, page)],
  ["an event's executions", ({ lists }) => lists.executions(TEAM, { event_id: ["evt_1"] }, page)],
  [
    "a transformation's executions",
    ({ lists }) => lists.executions(TEAM, { transformation_id: ["trf_1"] }, page),
  ],
  ["a search of requests", ({ lists }) => lists.requests(TEAM, requestFilterOf("q=axolotl"), page)],
  ["a search of events", ({ lists }) => lists.events(TEAM, filterOf("q=axolotl"), page)],
  [
    "a search of a destination's failed events",
    ({ lists }) => lists.events(TEAM, filterOf("q=axolotl&status=failed&destination_id=des_7"), page),
  ],
  ["the oldest event", ({ counts }) => counts.oldest("events", TEAM)],
  ["the oldest request", ({ counts }) => counts.oldest("requests", TEAM)],
  ["the count of a search", ({ counts }) => counts.events(TEAM, filterOf("q=axolotl"))],
  [
    "the events of a bulk operation",
    ({ matching }) => drain(matching.events(TEAM, filterOf("status=failed"))),
  ],
  [
    "the requests of one",
    ({ matching }) => drain(matching.requests(TEAM, requestFilterOf("source_id=src_1"))),
  ],
  ...["", "status=rejected", "source_id=src_1", "cause=NO_CONNECTION", "connection_id=con_7"].map(
    (query): [string, (on: Askable) => Promise<unknown>] => [
      `the count of requests with ${JSON.stringify(query)}`,
      ({ counts }) => counts.requests(TEAM, requestFilterOf(query)),
    ],
  ),
  ...[
    "",
    "status=failed",
    "connection_id=con_7&status=failed",
    "destination_id=des_7&status=failed,delivered",
    "source_id=src_1",
    "error_code=BAD_RESPONSE",
    "response_status=5xx",
    "attempts_min=2",
    "bulk_operation_id=bulk_1",
    "from=now-1h&to=now",
  ].map((query): [string, (on: Askable) => Promise<unknown>] => [
    `the count of events with ${JSON.stringify(query)}`,
    ({ counts }) => counts.events(TEAM, filterOf(query)),
  ]),
])("for %s no collection is scanned, and nothing is sorted in memory", async (_, ask) => {
  expectIndexed(await store.explained(() => ask(askable())));
});

test("a plan that scans and sorts is told from those that don't", async () => {
  const scan = { aggregate: "events", pipeline: [{ $sort: { updated_at: 1 } }], cursor: {} };
  const explained = await store.own.database.command({ explain: scan, verbosity: "queryPlanner" });
  const stages = allStages(explained);
  expect(stages).toContain("COLLSCAN");
  expect(stages).toContain("SORT");
});
