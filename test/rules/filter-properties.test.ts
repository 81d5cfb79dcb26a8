import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Condition } from "../../src/resources/filter.ts";
import type { Json } from "../../src/resources/wire.ts";
import { matchFilter } from "../../src/rules/filter.ts";
import type { FilterData } from "../../src/rules/filter.ts";
import { condition, json } from "./json-values.ts";

const valid = condition.filter((it) => Condition.safeParse(it).success);
const matches = (body: Json, it: Json) => matchFilter({ body: it }, withBody(body)).matched;

function withBody(body: Json): FilterData {
  return { headers: { "x-a": ["a", "b"] }, query: { b: "a" }, path: "a", body };
}

function nested(levels: number, wrap: (inner: Json) => Json, innermost: Json): Json {
  let value = innermost;
  for (let level = 0; level < levels; level += 1) value = wrap(value);
  return value;
}

describe("a valid filter", () => {
  it("on any JSON, matches or says what failed", () => {
    fc.assert(
      fc.property(json, valid, valid, (body, ofBody, ofHeaders) => {
        const result = matchFilter({ body: ofBody, headers: ofHeaders }, withBody(body));
        if (!result.matched) {
          expect(result.failed.path).toMatch(/^(body|headers)/);
          expect(result.failed.operator).toMatch(/^\$/);
          expect(JSON.stringify(Object.keys(result.failed))).toBe('["path","operator","expected","actual"]');
        }
        return true;
      }),
      { numRuns: 2000 },
    );
  });

  it("is mostly what the generator makes, and matches some and fails some", () => {
    const samples = fc.sample(fc.tuple(condition, json), { numRuns: 1000, seed: 1 });
    const accepted = samples.filter(([it]) => Condition.safeParse(it).success);
    const matched = accepted.filter(([it, body]) => matches(body, it));
    expect(accepted.length).toBeGreaterThan(900);
    expect(matched.length).toBeGreaterThan(50);
    expect(matched.length).toBeLessThan(accepted.length - 50);
  });

  it("under $not matches just what it did not", () => {
    fc.assert(fc.property(json, valid, (body, it) => matches(body, { $not: it }) !== matches(body, it)));
  });

  it("repeated under $and and $or, stays the same", () => {
    fc.assert(
      fc.property(json, valid, valid, (body, one, two) => {
        const [first, second] = [matches(body, one), matches(body, two)];
        expect(matches(body, { $and: [one, two] })).toBe(first && second);
        expect(matches(body, { $or: [one, two] })).toBe(first || second);
      }),
    );
  });

  it("of $neq and $nin is the negation of $eq and $in", () => {
    fc.assert(
      fc.property(json, json, json, (body, a, b) => {
        expect(matches(body, { $neq: a })).toBe(!matches(body, { $eq: a }));
        expect(matches(body, { $nin: [a, b] })).toBe(!matches(body, { $in: [a, b] }));
      }),
    );
  });

  it("of $in matches as $eq of one of its members", () => {
    fc.assert(
      fc.property(json, json, json, (body, a, b) => {
        expect(matches(body, { $in: [a] })).toBe(matches(body, { $eq: a }));
        expect(matches(body, { $in: [a, b] })).toBe(matches(body, { $or: [{ $eq: a }, { $eq: b }] }));
      }),
    );
  });

  it("made of the data matches it", () => {
    fc.assert(
      fc.property(json, (body) => {
        expect(matchFilter({ body }, withBody(body))).toEqual({ matched: true });
        expect(matches(body, { $eq: body })).toBe(true);
        expect(matches(body, { $ref: "body" })).toBe(true);
      }),
    );
  });

  it("that an element matches, is matched by the array", () => {
    fc.assert(
      fc.property(json, valid, (body, it) => {
        fc.pre(!Array.isArray(it) && !JSON.stringify(it).includes("$") && matches(body, it));
        expect(matches(["x", body], it)).toBe(true);
      }),
    );
  });

  it("changes neither itself nor the data", () => {
    fc.assert(
      fc.property(json, valid, (body, it) => {
        const before = JSON.stringify([body, it]);
        matches(body, it);
        expect(JSON.stringify([body, it])).toBe(before);
      }),
    );
  });
});

describe("data nested 10,000 deep", () => {
  const inArrays = () => nested(10_000, (inner) => [inner], "a");
  const inObjects = () => nested(10_000, (inner) => ({ a: inner }), "a");

  it("in arrays is found by its innermost value", () => {
    expect(matches(inArrays(), "a")).toBe(true);
    expect(matches(inArrays(), { $startsWith: "b" })).toBe(false);
  });

  it.each([
    ["arrays", inArrays],
    ["objects", inObjects],
  ])("in %s is compared with its like", (_, deep) => {
    const body = { one: deep(), two: deep(), three: [deep(), 1] };
    expect(matches(body, { one: { $eq: { $ref: "body.two" } } })).toBe(true);
    expect(matches(body, { one: { $neq: { $ref: "body.three" } } })).toBe(true);
    expect(matches(body, { one: { $in: { $ref: "body.three" } } })).toBe(true);
  });

  it("that fails is shown as an excerpt", () => {
    const result = matchFilter({ body: { $exists: false } }, withBody(inObjects()));
    expect(JSON.stringify(result).length).toBeLessThan(1000);
  });
});
