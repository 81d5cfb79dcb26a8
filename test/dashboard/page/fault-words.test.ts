import { expect, test } from "vitest";
import { faultWords, placeWords } from "../../../src/dashboard/page/form/fault-words.ts";

test.each([
  ["timeout_ms", "must be at most 120000", "must be at most 2 minutes"],
  ["rules[2].delay", "must be at most 604800000", "must be at most 7 days"],
  ["rules[0].window", "must be at least 1000", "must be at least 1 second"],
  ["rules[1].schedule[0]", "must be at least 1", "must be at least 1 ms"],
  ["rules[0].count", "must be at most 50", "must be at most 50"],
  ["auth.token", "is required (a string)", "is required"],
])("the fault of %s, %j, is told as %j", (path, message, told) => {
  expect(faultWords({ path, message })).toBe(told);
});

test("a place is told as the form has it", () => {
  expect(["rules[2].delay", "auth.token", "timeout_ms"].map(placeWords)).toEqual([
    "Rules 3, Delay",
    "Authentication, Token",
    "Timeout",
  ]);
});
