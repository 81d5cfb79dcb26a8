import { afterAll, beforeAll, expect, test } from "vitest";
import { createRequestSweeper } from "../../src/outbox/request-sweeper.ts";
import { createRouter, type RoutingStore } from "../../src/outbox/router.ts";
import type { ConnectionDocument, RequestDocument } from "../../src/store/documents.ts";
import { createLogger } from "../../src/telemetry/log.ts";
import { eventually } from "../support/eventually.ts";
import { openTestStore, requestAt, type TestStore } from "./test-store.ts";

const now = () => new Date();

let it: TestStore;
beforeAll(async () => {
  it = await openTestStore();
});
afterAll(() => it[Symbol.asyncDispose]());

/** A store in which the events of one request can't be written. */
const refusing = (requestId: string): RoutingStore => ({
  ...it.store,
  events: {
    ...it.store.events,
    insertMissing: (events) =>
      events.some((event) => event.request_id === requestId)
        ? Promise.reject(new Error("not storable"))
        : it.store.events.insertMissing(events),
  },
});

/** Routed at once, the first goes alone, and the others as one group. */
const receiveFour = async (connection: ConnectionDocument): Promise<RequestDocument[]> => [
  await it.receive(connection),
  await it.receive(connection),
  await it.receive(connection),
  await it.receive(connection),
];

test("requests of which one can't be read: that one alone rejects, the others are routed", async () => {
  const connection = await it.connect();
  const requests = await receiveFour(connection);
  requests[2] = { ...requests[2]!, header_lines: null as unknown as RequestDocument["header_lines"] };
  await using router = createRouter(it.store, now);
  const results = await Promise.allSettled(requests.map((each) => router.route(each)));
  expect(results.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "rejected", "fulfilled"]);
  expect(await it.eventsOf(connection)).toHaveLength(3);
});

test("requests of which one's events can't be stored: that one alone rejects, the others are routed", async () => {
  const connection = await it.connect();
  const requests = await receiveFour(connection);
  await using router = createRouter(refusing(requests[2]!._id), now);
  const results = await Promise.allSettled(requests.map((each) => router.route(each)));
  expect(results.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "rejected", "fulfilled"]);
  expect(await it.eventsOf(connection)).toHaveLength(3);
});

test("a sweep whose requests all fail tries each once, then pauses", async () => {
  const requests = [requestAt(now()), requestAt(now())];
  const tried: string[] = [];
  let claims = 0;
  const sweeper = createRequestSweeper({
    claim: () => Promise.resolve(claims++ < 50 ? requests : []),
    route: (request) => {
      tried.push(request._id);
      return Promise.reject(new Error("poison"));
    },
    newLease: () => "lease",
    now,
    log: createLogger("silent"),
  });
  await eventually("both are tried", () => tried.length >= 2);
  await sweeper[Symbol.asyncDispose]();
  expect(tried).toEqual(requests.map(({ _id }) => _id));
});
