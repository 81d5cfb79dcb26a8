import { MongoClient, type Document } from "mongodb";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { METRIC_QUERIES, METRICS, type Measured } from "../../src/resources/metric.ts";
import { AttemptFilter, EventFilter, RequestFilter } from "../../src/resources/record-filter.ts";
import { createCounts } from "../../src/store/counts.ts";
import { createLists } from "../../src/store/lists.ts";
import { createMatching } from "../../src/store/matching.ts";
import { createTallyRecords, type TallyQuery } from "../../src/store/metrics.ts";
import type { Collections } from "../../src/store/database.ts";
import type { EventDocument, RequestDocument } from "../../src/store/documents.ts";
import { recordFilter } from "../../src/store/record-filter.ts";
import { openTestStore, type TestStore } from "../outbox/test-store.ts";
import { recordsAt, TEAM } from "./records-at.ts";

const ROWS = 3000;

let own: TestStore;
let client: MongoClient;
beforeAll(async () => {
  own = await openTestStore();
  client = await MongoClient.connect(inject("mongodbUri"), { monitorCommands: true });
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

/** What the API asks of the records, on the watched connection. */
function askable() {
  const db = client.db(own.database.databaseName);
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
    tally: createTallyRecords(collections),
    matching,
  };
}

type Askable = ReturnType<typeof askable>;

/** The commands that a question sends, as they can be explained. */
async function commandsOf(ask: (on: Askable) => Promise<unknown>): Promise<Document[]> {
  const commands: Document[] = [];
  const note = ({ commandName, command }: { commandName: string; command: Document }) => {
    if (commandName !== "find" && commandName !== "aggregate") return;
    const { lsid: _l, $db: _d, $clusterTime: _c, ...rest } = command;
    commands.push(rest);
  };
  client.on("commandStarted", note);
  await ask(askable());
  client.off("commandStarted", note);
  return commands;
}

/** Every stage of a plan, whether MongoDB runs it as a query, or after that for an aggregation. */
function allStages(plan: unknown): string[] {
  if (Array.isArray(plan)) return plan.flatMap(allStages);
  if (typeof plan !== "object" || plan === null) return [];
  return Object.entries(plan).flatMap(([name, value]) => {
    if (name === "rejectedPlans") return [];
    if (name === "stage" && typeof value === "string") return [value];
    return [...(name === "$sort" ? ["SORT"] : []), ...allStages(value)];
  });
}

const page = { limit: 20, dir: "desc", cursor: null } as const;
const drain = async (items: AsyncIterable<unknown>) => {
  for await (const _ of items);
};
const filterOf = (query: string) => EventFilter.parse(Object.fromEntries(new URLSearchParams(query)));
const requestFilterOf = (query: string) =>
  RequestFilter.parse(Object.fromEntries(new URLSearchParams(query)));
const from = new Date(Date.now() - 86_400_000);
/** What a query narrows a series by. */
function narrowedBy(of: Measured, query: string): TallyQuery["filter"] {
  const parsed = METRIC_QUERIES[of].parse(Object.fromEntries(new URLSearchParams(query)));
  const { from: _from, to: _to, granularity: _g, group_by: _by, measures: _m, ...filter } = parsed;
  return filter;
}
const tallies = (of: Measured, filter: TallyQuery["filter"] = {}) => ({
  of,
  teamId: TEAM,
  from,
  to: new Date(Date.now() + 60_000),
  filter,
  granularity: "1h" as const,
  latencies: of === "events" || of === "attempts",
});

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
  ...(Object.keys(METRICS) as Measured[]).flatMap((of): [string, (on: Askable) => Promise<unknown>][] => [
    [`the metrics of ${of}`, ({ tally }) => drain(tally({ ...tallies(of), groupBy: [] }))],
    [
      `the metrics of ${of} by ${METRICS[of].groups.at(-1)}`,
      ({ tally }) => drain(tally({ ...tallies(of), groupBy: [METRICS[of].groups.at(-1)!] })),
    ],
  ]),
  ...(
    [
      ["requests", "source_id=src_1"],
      ["requests", "connection_id=con_7"],
      ["events", "source_id=src_1"],
      ["events", "connection_id=con_7"],
      ["events", "destination_id=des_7&status=failed"],
      ["events", "error_code=BAD_RESPONSE"],
      ["attempts", "destination_id=des_7&status=failed"],
      ["attempts", "bulk_operation_id=bulk_1"],
      ["queue", "status=held"],
      ["queue", "source_id=src_1"],
      ["queue", "destination_id=des_7"],
    ] as const
  ).map(([of, query]): [string, (on: Askable) => Promise<unknown>] => [
    `the metrics of ${of} with ${JSON.stringify(query)}`,
    ({ tally }) => drain(tally({ ...tallies(of, narrowedBy(of, query)), groupBy: [] })),
  ]),
])("for %s no collection is scanned, and nothing is sorted in memory", async (_, ask) => {
  const commands = await commandsOf(ask);
  expect(commands.length).toBeGreaterThan(0);
  for (const command of commands) {
    const explained = await own.database.command({ explain: command, verbosity: "queryPlanner" });
    const stages = allStages(explained.stages ?? explained.queryPlanner);
    expect(stages).not.toContain("COLLSCAN");
    expect(stages).not.toContain("SORT");
    expect(stages.some((stage) => /IXSCAN|IDHACK|COUNT_SCAN|EOF/.test(stage))).toBe(true);
  }
});

test("the metrics of one destination, or connection, read its events alone", async () => {
  for (const query of ["destination_id=des_7", "connection_id=con_7"]) {
    const filter = narrowedBy("events", query);
    const [command] = await commandsOf(({ tally }) =>
      drain(tally({ ...tallies("events", filter), groupBy: [] })),
    );
    const { stages } = await own.database.command({ explain: command!, verbosity: "executionStats" });
    const { executionStats } = (stages as { $cursor?: Document }[])[0]!.$cursor!;
    expect((executionStats as { totalDocsExamined: number }).totalDocsExamined).toBe(ROWS / 20);
  }
});

test.each([...METRICS.requests.groups])("the metrics of requests by %s read no request", async (group) => {
  const ask = ({ tally }: Askable) => drain(tally({ ...tallies("requests"), groupBy: [group] }));
  const [command] = await commandsOf(ask);
  const explained = await own.database.command({ explain: command!, verbosity: "queryPlanner" });
  expect(allStages(explained.stages ?? explained.queryPlanner)).not.toContain("FETCH");
});

test("a plan that scans and sorts is told from those that don't", async () => {
  const scan = { aggregate: "events", pipeline: [{ $sort: { updated_at: 1 } }], cursor: {} };
  const explained = await own.database.command({ explain: scan, verbosity: "queryPlanner" });
  const stages = allStages(explained.stages ?? explained.queryPlanner);
  expect(stages).toContain("COLLSCAN");
  expect(stages).toContain("SORT");
});
