import { describe, expect, it } from "vitest";
import { FilterParts } from "../../src/resources/rule.ts";
import type { Json } from "../../src/resources/wire.ts";
import { matchFilter } from "../../src/rules/filter.ts";
import type { FilterConditions, FilterData } from "../../src/rules/filter.ts";

const EMPTY: FilterData = { headers: {}, query: {}, path: "", body: null };

function match(filter: FilterConditions, data: Partial<FilterData>) {
  return matchFilter(FilterParts.parse(filter), { ...EMPTY, ...data });
}
const matches = (condition: Json, body: Json) => match({ body: condition }, { body }).matched;
/** JSON in which `__proto__` is a key as any other. */
const json = (text: string) => JSON.parse(text) as Json;

describe("a filter condition", () => {
  it.each<[string, Json, Json[], Json[]]>([
    ["a text", "a", ["a", ["b", "a"], [["a"]]], ["A", "", null, {}, [], { a: "a" }]],
    ["a number", 1, [1, [0, 1]], ["1", true, 2, null]],
    ["zero", 0, [0, -0], [false, "", null]],
    ["null", null, [null, [null]], [0, "", false, {}, []]],
    ["null in a field", { a: null }, [{ a: null }], [{}, { a: 0 }, null]],
    ["an empty object", {}, [{}, { a: 1 }, null, "x", []], []],
    ["fields", { a: 1, b: { c: 2 } }, [{ a: 1, b: { c: 2, d: 3 } }], [{ a: 1 }, { a: 1, b: 2 }, 1]],
    ["a field of an element", { a: { b: 1 } }, [{ a: [{ b: 2 }, { b: 1 }] }], [{ a: [{ b: 2 }] }, { a: [] }]],
    ["fields of one element", { b: 1, c: 2 }, [[{ b: 1, c: 2 }]], [[{ b: 1 }, { c: 2 }]]],
    ["an index", { "0": 1 }, [{ "0": 1 }, [{ "0": 1 }]], [[1]]],
    ["a length", { length: 1 }, [{ length: 1 }], [[1], "x"]],
    ["an array", ["a", "b"], [["b", "c", "a"]], [["a"], "a", { 0: "a", 1: "b" }, null]],
    ["an array with a condition", [{ $gt: 5 }, { b: 1 }], [[{ b: 1 }, 6]], [[6], [{ b: 1 }]]],
    ["an empty array", [], [[], [1]], [null, {}, ""]],
    ["an inherited field", { toString: { $exists: true } }, [{ toString: 1 }], [{}, [], "x", 1]],
    [
      "__proto__",
      json('{"__proto__":{"a":1}}'),
      [json('{"__proto__":{"a":1}}')],
      [{}, json('{"__proto__":1}')],
    ],
  ])("of %s matches equal data only", (_, condition, matching, others) => {
    for (const body of matching) expect([body, matches(condition, body)]).toEqual([body, true]);
    for (const body of others) expect([body, matches(condition, body)]).toEqual([body, false]);
  });

  it.each<[string, Json, Json[], Json[]]>([
    ["$eq", { $eq: 1 }, [1, [2, 1], [[1]]], [2, "1", null, []]],
    ["$eq of an object", { $eq: { a: 1, b: [2] } }, [{ b: [2], a: 1 }], [{ a: 1 }, { a: 1, b: [2], c: 3 }]],
    ["$eq of an array", { $eq: [1, 2] }, [[1, 2], [[1, 2]]], [[2, 1], [1, 2, 3], 1]],
    ["$neq", { $neq: 1 }, [2, "1", null, [], [2, 3]], [1, [2, 1]]],
    ["$gt", { $gt: 5 }, [6, 5.1, [1, 6]], [5, "6", null, true, [], {}]],
    ["$gt of texts", { $gt: "b" }, ["c", "ba"], ["b", "a", "B", 5, null]],
    ["$gte", { $gte: 5 }, [5, 6], [4, "5"]],
    ["$lt", { $lt: 5 }, [4, [9, 4]], [5, "4", null]],
    ["$lte", { $lte: 5 }, [5, 4], [6]],
    ["a range in an array", { $gt: 3, $lt: 5 }, [4, [1, 4]], [[1, 9], 3]],
    ["a range over $and", { $and: [{ $gt: 3 }, { $lt: 5 }] }, [4, [1, 9]], [[6], [1]]],
    ["$in", { $in: [1, "a", null, { b: 1 }] }, [1, "a", null, { b: 1 }, [9, "a"]], ["1", {}, { b: 2 }]],
    ["$in of nothing", { $in: [] }, [], [1, null, []]],
    ["$nin", { $nin: [1, 2] }, [3, "1", null, [], [3]], [1, [3, 2]]],
    ["$contains", { $contains: "bc" }, ["abcd", "bc", ["x", "bc"], ["xbcx"]], ["b", "BC", ["b", "c"], null]],
    ["$contains of nothing", { $contains: "" }, ["", "x"], [null, 1, []]],
    ["$contains of a number", { $contains: 5 }, [[4, 5]], [5, "5", ["5"], 55]],
    ["$startsWith", { $startsWith: "ab" }, ["abc", "ab", ["x", "aby"]], ["xab", "a", 5, null]],
    ["$endsWith", { $endsWith: "bc" }, ["abc", ["bc"]], ["bcd", "c", null]],
    ["$exists", { a: { $exists: true } }, [{ a: null }, { a: [] }, [{ a: 0 }]], [{}, null, "a", []]],
    ["$exist", { a: { $exist: false } }, [{}, "a", { b: 1 }], [{ a: null }, { a: [1] }]],
    ["$and", { $and: [{ a: 1 }, { b: { $gt: 1 } }] }, [{ a: 1, b: 2 }], [{ a: 1 }, { b: 2 }, {}]],
    ["$or", { a: { $or: [1, { $gt: 5 }] } }, [{ a: 1 }, { a: 6 }], [{ a: 2 }, {}]],
    ["$not", { a: { $not: { $in: [1] } } }, [{ a: 2 }, {}, { a: [] }], [{ a: 1 }, { a: [2, 1] }]],
    ["$not of fields", { $not: { a: 1, b: 2 } }, [{ a: 1 }, { b: 2 }, {}], [{ a: 1, b: 2 }]],
    ["comparisons and a negation", { $gt: 1, $neq: 5 }, [4, [1, 4]], [5, 1, [4, 5]]],
  ])("%s is true of what the contract says", (_, condition, matching, others) => {
    for (const body of matching) expect([body, matches(condition, body)]).toEqual([body, true]);
    for (const body of others) expect([body, matches(condition, body)]).toEqual([body, false]);
  });

  it.each<[string, Json, boolean]>([
    ["$neq", { $neq: 1 }, true],
    ["$nin", { $nin: [1] }, true],
    ["$not", { $not: { $gt: 1 } }, true],
    ["$eq null", { $eq: null }, false],
    ["$gt", { $gt: -1 }, false],
    ["$contains", { $contains: "" }, false],
    ["an equality with what is missing too", { $eq: { $ref: "body.none" } }, false],
    ["an inequality with what is missing too", { $neq: { $ref: "body.none" } }, true],
  ])("%s, of a missing key and below a missing key, is %s", (_, condition, expected) => {
    expect(matches({ a: condition }, {})).toBe(expected);
    expect(matches({ a: { b: condition } }, {})).toBe(expected);
    expect(matches({ a: { b: condition } }, { a: "text" })).toBe(expected);
  });

  it.each<[string, Json, boolean]>([
    ["as a condition is equality", { a: { $ref: "body.b" } }, false],
    ["as a condition on an array finds an element", { list: { $ref: "body.b" } }, true],
    ["as a whole array is equality", { $eq: { $ref: "body" } }, true],
    ["as an operand is compared", { b: { $gt: { $ref: "body.a" } } }, true],
    ["to an element takes its index", { b: { $eq: { $ref: "body.list[1]" } } }, true],
    ["beyond an array is nothing", { b: { $ref: "body.list[2]" } }, false],
    ["to a length is nothing", { c: { $ref: "body.list.length" } }, false],
    ["to a list stands for $in's operand", { b: { $in: { $ref: "body.list" } } }, true],
    ["to a scalar is no list", { b: { $nin: { $ref: "body.b" } } }, true],
    ["in a list is a member", { a: { $in: [7, { $ref: "body.a" }] } }, true],
    ["to a header ignores its case", { h: { $ref: "headers.X-Kind" } }, true],
    ["to a query parameter", { q: { $eq: { $ref: "query.k" } } }, true],
    ["to the path", { p: { $ref: "path" } }, true],
    ["to data that looks like an operator is data", { a: { $ref: "body.op" } }, false],
  ])("with a $ref %s", (_, condition, expected) => {
    const body = { a: 1, b: 2, c: 2, list: [1, 2], h: "push", q: "v", p: "/x", op: { $gte: 0 } };
    const data = { headers: { "x-kind": "push" }, query: { k: "v" }, path: "/x", body };
    expect(match({ body: condition }, data).matched).toBe(expected);
  });
});

describe("a filter", () => {
  const data: FilterData = {
    headers: { "x-github-event": "push", accept: ["text/html", "application/json"] },
    query: { page: "2", tag: ["a", "b"] },
    path: "/v2",
    body: [{ id: 1 }, { id: 2 }],
  };

  it("of all parts matches when each of them does", () => {
    const filter = { body: { id: 2 }, headers: {}, query: { page: "2" }, path: "/v2" };
    expect(match(filter, data)).toEqual({ matched: true });
    expect(match({ ...filter, path: { $startsWith: "/v3" } }, data).matched).toBe(false);
  });

  it("without parts matches", () => {
    expect(match({}, data)).toEqual({ matched: true });
  });

  it.each<[string, Json]>([
    ["in the filter", { "X-GitHub-Event": "push" }],
    ["under an operator", { $or: [{ $not: { "X-GitHub-Event": "push" } }, { ACCEPT: "application/json" }] }],
    ["under $and", { $and: [{ "X-GITHUB-EVENT": { $in: ["push"] } }] }],
  ])("on a header name in another case %s matches", (_, headers) => {
    expect(match({ headers }, data).matched).toBe(true);
  });

  it("on headers that a transformation set in another case matches all of them", () => {
    const headers = { "X-A": "1", "x-a": ["2"] };
    expect(match({ headers: { "x-A": ["1", "2"] } }, { headers }).matched).toBe(true);
  });

  it("on a header inside the body keeps its case", () => {
    expect(match({ body: { headers: { "X-A": 1 } } }, { body: { headers: { "x-a": 1 } } }).matched).toBe(
      false,
    );
  });

  it("on repeated headers and parameters matches any of them", () => {
    expect(match({ headers: { accept: { $contains: "json" } }, query: { tag: "b" } }, data).matched).toBe(
      true,
    );
  });
});

describe("the failure of a filter", () => {
  it.each<[string, FilterConditions, Record<string, Json>]>([
    ["a value", { body: { a: 2 } }, { path: "body.a", operator: "$eq", expected: 2, actual: 1 }],
    [
      "a missing key",
      { body: { z: { y: "x" } } },
      { path: "body.z.y", operator: "$eq", expected: "x", actual: null },
    ],
    [
      "a comparison",
      { body: { a: { $gte: 1, $gt: 1 } } },
      { path: "body.a", operator: "$gt", expected: 1, actual: 1 },
    ],
    [
      "a negation",
      { body: { a: { $neq: 1 } } },
      { path: "body.a", operator: "$neq", expected: 1, actual: 1 },
    ],
    [
      "an alternative",
      { body: { a: { $or: [2, 3] } } },
      { path: "body.a", operator: "$or", expected: [2, 3], actual: 1 },
    ],
    [
      "a branch of $and",
      { body: { $and: [{ a: 1 }, { b: 1 }] } },
      { path: "body.b", operator: "$eq", expected: 1, actual: null },
    ],
    [
      "an absent element",
      { body: { list: ["x", "z"] } },
      { path: "body.list", operator: "$contains", expected: "z", actual: ["x", "y"] },
    ],
    [
      "an array without a match",
      { body: { items: { id: 3 } } },
      { path: "body.items", operator: "$contains", expected: { id: 3 }, actual: [{ id: 1 }, { id: 2 }] },
    ],
    [
      "a range that no one element is in",
      { body: { nums: { $gt: 1, $lt: 2 } } },
      { path: "body.nums", operator: "$lt", expected: 2, actual: [1, 2] },
    ],
    [
      "a reference",
      { body: { a: { $gt: { $ref: "body.nums[1]" } } } },
      { path: "body.a", operator: "$gt", expected: 2, actual: 1 },
    ],
    [
      "a header",
      { headers: { "X-A": "2" } },
      { path: "headers.x-a", operator: "$eq", expected: "2", actual: "1" },
    ],
    ["the path", { path: "/a" }, { path: "path", operator: "$eq", expected: "/a", actual: "/b" }],
  ])("of %s says where, what was expected and what was there", (_, filter, failed) => {
    const body = { a: 1, list: ["x", "y"], items: [{ id: 1 }, { id: 2 }], nums: [1, 2] };
    expect(match(filter, { headers: { "x-a": "1" }, path: "/b", body })).toEqual({ matched: false, failed });
  });

  it("of large data shows an excerpt that any record can hold", () => {
    let deep: Json = "x".repeat(100_000);
    for (let level = 0; level < 10_000; level += 1) deep = [deep];
    const body = { a: [deep, ...Array.from({ length: 10_000 }, () => "y".repeat(1000))] };
    expect(JSON.stringify(match({ body: { a: 1 } }, { body })).length).toBeLessThan(20_000);
  });
});
