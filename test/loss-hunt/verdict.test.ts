import { expect, test } from "vitest";
import { answerTo, type Call } from "../../loss-hunt/destination.ts";
import type { Sent } from "../../loss-hunt/load.ts";
import type { RecordedEvent, Records } from "../../loss-hunt/records.ts";
import { judge } from "../../loss-hunt/verdict.ts";

const sent: Sent = {
  number: 1,
  digest: "d",
  status: 200,
  requestId: "req_1",
  retryAfter: false,
  answeredAt: 0,
};
const call: Call = { eventId: "evt_1", attempt: 1, number: 1, digest: "d", answered: 200, at: 0 };
const event: RecordedEvent = { requestId: "req_1", status: "delivered", attemptsCount: 1, reason: null };

/** The records of one request with one event. */
function recorded(changes: Partial<RecordedEvent> = {}): Records {
  return {
    requests: new Map([["req_1", { eventIds: ["evt_1"], eventsCount: 1 }]]),
    events: new Map([["evt_1", { ...event, ...changes }]]),
    attempts: new Map([["evt_1", 1]]),
  };
}

test("a webhook that was acked, recorded and taken: delivered, and no fault", () => {
  expect(judge([sent], recorded(), [call])).toEqual({
    sent: 1,
    acked: 1,
    refused: 0,
    unanswered: 0,
    delivered: 1,
    failed: 0,
    duplicates: 0,
    lost: 0,
    faults: [],
  });
});

test("a webhook that ended with a reason: failed, and no fault", () => {
  const verdict = judge([sent], recorded({ status: "failed", reason: "BAD_RESPONSE" }), []);
  expect(verdict).toMatchObject({ failed: 1, lost: 0, faults: [] });
});

test("a webhook taken twice: one duplicate; one that failed first: none", () => {
  expect(judge([sent], recorded(), [call, call]).duplicates).toBe(1);
  expect(judge([sent], recorded(), [{ ...call, answered: 503 }, call]).duplicates).toBe(0);
});

test.each<[string, Records, Call[]]>([
  ["is not there", { ...recorded(), requests: new Map() }, [call]],
  ["has not exactly one event", { ...recorded(), events: new Map() }, [call]],
  ["is recorded as delivered, and never came", recorded(), []],
  ["is queued (without a reason)", recorded({ status: "queued" }), []],
  ["is failed (without a reason)", recorded({ status: "failed" }), []],
])("an acked webhook that %s counts as lost", (fault, records, calls) => {
  const verdict = judge([sent], records, calls);
  expect(verdict.lost).toBe(1);
  expect(verdict.faults[0]).toContain(fault);
});

test.each<[string, Partial<Sent>]>([
  ["a 4xx", { status: 400 }],
  ["a 500", { status: 500 }],
  ["a 503 that names no time", { status: 503 }],
])("an answer of ingress that is %s is a fault", (_, answer) => {
  const nothing = { requests: new Map(), events: new Map(), attempts: new Map() };
  expect(judge([{ ...sent, requestId: null, ...answer }], nothing, []).faults).toHaveLength(1);
});

test("a refusal that names a time, and no answer at all, are promises to nobody", () => {
  const nothing = { requests: new Map(), events: new Map(), attempts: new Map() };
  const refused = { ...sent, requestId: null, status: 503, retryAfter: true };
  const unanswered = { ...sent, requestId: null, status: null };
  expect(judge([refused, unanswered], nothing, [])).toMatchObject({
    acked: 0,
    refused: 1,
    unanswered: 1,
    faults: [],
  });
});

test("a body that came altered, and counts that don't add up, are faults", () => {
  const { requests, events } = recorded();
  const records = { requests, events, attempts: new Map([["evt_1", 2]]) };
  requests.get("req_1")!.eventsCount = 3;
  const { faults } = judge([sent], records, [{ ...call, digest: "other" }]);
  expect(faults).toEqual([
    "webhook 1 came altered",
    "req_1 counts 3 events and has 1",
    "evt_1 counts 1 attempts and has 2",
  ]);
});

test("the destination takes most at once, some at the second attempt, and refuses some for good", () => {
  expect([answerTo(1, 1), answerTo(7, 1), answerTo(7, 2), answerTo(13, 1), answerTo(13, 9)]).toEqual([
    200, 503, 200, 410, 410,
  ]);
});
