import { afterAll, beforeAll, expect, test } from "vitest";
import { METRIC_QUERIES, METRICS, type Measured } from "../../src/resources/metric.ts";
import type { Collections } from "../../src/store/database.ts";
import { createTallyRecords, type TallyQuery } from "../../src/store/metrics.ts";
import { TEAM } from "./records-at.ts";
import {
  allStages,
  docsExamined,
  drain,
  expectIndexed,
  openWatchedStore,
  ROWS,
  type WatchedStore,
} from "./watched.ts";

let store: WatchedStore;
beforeAll(async () => {
  store = await openWatchedStore();
});
afterAll(() => store[Symbol.asyncDispose]());

/** Reads a series as the API asks for it, on the watched connection. */
function series(of: Measured, groupBy: string[], query = ""): () => Promise<void> {
  const parsed = METRIC_QUERIES[of].parse(Object.fromEntries(new URLSearchParams(query)));
  const { from: _from, to: _to, granularity: _g, group_by: _by, measures: _m, ...filter } = parsed;
  const asked: TallyQuery = {
    of,
    teamId: TEAM,
    from: new Date(Date.now() - 86_400_000),
    to: new Date(Date.now() + 60_000),
    filter,
    granularity: "1h",
    groupBy,
    latencies: of === "events" || of === "attempts",
  };
  const [requests, events, attempts] = ["requests", "events", "attempts"].map((it) =>
    store.db.collection(it),
  );
  const collections = { requests, events, attempts } as unknown as Collections;
  return () => drain(createTallyRecords(collections)(asked));
}

test.each([
  ...(Object.keys(METRICS) as Measured[]).flatMap((of) => [
    [of, "", ""] as const,
    [of, METRICS[of].groups.at(-1)!, ""] as const,
  ]),
  ["requests", "", "source_id=src_1"],
  ["requests", "", "connection_id=con_7"],
  ["events", "", "source_id=src_1"],
  ["events", "", "connection_id=con_7"],
  ["events", "", "destination_id=des_7&status=failed"],
  ["events", "", "error_code=BAD_RESPONSE"],
  ["attempts", "", "destination_id=des_7&status=failed"],
  ["attempts", "", "bulk_operation_id=bulk_1"],
  ["queue", "", "status=held"],
  ["queue", "", "source_id=src_1"],
  ["queue", "", "destination_id=des_7"],
] as const)(
  "for the metrics of %s by %j with %j no collection is scanned, and nothing is sorted in memory",
  async (of, group, query) => {
    expectIndexed(await store.explained(series(of, group ? [group] : [], query)));
  },
);

test.each(["destination_id=des_7", "connection_id=con_7"])(
  "the metrics of events with %j read those events alone",
  async (query) => {
    const [plan] = await store.explained(series("events", [], query), "executionStats");
    expect(docsExamined(plan!)).toBe(ROWS / 20);
  },
);

test.each([...METRICS.requests.groups])("the metrics of requests by %s read no request", async (group) => {
  const [plan] = await store.explained(series("requests", [group]));
  expect(allStages(plan)).not.toContain("FETCH");
});
