import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { Condition, OPERATORS } from "../../src/resources/filter.ts";
import { Rules } from "../../src/resources/rule.ts";

/** The faults of a condition: dotted path → message. */
function faultsOf(condition: unknown): Record<string, string> {
  const issues = Condition.safeParse(condition).error?.issues ?? [];
  return Object.fromEntries(issues.map(({ path, message }) => [path.join("."), message]));
}

function nested(levels: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < levels; level += 1) value = level % 2 ? [value] : { a: value };
  return value;
}

describe("a filter condition", () => {
  it.each([
    ["a text", "/v2"],
    ["null", null],
    ["an empty object", {}],
    ["a field", { type: "order.created" }],
    ["an array of conditions", { tags: ["gift", { $startsWith: "x" }] }],
    ["a range", { amount: { $gt: 1, $lte: 10 } }],
    ["an order of texts", { at: { $gte: "2026-01-01" } }],
    ["lists", { a: { $in: [1, "b", null, { c: 1 }] }, d: { $nin: [] } }],
    ["parts of texts", { a: { $contains: "b", $startsWith: "c", $endsWith: "d" } }],
    ["elements of arrays", { a: { $contains: 5 }, b: { $contains: null } }],
    ["presence in both spellings", { a: { $exists: true }, b: { $exist: false } }],
    ["combinations", { $or: [{ a: 1 }, { $and: [{ b: 2 }, { $not: { c: 3 } }] }] }],
    ["an equality with an object", { a: { $eq: { b: [1, { c: null }] } } }],
    ["a reference as a condition", { a: { $ref: "body.b[0].c" } }],
    ["references as operands", { a: { $gt: { $ref: "headers.x-min" }, $in: [{ $ref: "query.k" }, 1] } }],
    ["32 levels", nested(32)],
    ["1,000 values", Array.from({ length: 999 }, () => 0)],
  ])("of %s is accepted as it is", (_, condition) => {
    const copy = structuredClone(condition);
    expect(Condition.parse(condition)).toEqual(copy);
  });

  it.each([
    [
      "an unknown operator",
      { a: { $frobnicate: 1 } },
      "a.$frobnicate",
      /is not an operator: use one of \$eq/,
    ],
    ["an operator of MongoDB", { a: { $ne: 1 } }, "a.$ne", /did you mean \$neq\?/],
    [
      "an operator in snake case",
      { a: { $starts_with: "x" } },
      "a.$starts_with",
      /did you mean \$startsWith\?/,
    ],
    ["an operator with a typing error", { a: { $contain: "x" } }, "a.$contain", /did you mean \$contains\?/],
    ["an operator in lower case", { a: { $endswith: "x" } }, "a.$endswith", /did you mean \$endsWith\?/],
    ["a regular expression", { a: { $regex: "x" } }, "a.$regex", /no regular expressions/],
    ["the name of a method as operator", { a: { $constructor: 1 } }, "a.$constructor", /is not an operator/],
    ["a boolean to order by", { a: { $gt: true } }, "a.$gt", /must be a number or a text/],
    ["an array to order by", { a: { $lte: [1] } }, "a.$lte", /must be a number or a text/],
    ["a text as list", { a: { $in: "x" } }, "a.$in", /must be an array.*\$contains/],
    ["an object as list", { a: { $nin: { b: 1 } } }, "a.$nin", /must be an array/],
    [
      "an object to contain",
      { a: { $contains: {} } },
      "a.$contains",
      /must be a text, number, boolean or null/,
    ],
    ["a number to start with", { a: { $startsWith: 5 } }, "a.$startsWith", /must be a text/],
    ["an array to end with", { a: { $endsWith: ["x"] } }, "a.$endsWith", /must be a text/],
    ["a text for presence", { a: { $exists: "yes" } }, "a.$exists", /must be true or false/],
    ["a number for presence", { a: { $exist: 1 } }, "a.$exist", /must be true or false/],
    ["no branches", { $or: [] }, "$or", /one or more conditions/],
    ["branches that are no array", { $and: { a: 1 } }, "$and", /one or more conditions/],
    ["a fault inside a branch", { $or: [{ a: 1 }, { b: { $gt: null } }] }, "$or.1.b.$gt", /number or a text/],
    ["a fault inside a negation", { a: { $not: { $in: 1 } } }, "a.$not.$in", /must be an array/],
    [
      "an operator beside a field",
      { a: { $gt: 1, b: 2 } },
      "a",
      /"\$gt" is an operator and "b" a field.*\$and/,
    ],
    ["a reference without a root", { a: { $ref: "b.c" } }, "a.$ref", /path from the root such as body/],
    ["a reference to many", { a: { $ref: "body.b[*]" } }, "a.$ref", /path from the root/],
    ["a reference by a number", { a: { $eq: { $ref: 1 } } }, "a.$eq.$ref", /path from the root/],
    ["a reference of excessive length", { $ref: `body${".a".repeat(600)}` }, "$ref", /path from the root/],
    ["a field beside a reference", { a: { $eq: { $ref: "body.b", c: 1 } } }, "a.$eq.c", /beside \$ref/],
    ["an operator in a compared value", { a: { $eq: { $gt: 1 } } }, "a.$eq.$gt", /no effect inside a value/],
    ["a reference deep in a value", { a: { $neq: { b: { $ref: "body" } } } }, "a.$neq.b.$ref", /no effect/],
    ["33 levels", nested(33), Array.from({ length: 32 }, (_, i) => (i % 2 ? 0 : "a")).join("."), /32 levels/],
    ["1,001 values", Array.from({ length: 1000 }, () => 0), "", /1000 values/],
    ["undefined", undefined, "", /must be JSON/],
    ["a number that is none", { a: NaN }, "a", /must be JSON/],
    ["a date", { a: { $eq: new Date(0) } }, "a.$eq", /must be JSON/],
    ["a function", { a: [() => 1] }, "a.0", /must be JSON/],
  ])("with %s is refused at its path", (_, condition, path, message) => {
    const faults = faultsOf(condition);
    expect(Object.keys(faults)).toEqual([path]);
    expect(faults[path]).toMatch(message);
  });

  it("with several faults names all of them", () => {
    const faults = faultsOf({ a: { $gt: null }, b: { $foo: 1 }, c: { $or: [{ $exists: 0 }] } });
    expect(Object.keys(faults)).toEqual(["a.$gt", "b.$foo", "c.$or.0.$exists"]);
  });

  it("inside a rule reports the path from the rules on", () => {
    const rules = [{ type: "filter", body: { amount: { $gt: false } } }];
    expect(Rules.safeParse(rules).error?.issues.map(({ path }) => path)).toEqual([
      [0, "body", "amount", "$gt"],
    ]);
  });

  it("nested or wide beyond reason gets one fault", () => {
    let deep: unknown = 1;
    for (let level = 0; level < 100_000; level += 1) deep = { $not: deep };
    expect(Object.keys(faultsOf(deep))).toHaveLength(1);
    expect(Object.keys(faultsOf({ a: { $eq: Array(1_000_000).fill({ $x: 1 }) } }))).toHaveLength(1);
  });

  it("keeps fields named as members of the prototype", () => {
    const condition = JSON.parse('{"__proto__":{"$eq":1},"constructor":{"name":"x"}}') as unknown;
    expect(JSON.stringify(Condition.parse(condition))).toBe(JSON.stringify(condition));
  });

  it("with an operator under __proto__ is checked as any field", () => {
    expect(Object.keys(faultsOf(JSON.parse('{"__proto__":{"$foo":1}}')))).toEqual(["__proto__.$foo"]);
  });

  it("whatever it is, is accepted or refused, never thrown at", () => {
    const key = fc.oneof(fc.constantFrom(...OPERATORS, "__proto__", "toString", "a"), fc.string());
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof({ depthSize: "medium" }, fc.jsonValue(), tie("array"), tie("object"), fc.anything()),
      array: fc.array(tie("value"), { maxLength: 4 }),
      object: fc.dictionary(key, tie("value"), { maxKeys: 4 }),
    }));
    fc.assert(fc.property(value, (condition) => typeof Condition.safeParse(condition).success === "boolean"));
  });

  it("has a JSON Schema that lists the operators", () => {
    const schema = z.toJSONSchema(z.object({ body: Condition.optional() }));
    expect(schema.required).toBeUndefined();
    for (const operator of OPERATORS) expect(JSON.stringify(schema)).toContain(operator);
  });
});
