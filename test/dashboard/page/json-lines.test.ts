import { expect, test } from "vitest";
import { faultsByLine, linesOf } from "../../../src/dashboard/page/form/json-lines.ts";

const TEXT = `[
  {
    "type": "filter",
    "body": { "a": {
      "$in": [1,
        2] } }
  },
  { "type": "delay", "delay": -1 }
]`;

test("each value is found at the line where its name stands", () => {
  const lines = linesOf(TEXT);
  const found = ["[0]", "[0].type", "[0].body.a", "[0].body.a.$in[1]", "[1].delay"].map((path) =>
    lines.get(path),
  );
  expect(found).toEqual([2, 3, 4, 6, 8]);
});

test("a fault of a field that is missing stands at what it is missing from", () => {
  const faults = [{ path: "rules[1].count", message: "is required" }];
  expect(faultsByLine(TEXT, "rules", faults)).toEqual([{ line: 8, message: "[1].count is required" }]);
});

test("a fault of the whole stands at its first line", () => {
  expect(faultsByLine(TEXT, "rules", [{ path: "rules", message: "too long" }])).toEqual([
    { line: 1, message: "too long" },
  ]);
});

test.each(["", "[", '[{"a"', '{"a": [}', "]]", '[1,,2] trailing "x'])(
  "a text that is not JSON, %j, is read as far as it goes",
  (text) => {
    expect(linesOf(text).get("")).toBe(1);
  },
);
