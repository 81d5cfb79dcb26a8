import { describe, expect, test } from "vitest";
import { draftOfValue, textOf } from "../../../src/dashboard/page/form/json-draft.ts";
import { headersOf, renamed, valueOfHeaders } from "../../../src/dashboard/page/form/pairs.ts";

const header = (name: string, value: string) => ({ name, value, saved: false });
const saved = () => headersOf({ "x-a": "********" })[0]!;

test("headers are the object that they come from, and one that is still empty is none", () => {
  const headers = headersOf({ b: "2", a: "********" });
  expect(headers.map((it) => it.saved)).toEqual([false, true]);
  expect(textOf(valueOfHeaders([...headers, header("", "")]))).toBe(textOf({ b: "2", a: "********" }));
});

test.each([
  ["x-a stands twice.", [header("x-a", "1"), header("X-A", "2")]],
  ["A value has no name yet.", [header("x-a", "1"), header("", "2")]],
])("headers of which the object would lose one are kept, with the fault %j", (said, headers) => {
  const value = valueOfHeaders(headers);
  const { fault, text } = draftOfValue({ headers: value });
  expect(fault).toBe(said);
  expect(text).toMatch(/"1"[^]*"2"/);
  expect(headersOf(value)).toEqual(headers);
});

test("headers that are all empty are a fault only where there must be one", () => {
  expect(draftOfValue(valueOfHeaders([header("", "")])).fault).toBeNull();
  expect(draftOfValue(valueOfHeaders([header("", "")], true)).fault).toBe("Give at least one header.");
});

describe("a header with a saved secret", () => {
  test("that is renamed needs its value again", () => {
    const moved = renamed(saved(), "x-b");
    expect(draftOfValue(valueOfHeaders([moved])).fault).toMatch(/^x-b has a new name/);
    expect(valueOfHeaders([{ ...moved, value: "new" }])).toEqual({ "x-b": "new" });
  });

  test("has it again under its own name", () => {
    expect(renamed(renamed(saved(), "x-"), "x-a")).toEqual(saved());
  });
});
