import { expect, test } from "vitest";
import { excerpt } from "../../src/rules/excerpt.ts";
import type { Json } from "../../src/resources/wire.ts";

test.each([
  ["_bsontype", String.raw`\u005fbsontype`],
  ["__proto__", String.raw`\u005f_proto__`],
  ["a\0b\0", String.raw`a\u0000b\u0000`],
  ["_bsontypes", "_bsontypes"],
])("the key %j of an object is shown, and can be stored, as %j", (key, shown) => {
  const value = JSON.parse(`[{${JSON.stringify(key)}:1}]`) as Json;
  expect(JSON.stringify(excerpt(value))).toBe(JSON.stringify([{ [shown]: 1 }]));
});
