import { describe, expect, it, test } from "vitest";
import * as format from "../../../src/dashboard/page/format.ts";

const NOW = Date.parse("2026-01-31T12:00:00.000Z");

test.each([
  [0, "0 ms"],
  [320.4, "320 ms"],
  [1400, "1.4 s"],
  [59_600, "1 min"],
  [200_000, "3 min 20 s"],
  [3_600_000, "1 h"],
  [3_605_000, "1 h"],
  [187_200_000, "2 d 4 h"],
])("%d milliseconds read as %s", (ms, text) => {
  expect(format.duration(ms)).toBe(text);
});

test.each([
  [NOW - 300, "now"],
  [NOW - 59_000, "59 s ago"],
  [NOW + 181_000, "in 3 min"],
  [NOW - 90_000_000, "1 d ago"],
])("the moment %d reads as %s", (at, text) => {
  expect(format.relative(at, NOW)).toBe(text);
});

test.each([
  [999, "999"],
  [9999, "9,999"],
  [12_345, "12.3k"],
  [345_678, "346k"],
  [1_000_000, "1.0M"],
])("the count %d reads shortly as %s", (count, text) => {
  expect(format.short(count)).toBe(text);
});

describe("exact times", () => {
  it("in UTC say so", () => {
    expect(format.exact("2026-01-31T09:05:07.123Z", "utc")).toBe("2026-01-31 09:05:07.123 UTC");
  });

  it("of the place have the same form", () => {
    expect(format.exact("2026-01-31T09:05:07.123Z", "local")).toMatch(/^2026-\d\d-\d\d \d\d:\d\d:07\.123$/);
  });
});

test("an id's end is what tells it from its neighbours", () => {
  expect(format.tailOf("evt_01k9zb3v2q8f6m4x7t5r1w0ncd")).toBe("evt_…5r1w0ncd");
  expect(format.tailOf("tm_short")).toBe("tm_short");
});
