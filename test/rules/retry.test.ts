import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AttemptErrorCode } from "../../src/resources/event.ts";
import { RetryRule } from "../../src/resources/rule.ts";
import { planRetry, retrySchedule } from "../../src/rules/retry.ts";
import type { AttemptOutcome, RetryQuestion } from "../../src/rules/retry.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const START = new Date("2026-03-01T00:00:00.000Z");
const NO_JITTER = () => 0.5;

type Rule<S extends RetryRule["strategy"]> = Extract<RetryRule, { strategy: S }>;
const linear: Rule<"linear"> = { type: "retry", strategy: "linear", interval: MINUTE, count: 3 };
const custom: Rule<"custom"> = { type: "retry", strategy: "custom", schedule: [5000, 300_000, 1_800_000] };
const exponential: Rule<"exponential"> = {
  type: "retry",
  strategy: "exponential",
  interval: 1000,
  count: 50,
};

const answer = (status: number, retryAfter: number | null = null): AttemptOutcome => ({
  response_status: status,
  error_code: status >= 200 && status <= 299 ? null : "BAD_RESPONSE",
  retry_after_ms: retryAfter,
});
const noAnswer = (error_code: AttemptErrorCode): AttemptOutcome => ({
  response_status: null,
  error_code,
  retry_after_ms: null,
});

function plan(question: Partial<RetryQuestion>) {
  return planRetry({
    rule: linear,
    outcome: answer(500),
    retriesMade: 0,
    firstAttemptAt: START,
    now: START,
    random: NO_JITTER,
    ...question,
  });
}
const stopped = (reason: string) => ({ retry: false, reason });
const after = (waitMs: number) => ({ retry: true, waitMs });

describe("a retry", () => {
  it.each<[string, RetryRule | null, number, unknown]>([
    ["linear, first", linear, 0, after(MINUTE)],
    ["linear, last", linear, 2, after(MINUTE)],
    ["linear, one too many", linear, 3, stopped("retries_used")],
    ["exponential, first", exponential, 0, after(1000)],
    ["exponential, fourth", exponential, 3, after(8000)],
    ["exponential, up to its longest", { ...exponential, max_interval: 5000 }, 3, after(5000)],
    ["exponential, far up to its longest", { ...exponential, max_interval: HOUR }, 49, after(HOUR)],
    ["exponential, beyond all time", exponential, 49, after(7 * DAY)],
    ["custom, first", custom, 0, after(5000)],
    ["custom, last", custom, 2, after(1_800_000)],
    ["custom, one too many", custom, 3, stopped("retries_used")],
  ])("%s, waits as its rule says", (_, rule, retriesMade, expected) => {
    expect(plan({ rule, retriesMade })).toEqual(expected);
  });

  it.each<[string, RetryRule | null, AttemptOutcome, unknown]>([
    ["a success", linear, answer(204), stopped("delivered")],
    [
      "a success that the rule names",
      { ...linear, response_status_codes: ["200-599"] },
      answer(200),
      stopped("delivered"),
    ],
    ["410", linear, answer(410), stopped("gone")],
    ["410 that the rule names", { ...linear, response_status_codes: ["410"] }, answer(410), stopped("gone")],
    ["410 without a rule", null, answer(410), stopped("gone")],
    ["3xx", linear, answer(302), after(MINUTE)],
    [
      "a status that is not chosen",
      { ...linear, response_status_codes: ["429"] },
      answer(500),
      stopped("not_retried"),
    ],
    ["a status that is chosen", { ...linear, response_status_codes: ["429"] }, answer(429), after(MINUTE)],
    [
      "a network error, whatever is chosen",
      { ...linear, response_status_codes: ["429"] },
      noAnswer("TIMEOUT"),
      after(MINUTE),
    ],
    ["an answer without a rule", null, answer(503), stopped("not_retried")],
    ["an answer that broke off", null, { ...answer(200), error_code: "CONNECTION_RESET" }, after(1000)],
    ["a blocked address by rule", linear, noAnswer("BLOCKED_ADDRESS"), after(MINUTE)],
    ["a blocked address without a rule", null, noAnswer("BLOCKED_ADDRESS"), stopped("not_retried")],
  ])("of %s is made or not", (_, rule, outcome, expected) => {
    expect(plan({ rule, outcome })).toEqual(expected);
  });

  it("of a network error without a rule comes three times, quickly", () => {
    const plans = [0, 1, 2, 3].map((retriesMade) =>
      plan({ rule: null, outcome: noAnswer("CONNECTION_REFUSED"), retriesMade }),
    );
    expect(plans).toEqual([after(1000), after(2000), after(4000), stopped("retries_used")]);
  });

  it.each<[string, AttemptOutcome, number]>([
    ["429, waits as long", answer(429, 2 * HOUR), 2 * HOUR],
    ["503, waits as long", answer(503, 2 * HOUR), 2 * HOUR],
    ["429, up to a day", answer(429, 3 * DAY), DAY],
    ["429, but not less than the rule says", answer(429, 1000), MINUTE],
    ["500, as the rule says", answer(500, 2 * HOUR), MINUTE],
  ])("after a Retry-After of %s", (_, outcome, waitMs) => {
    expect(plan({ outcome })).toEqual(after(waitMs));
  });

  it("never comes before its Retry-After, whatever the jitter", () => {
    expect(plan({ outcome: answer(503, MINUTE), random: () => 0 })).toEqual(after(MINUTE));
    expect(plan({ outcome: answer(503, MINUTE), random: () => 0.999999 })).toEqual(after(66_000));
  });

  it("that would start after 7 days is not made", () => {
    const at = (ms: number) => new Date(START.getTime() + ms);
    expect(plan({ now: at(7 * DAY - MINUTE) })).toEqual(after(MINUTE));
    expect(plan({ now: at(7 * DAY - MINUTE + 1) })).toEqual(stopped("too_late"));
    expect(plan({ now: at(6 * DAY + 1), outcome: answer(429, DAY) })).toEqual(stopped("too_late"));
  });

  it("at the end of the 7 days is not put off by the jitter", () => {
    expect(plan({ rule: { ...custom, schedule: [7 * DAY] }, random: () => 0.999 })).toEqual(after(7 * DAY));
  });
});

describe("the schedule of a rule", () => {
  it.each<[string, RetryRule | null, number[]]>([
    ["linear", linear, [MINUTE, MINUTE, MINUTE]],
    ["exponential", { ...exponential, count: 4, max_interval: 3000 }, [1000, 2000, 3000, 3000]],
    ["custom", custom, [5000, 300_000, 1_800_000]],
    ["of no rule", null, [1000, 2000, 4000]],
    ["longer than 7 days", { ...linear, interval: 3 * DAY, count: 50 }, [3 * DAY, 3 * DAY]],
  ])("%s lists the waits", (_, rule, waits) => {
    expect(retrySchedule(rule)).toEqual(waits);
  });
});

describe("the retries of any rule", () => {
  const wait = fc.integer({ min: 100, max: 7 * DAY });
  const count = fc.integer({ min: 1, max: 50 });
  const rules = fc
    .oneof(
      fc.record({ strategy: fc.constant("linear"), interval: wait, count }),
      fc.record(
        { strategy: fc.constant("exponential"), interval: wait, max_interval: wait, count },
        { requiredKeys: ["strategy", "interval", "count"] },
      ),
      fc.record({
        strategy: fc.constant("custom"),
        schedule: fc.array(wait, { minLength: 1, maxLength: 50 }),
      }),
    )
    .map((rule) => RetryRule.parse({ type: "retry", ...rule }));
  const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  const outcome = fc.oneof(
    fc.constantFrom(noAnswer("TIMEOUT"), answer(500)),
    fc.tuple(fc.constantFrom(429, 503), fc.nat()).map(([status, ms]) => answer(status, ms)),
  );

  it("come within bounds, count and 7 days", () => {
    fc.assert(
      fc.property(rules, outcome, random, (rule, failed, chance) => {
        const nominal = retrySchedule(rule);
        const limit = rule.strategy === "custom" ? rule.schedule.length : rule.count;
        const earliest = failed.retry_after_ms ?? 0;
        let elapsed = 0;
        let made = 0;
        for (;;) {
          const now = new Date(START.getTime() + elapsed);
          const next = plan({ rule, outcome: failed, retriesMade: made, now, random: () => chance });
          if (!next.retry) break;
          expect(next.waitMs).toBeGreaterThanOrEqual(Math.min(earliest, DAY));
          const wait = nominal[made];
          if (wait !== undefined && earliest === 0) {
            expect(next.waitMs).toBeGreaterThanOrEqual(Math.floor(wait * 0.9));
            expect(next.waitMs).toBeLessThanOrEqual(Math.ceil(wait * 1.1));
          }
          elapsed += next.waitMs;
          made += 1;
        }
        expect(made).toBeLessThanOrEqual(limit);
        expect(Number.isInteger(elapsed)).toBe(true);
        expect(elapsed).toBeLessThanOrEqual(7 * DAY);
      }),
    );
  });

  it("never come sooner each time, if exponential", () => {
    fc.assert(
      fc.property(rules, (rule) => {
        const waits = retrySchedule(rule);
        expect(waits.every((it) => Number.isFinite(it) && it >= 100)).toBe(true);
        if (rule.strategy !== "custom") expect(waits).toEqual([...waits].sort((a, b) => a - b));
      }),
    );
  });
});
