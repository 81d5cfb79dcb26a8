import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Json } from "../../src/resources/wire.ts";
import { diffJson, type Difference } from "../../src/rules/diff.ts";
import { sameJson } from "../../src/rules/json.ts";

describe("the differences of two values", () => {
  test.each<[string, Json, Json, Difference[]]>([
    ["none", { a: [1, { b: null }] }, { a: [1, { b: null }] }, []],
    ["none in another order of keys", { a: 1, b: 2 }, { b: 2, a: 1 }, []],
    ["a field that is added", {}, { a: null }, [{ op: "add", path: "a", after: null }]],
    ["a field that is removed", { a: { b: 1 } }, { a: {} }, [{ op: "remove", path: "a.b", before: 1 }]],
    ["a value of another type", { a: [] }, { a: {} }, [{ op: "replace", path: "a", before: [], after: {} }]],
    ["an element", { a: [1, 2] }, { a: [1, 3] }, [{ op: "replace", path: "a[1]", before: 2, after: 3 }]],
    ["a longer list", { a: [1] }, { a: [1, 2] }, [{ op: "add", path: "a[1]", after: 2 }]],
    ["a shorter list", { a: [1, 2] }, { a: [1] }, [{ op: "remove", path: "a[1]", before: 2 }]],
    [
      "keys that are no names",
      { "a.b": { "": 1 } },
      { "a.b": { "": 2 } },
      [{ op: "replace", path: '["a.b"][""]', before: 1, after: 2 }],
    ],
    [
      "what only the prototype has",
      {},
      JSON.parse('{"toString":1}') as Json,
      [{ op: "add", path: "toString", after: 1 }],
    ],
  ])("%s", (_, before, after, differences) => {
    expect(diffJson(before, after)).toEqual({ differences, truncated: false });
  });

  test("are none exactly where the values are the same, whatever they are", () => {
    const json = fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>;
    fc.assert(
      fc.property(json, json, (before, after) => {
        expect(diffJson(before, structuredClone(before)).differences).toEqual([]);
        expect(diffJson(before, after).differences.length === 0).toBe(sameJson(before, after));
      }),
    );
  });

  test("of two long texts are shown from where they part", () => {
    const [before, after] = ["x".repeat(5000) + "old", "x".repeat(5000) + "new"];
    const [difference] = diffJson({ body: before }, { body: after }).differences;
    expect(difference).toMatchObject({ before: `…${"x".repeat(40)}old`, after: `…${"x".repeat(40)}new` });
  });

  test("of many fields are cut, and say so", () => {
    const many = Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`k${at}`, at]));
    const { differences, truncated } = diffJson({}, many);
    expect([differences.length, truncated]).toEqual([30, true]);
  });

  test("of large values stay small", () => {
    const large = (letter: string) =>
      Object.fromEntries(
        Array.from({ length: 30 }, (_, at) => [`k${at}`, Array(60).fill(letter.repeat(1000))]),
      );
    const diff = diffJson(large("a"), large("b"));
    expect(JSON.stringify(diff).length).toBeLessThan(20_000);
    expect(diff.truncated).toBe(true);
  });

  test("of values nested deeper than a person reads are told as a whole", () => {
    const nested = (depth: number, core: Json): Json => (depth === 0 ? core : [nested(depth - 1, core)]);
    const { differences } = diffJson(nested(900, 1), nested(900, 2));
    expect(differences).toMatchObject([{ op: "replace", path: "[0]".repeat(32) }]);
  });
});
