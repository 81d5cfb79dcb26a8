import { describe, expect, test } from "vitest";
import { answerTo, type Call } from "../../loss-hunt/destination.ts";
import type { Sent } from "../../loss-hunt/load.ts";
import type { Order } from "../../loss-hunt/operator.ts";
import type { RecordedEvent, Records } from "../../loss-hunt/records.ts";
import { judge as judgeStory, type Story } from "../../loss-hunt/verdict.ts";

const sent: Sent = {
  number: 1,
  digest: "d",
  status: 200,
  requestId: "req_1",
  retryAfter: false,
  sentAt: 0,
  answeredAt: 0,
};
const call: Call = { eventId: "evt_1", attempt: 1, number: 1, digest: "d", answered: 200, at: 0 };
const event: RecordedEvent = {
  requestId: "req_1",
  status: "delivered",
  attemptsCount: 1,
  reason: null,
  orderEnded: false,
};

/** The records of one request with one event. */
function recorded(changes: Partial<RecordedEvent> = {}): Records {
  return {
    requests: new Map([["req_1", { eventIds: ["evt_1"], eventsCount: 1 }]]),
    events: new Map([["evt_1", { ...event, ...changes }]]),
    attempts: new Map([["evt_1", 1]]),
    orderedAttempts: new Map(),
  };
}

const nothing: Records = {
  requests: new Map(),
  events: new Map(),
  attempts: new Map(),
  orderedAttempts: new Map(),
};

const judge = (webhooks: Sent[], records: Records, calls: Call[], story: Partial<Story> = {}) =>
  judgeStory({ sent: webhooks, orders: [], troubles: [], calls, ...story }, records);

test("a webhook that was acked, recorded and taken: delivered, and no fault", () => {
  expect(judge([sent], recorded(), [call])).toEqual({
    sent: 1,
    acked: 1,
    refused: 0,
    unanswered: 0,
    delivered: 1,
    failed: 0,
    orders: 0,
    duplicates: 0,
    repeated: 0,
    mostRepeated: 0,
    lost: 0,
    faults: [],
  });
});

test("a webhook that ended with a reason: failed, and no fault", () => {
  const verdict = judge([sent], recorded({ status: "failed", reason: "BAD_RESPONSE" }), []);
  expect(verdict).toMatchObject({ failed: 1, lost: 0, faults: [] });
});

describe("a webhook that was taken twice", () => {
  const twice = [call, { ...call, at: 100 }];
  const during = { from: 50, to: 60 };

  test("with a fault in its time: one duplicate, and no fault of ours", () => {
    const verdict = judge([sent], recorded(), twice, { troubles: [during] });
    expect(verdict).toMatchObject({ duplicates: 1, repeated: 1, mostRepeated: 1, faults: [] });
  });

  test.each<[string, Story["troubles"]]>([
    ["without a fault", []],
    [
      "with faults before and after its time",
      [
        { from: -9, to: -1 },
        { from: 101, to: 110 },
      ],
    ],
  ])("%s: came too often", (_, troubles) => {
    const { faults } = judge([sent], recorded(), twice, { troubles });
    expect(faults).toEqual([expect.stringContaining("evt_1 came 1 times too often")]);
  });

  test("thrice, with one fault: came too often", () => {
    const { faults, mostRepeated } = judge([sent], recorded(), [...twice, call], { troubles: [during] });
    expect([faults.length, mostRepeated]).toEqual([1, 2]);
  });

  test("as it was ordered, also where the API told nothing of that: no duplicate", () => {
    const records = { ...recorded(), orderedAttempts: new Map([["evt_1", 1]]) };
    for (const accepted of [true, false]) {
      const verdict = judge([sent], records, twice, { orders: [{ eventId: "evt_1", accepted }] });
      expect(verdict).toMatchObject({ duplicates: 0, repeated: 0, orders: accepted ? 1 : 0, faults: [] });
    }
  });

  test("once failing: no duplicate", () => {
    expect(judge([sent], recorded(), [{ ...call, answered: 503 }, call]).duplicates).toBe(0);
  });
});

describe("orders", () => {
  const order: Order = { eventId: "evt_1", accepted: true };
  const made = (attempts: number, orderEnded = false): Records => ({
    ...recorded({ orderEnded }),
    orderedAttempts: new Map([["evt_1", attempts]]),
  });

  test.each<[string, Records, number]>([
    ["one that was accepted has no attempt", made(0), 1],
    ["one that was accepted has ended without an attempt", made(0, true), 0],
    ["one has two attempts", made(2), 1],
  ])("%s: as many faults as that is", (_, records, count) => {
    expect(judge([sent], records, [call], { orders: [order] }).faults).toHaveLength(count);
  });

  test("one that was not accepted may have its attempt or not", () => {
    for (const attempts of [0, 1])
      expect(
        judge([sent], made(attempts), [call], { orders: [{ ...order, accepted: false }] }).faults,
      ).toEqual([]);
  });
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
  expect(judge([{ ...sent, requestId: null, ...answer }], nothing, []).faults).toHaveLength(1);
});

test("a refusal that names a time, and no answer at all, are promises to nobody", () => {
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
  const records = { ...nothing, requests, events, attempts: new Map([["evt_1", 2]]) };
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
