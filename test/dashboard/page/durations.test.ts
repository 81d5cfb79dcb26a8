import { expect, test } from "vitest";
import { fromUnit, inUnit, readNumber, unitOf } from "../../../src/dashboard/page/form/durations.ts";

test.each([
  [604_800_000, 86_400_000, "7"],
  [5_400_000, 60_000, "90"],
  [61_000, 1000, "61"],
  [1500, 1, "1500"],
  [0, 1000, "0"],
  [undefined, 1000, ""],
])("a duration of %j is told in the largest unit that it is a whole number of", (value, unit, told) => {
  expect(unitOf(value)).toBe(unit);
  expect(inUnit(value, unit)).toBe(told);
});

test("what is typed in a unit is milliseconds, to the nearest", () => {
  expect([fromUnit("1.5", 60_000), fromUnit("0.0004", 1000)]).toEqual([90_000, 0]);
});

test("what is no number stays as it is typed, for the API to refuse", () => {
  expect([fromUnit("soon", 1000), readNumber("5 "), readNumber("five"), readNumber(" ")]).toEqual([
    "soon",
    5,
    "five",
    " ",
  ]);
});
