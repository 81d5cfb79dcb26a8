import { expect, test } from "vitest";
import { readTree, type JsonNode } from "../../../src/dashboard/page/parts/json-tree.ts";

/** A tree as text without spaces, as `JSON.stringify` would write it. */
function written(node: JsonNode): string {
  if (node.kind === "leaf") return node.source;
  if (node.kind === "list") return `[${node.items.map(written).join(",")}]`;
  return `{${node.fields.map(([name, value]) => `${JSON.stringify(name)}:${written(value)}`).join(",")}}`;
}

test.each([
  '{"id":9007199254740993,"price":10.00,"tiny":1e-400,"minus":-0}',
  '{"b":1,"2":1,"a":1,"1":1}',
  '{"same":1,"same":2}',
  '[[],{},"",null,true,[{"__proto__":{"a":[1]}}]]',
  '{"text":"a \\"quoted\\" {[,:]} \\\\","n":-1.5E+3}',
])("a tree keeps the digits, the order and the names of %s", (text) => {
  expect(written(readTree(text)!)).toBe(text);
});

test("a tree is read from text with spaces and lines", () => {
  expect(written(readTree(' {\n "a" : [ 1 ,\t2 ] }\r\n')!)).toBe('{"a":[1,2]}');
});

test.each([
  "",
  "12",
  '"text"',
  "{",
  '{"a":1,}',
  "[1 2]",
  "{a:1}",
  "[NaN]",
  `${"[".repeat(900)}${"]".repeat(900)}`,
])("what is no list or object, or nested too deep, such as %.20s, has no tree", (text) => {
  expect(readTree(text)).toBeNull();
});

test("a text of a megabyte inside a tree is read", () => {
  const text = JSON.stringify(["\\n".repeat(500_000)]);
  expect(written(readTree(text)!)).toBe(text);
});

test("a text of four million escapes has no tree, and is no fault", () => {
  expect(readTree(`["${"\\n".repeat(4_000_000)}"]`)).toBeNull();
});
