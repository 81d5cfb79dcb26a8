import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DeduplicateRule } from "../../src/resources/rule.ts";
import type { Json } from "../../src/resources/wire.ts";
import { dedupeValue } from "../../src/rules/dedupe-key.ts";
import type { Payload } from "../../src/rules/field-path.ts";
import { canonicalJson } from "../../src/rules/json.ts";
import { json } from "./json-values.ts";

const PAYLOAD: Payload = {
  method: "POST",
  path: "/hooks",
  query: { k: "v", tag: ["a", "b"] },
  headers: { "x-id": "7", date: "today" },
  body: { id: 1, at: "now", items: [{ sku: "a", n: 1 }, { n: 2 }, "x"], grid: [[{ v: 1 }], []], none: null },
};

type Fields = Pick<DeduplicateRule, "include_fields" | "exclude_fields">;

function valueOf(fields: Fields, changes: Partial<Payload> = {}): Json {
  const rule = DeduplicateRule.parse({ type: "deduplicate", window: 60_000, ...fields });
  return dedupeValue(rule, { ...PAYLOAD, ...changes });
}
const keyOf = (fields: Fields, changes?: Partial<Payload>) => canonicalJson(valueOf(fields, changes));

describe("a dedupe key without fields", () => {
  it.each<[string, Partial<Payload>]>([
    ["method", { method: "PUT" }],
    ["path", { path: "/other" }],
    ["query", { query: { k: "w" } }],
    ["body", { body: { id: 2 } }],
  ])("differs with the %s", (_, changes) => {
    expect(keyOf({}, changes)).not.toBe(keyOf({}));
  });

  it("does not depend on headers, nor on the order of parameters and keys", () => {
    const body = Object.fromEntries(Object.entries(PAYLOAD.body as object).reverse()) as Json;
    const query = { tag: ["a", "b"], k: "v" };
    expect(keyOf({}, { headers: { date: "tomorrow" }, body, query })).toBe(keyOf({}));
  });
});

describe("a dedupe key of included fields", () => {
  it.each<[string, Json]>([
    ["body.id", 1],
    ["body.none", null],
    ["body.missing.deep", null],
    ["body.items[0].sku", "a"],
    ["body.items[9].sku", null],
    ["body.items[*].sku", ["a", null, null]],
    ["body.items[*]", [{ sku: "a", n: 1 }, { n: 2 }, "x"]],
    ["body.grid[*][*].v", [[1], []]],
    ["body.id[*]", null],
    ["body.items.length", null],
    ["body.toString", null],
    ["body[0]", null],
    ["headers.X-Id", "7"],
    ["query.tag[1]", "b"],
    ["query", { k: "v", tag: ["a", "b"] }],
    ["path", "/hooks"],
    ["method", "POST"],
    ["method.length", null],
  ])("%s has the value that stands there", (field, value) => {
    expect(valueOf({ include_fields: [field] })).toEqual([[field, value]]);
  });

  it("keeps their order, and does not depend on the rest", () => {
    const fields = { include_fields: ["body.id", "headers.x-id"] };
    expect(valueOf(fields)).toEqual([
      ["body.id", 1],
      ["headers.x-id", "7"],
    ]);
    expect(keyOf(fields, { body: { id: 1, other: 2 }, path: "/x", method: "PUT" })).toBe(keyOf(fields));
  });

  it("does not mistake one field for another", () => {
    const fields = { include_fields: ["body.a", "body.b"] };
    expect(keyOf(fields, { body: { a: 1 } })).not.toBe(keyOf(fields, { body: { b: 1 } }));
  });

  it("takes an element of a body that is an array", () => {
    expect(valueOf({ include_fields: ["body[1].id"] }, { body: [{ id: 1 }, { id: 2 }] })).toEqual([
      ["body[1].id", 2],
    ]);
  });

  it("finds a field named __proto__ only where the body has it", () => {
    const fields = { include_fields: ["body.__proto__"] };
    expect(valueOf(fields)).toEqual([["body.__proto__", null]]);
    expect(valueOf(fields, { body: JSON.parse('{"__proto__":5}') as Json })).toEqual([["body.__proto__", 5]]);
  });
});

describe("a dedupe key with excluded fields", () => {
  it.each<[string, string, Json]>([
    ["a field", "body.at", { at: "later" }],
    ["a field of each element", "body.items[*].n", { items: [{ sku: "a", n: 8 }, { n: 9 }, "x"] }],
    ["a field of one element", "body.items[0].n", { items: [{ sku: "a", n: 8 }, { n: 2 }, "x"] }],
    ["one element", "body.items[2]", { items: [{ sku: "a", n: 1 }, { n: 2 }, "y"] }],
  ])("does not depend on %s", (_, field, changed) => {
    const body = { ...(PAYLOAD.body as object), ...(changed as object) } as Json;
    const fields = { exclude_fields: [field] };
    expect(keyOf({}, { body })).not.toBe(keyOf({}));
    expect(keyOf(fields, { body })).toBe(keyOf(fields));
  });

  it("depends on all else but the headers", () => {
    const fields = { exclude_fields: ["body.at"] };
    expect(keyOf(fields, { headers: {} })).toBe(keyOf(fields));
    for (const changes of [{ method: "PUT" }, { path: "/" }, { query: {} }, { body: { id: 1 } }]) {
      expect(keyOf(fields, changes)).not.toBe(keyOf(fields));
    }
  });

  it("of headers depends on the other headers", () => {
    const fields = { exclude_fields: ["headers.Date"] };
    expect(keyOf(fields, { headers: { "X-Id": "7", date: "tomorrow" } })).toBe(keyOf(fields));
    expect(keyOf(fields, { headers: { "x-id": "8", date: "today" } })).not.toBe(keyOf(fields));
  });

  it("tells a null from what was excluded", () => {
    expect(valueOf({ exclude_fields: ["body.none", "query", "path"] })).toEqual({
      method: "POST",
      body: { id: 1, at: "now", items: [{ sku: "a", n: 1 }, { n: 2 }, "x"], grid: [[{ v: 1 }], []] },
    });
  });

  it("and included ones is of what is included, less what is excluded", () => {
    const fields = { include_fields: ["headers"], exclude_fields: ["headers.date"] };
    expect(valueOf(fields)).toEqual([["headers", { "x-id": "7" }]]);
  });
});

describe("a dedupe key", () => {
  const field = fc.constantFrom(
    "body",
    "body.a",
    "body.a[*].b",
    "body[0]",
    "body[*][*]",
    "body.__proto__.a",
    "query.k",
  );
  const fields = fc.record(
    {
      include_fields: fc.array(field, { minLength: 1, maxLength: 3 }),
      exclude_fields: fc.array(field, { minLength: 1, maxLength: 3 }),
    },
    { requiredKeys: [] },
  );

  it("of any body leaves the body as it was", () => {
    fc.assert(
      fc.property(json, fields, (body, given) => {
        const before = JSON.stringify(body);
        expect(keyOf(given, { body })).toBe(keyOf(given, { body: JSON.parse(before) as Json }));
        expect(JSON.stringify(body)).toBe(before);
      }),
    );
  });

  it("of a body nested 10,000 deep is made", () => {
    let body: Json = 1;
    for (let level = 0; level < 10_000; level += 1) body = { a: [body] };
    expect(keyOf({ exclude_fields: ["body.a[0].b"] }, { body }).length).toBeGreaterThan(80_000);
  });
});
