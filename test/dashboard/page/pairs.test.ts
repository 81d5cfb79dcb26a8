import { expect, test } from "vitest";
import { draftOfValue, textOf } from "../../../src/dashboard/page/form/json-draft.ts";
import { pairsOf, valueOfPairs } from "../../../src/dashboard/page/form/pairs.ts";

const pair = (name: string, value: string) => ({ name, value, saved: false });

test("pairs are the object that they come from, and one that is still empty is none", () => {
  const pairs = pairsOf({ b: "2", a: "********" });
  expect(pairs.map(({ saved }) => saved)).toEqual([false, true]);
  expect(textOf(valueOfPairs([...pairs, pair("", "")]))).toBe(textOf({ b: "2", a: "********" }));
});

test.each([
  ["x-a stands twice.", [pair("x-a", "1"), pair("x-a", "2")]],
  ["A value has no name yet.", [pair("x-a", "1"), pair("", "2")]],
])("pairs of which the object would lose one are kept, with the fault %j", (said, pairs) => {
  const value = valueOfPairs(pairs);
  const { fault, text } = draftOfValue({ headers: value });
  expect(fault).toBe(said);
  expect(text).toMatch(/"1"[^]*"2"/);
  expect(pairsOf(value)).toEqual(pairs);
});
