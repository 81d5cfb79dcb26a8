import fc from "fast-check";
import { isDeepStrictEqual } from "node:util";
import { describe, expect, it } from "vitest";
import type { Json } from "../../src/resources/wire.ts";
import { excerpt } from "../../src/rules/excerpt.ts";
import { canonicalJson, sameJson } from "../../src/rules/json.ts";
import { containsText } from "../../src/rules/text-search.ts";
import { json } from "./json-values.ts";

/** The same value with the keys of all objects in the opposite order. */
function reordered(value: Json): Json {
  if (Array.isArray(value)) return value.map(reordered);
  if (value === null || typeof value !== "object") return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, reordered(inner)] as const);
  return Object.fromEntries(entries.reverse());
}

function nested(levels: number, innermost: Json): Json {
  let value = innermost;
  for (let level = 0; level < levels; level += 1) value = level % 2 ? [value] : { a: value };
  return value;
}

describe("canonical JSON", () => {
  it.each<[string, string]>([
    ['{"b":1,"a":[true,null,{"d":"x","c":-0}]}', '{"a":[true,null,{"c":0,"d":"x"}],"b":1}'],
    ['{"10":1,"9":2,"é":3,"€":4,"😀":5,"\\ufb33":6}', '{"10":1,"9":2,"é":3,"€":4,"😀":5,"\ufb33":6}'],
    ["[1e21, 1E-7, 333333333.33333329, 4.50]", "[1e+21,1e-7,333333333.3333333,4.5]"],
    ['{"__proto__":{"a":1},"a":[]}', '{"__proto__":{"a":1},"a":[]}'],
    ['"\\u20ac$\\u000F\\u000aA\'\\u0042\\u0022\\u005c"', '"€$\\u000f\\nA\'B\\"\\\\"'],
    ["[]", "[]"],
    ["{}", "{}"],
  ])("of %s is as RFC 8785 says", (text, canonical) => {
    expect(canonicalJson(JSON.parse(text) as Json)).toBe(canonical);
  });

  it("parses to the value that it was made of", () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(sameJson(JSON.parse(canonicalJson(value)) as Json, value)).toBe(true);
      }),
    );
  });

  it("does not depend on the order of keys", () => {
    fc.assert(fc.property(json, (value) => canonicalJson(reordered(value)) === canonicalJson(value)));
  });

  it("is the same for equal values only", () => {
    const differing = fc.oneof(
      fc.tuple(json, json),
      json.map((value) => [value, reordered(value)] as const),
    );
    fc.assert(
      fc.property(differing, ([one, two]) => {
        const plain = [one, two].map((value) => JSON.parse(JSON.stringify(value)) as Json);
        const equal = isDeepStrictEqual(plain[0], plain[1]);
        expect(canonicalJson(one) === canonicalJson(two)).toBe(equal);
        expect(sameJson(one, two)).toBe(equal);
      }),
      { numRuns: 1000 },
    );
  });

  it("of data nested 10,000 deep is made and compared", () => {
    expect(canonicalJson(nested(10_000, 1))).toHaveLength(5000 * 2 + 5000 * 6 + 1);
    expect(sameJson(nested(10_000, 1), nested(10_000, 1))).toBe(true);
    expect(sameJson(nested(10_000, 1), nested(10_000, 2))).toBe(false);
  });
});

describe("an excerpt", () => {
  it("of a small value is that value", () => {
    const value = { a: [1, null, { b: "x" }], c: true };
    expect(excerpt(value)).toEqual(value);
  });

  it.each<[string, Json, Json]>([
    ["a long text", "x".repeat(201), `${"x".repeat(200)}…`],
    ["a long array", Array<Json>(60).fill(0), [...Array<Json>(49).fill(0), "…"]],
    ["deep data", nested(9, 1), JSON.parse('{"a":[{"a":[{"a":[{"a":["…"]}]}]}]}') as Json],
    ["a long key", { ["k".repeat(300)]: 1 }, { [`${"k".repeat(200)}…`]: 1 }],
  ])("of %s ends in an ellipsis", (_, value, shown) => {
    expect(excerpt(value)).toEqual(shown);
  });

  it("of a wide object stops at 50 values", () => {
    const wide = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`k${index}`, index]));
    expect(Object.keys(excerpt(wide) as object)).toHaveLength(50);
    expect(excerpt(wide)).toHaveProperty("…", "…");
  });
});

describe("a search for text", () => {
  it("finds what includes finds", () => {
    const few = fc.string({ unit: fc.constantFrom("a", "b"), maxLength: 200 });
    fc.assert(
      fc.property(few, few, few, (before, needle, after) => {
        const text = before + after;
        expect(containsText(text, needle)).toBe(text.includes(needle));
        expect(containsText(before + needle + after, needle)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it("for a needle that overlaps itself finds it behind a false start", () => {
    const needle = `${"ab".repeat(30)}c`;
    expect(containsText(`${"ab".repeat(31)}c`, needle)).toBe(true);
    expect(containsText(`${"ab".repeat(29)}c`.repeat(3), needle)).toBe(false);
  });

  it("for a needle that almost fits everywhere ends", () => {
    const needle = `${"a".repeat(500_000)}b${"a".repeat(500_000)}`;
    expect(containsText("a".repeat(5_000_000), needle)).toBe(false);
  });
});
