import { expect, test } from "vitest";
import { EventBulkInput, RequestBulkInput } from "../../src/resources/bulk-input.ts";
import {
  AttemptFilter,
  AttemptsOfEventFilter,
  BulkOperationFilter,
  EventFilter,
  EventFilterBody,
  EventsOfRequestFilter,
  ExecutionFilter,
  ExecutionsOfEventFilter,
  RequestFilter,
  RequestFilterBody,
} from "../../src/resources/record-filter.ts";

test.each([
  [{ status: "failed,Held" }, { status: ["failed", "Held"] }],
  [{ ids: "evt_1,evt_2" }, { ids: ["evt_1", "evt_2"] }],
  [{ response_status: "500,>=429" }, { response_status: [500, ">=429"] }],
  [{ response_status: "5xx" }, { response_status: "5xx" }],
  [{ response_status: "500" }, { response_status: 500 }],
  [
    { attempts_min: "1", attempts_max: "3" },
    { attempts_min: 1, attempts_max: 3 },
  ],
  [
    { from: "2026-01-01T00:00:00Z", q: "abc" },
    { from: "2026-01-01T00:00:00Z", q: "abc" },
  ],
])("the query %j and the body %j say the same of events", (query, body) => {
  expect(EventFilterBody.parse(body)).toEqual(EventFilter.parse(query));
});

test("the words of a query say the same of requests in a body", () => {
  const query = { ids: "req_1,req_2", status: "REJECTED", cause: "no_connection", connection_id: "con_1" };
  const body = { ...query, ids: ["req_1", "req_2"], cause: ["NO_CONNECTION"] };
  expect(RequestFilterBody.parse(body)).toEqual(RequestFilter.parse(query));
});

test.each([
  ["q", { q: "ab" }, "must have 3 characters or more"],
  ["q", { q: "x".repeat(1001) }, "must have 1000 characters at most"],
  ["attempts_min", { attempts_min: -1 }, ""],
  ["attempts_min", { attempts_min: 1.5 }, ""],
  ["ids", { ids: [] }, ""],
  ["ids", { ids: ["req_1"] }, ""],
  ["ids", { ids: [1] }, ""],
  ["status", { status: ["nothing"] }, ""],
  ["response_status", { response_status: [50] }, ""],
  ["response_status", { response_status: 5 }, "must be a status such as 500"],
  ["response_status", { response_status: true }, "must be a string, a whole number, or a list"],
  ["status", { status: 500 }, "must be of: queued"],
  ["ids", { ids: 5 }, ""],
  ["attempts_min", { attempts_min: true }, "must be a whole number"],
  ["from", { from: "yesterday" }, "must be ISO 8601"],
  ["from", { from: "now+1h" }, "or before it, such as now-1h"],
  ["from", { from: "now-1h", to: "now-2h" }, "must not be after to"],
  ["attempts_min", { attempts_min: 3, attempts_max: "2" }, "must not be more than attempts_max"],
  ["q", { q: "\0\0\0" }, "must have more than NUL characters"],
])("the %s of the body %j is told as the fault", (path, body, message) => {
  const issue = EventFilterBody.safeParse(body).error?.issues[0];
  expect(issue?.path[0]).toBe(path);
  expect(issue?.message).toContain(message);
});

test.each([
  ["an attempt", AttemptFilter],
  ["an event's attempt", AttemptsOfEventFilter],
  ["a request", RequestFilter],
  ["a request in a body", RequestFilterBody],
  ["a request for a bulk operation", RequestBulkInput],
  ["an event for a bulk operation", EventBulkInput],
  ["an event", EventFilter],
  ["a request's event", EventsOfRequestFilter],
  ["an execution", ExecutionFilter],
  ["an event's execution", ExecutionsOfEventFilter],
  ["a bulk operation", BulkOperationFilter],
])("a range for %s that ends before it begins is refused, one of a moment is not", (_what, schema) => {
  const range = { from: "2026-01-02T00:00:00Z", to: "2026-01-01T00:00:00Z" };
  const issues = schema.safeParse(range).error?.issues;
  expect(issues).toMatchObject([{ path: ["from"], message: "must not be after to" }]);
  expect(schema.safeParse({ ...range, to: range.from }).success).toBe(true);
});

test("a word that is not known is refused in both forms", () => {
  for (const filter of [EventFilter, EventFilterBody, RequestFilter, RequestFilterBody]) {
    expect(filter.safeParse({ colour: "red" }).success).toBe(false);
  }
});
