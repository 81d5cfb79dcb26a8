/** JSON as it is written: a number keeps its digits, an object the order of its fields, and those that stand twice. */
export type JsonNode =
  | { kind: "leaf"; source: string }
  | { kind: "list"; items: JsonNode[] }
  | { kind: "object"; fields: [name: string, value: JsonNode][] };

/** What is nested deeper is shown as text: a thousand of anything inside each other is an attack, or a mistake. */
const DEEPEST = 500;
const TOKENS = /[{}[\],:]|"[^"\\]*(?:\\.[^"\\]*)*"|[^\s{}[\],:"]+/g;

/** Reads a list or an object without reading its numbers, which JavaScript would round; null where it is neither. */
export function readTree(text: string): JsonNode | null {
  if (!/^\s*[[{]/.test(text)) return null;
  try {
    JSON.parse(text);
    return treeOf(text);
  } catch {
    // No JSON, nested too deep, or a text of more escapes than the expression can follow.
    return null;
  }
}

function treeOf(json: string): JsonNode {
  const tokens = (json.match(TOKENS) ?? []).values();
  // It is JSON: colons and commas stand where they should.
  const next = (): string => {
    for (;;) {
      const token = tokens.next().value ?? "]";
      if (token !== "," && token !== ":") return token;
    }
  };
  const node = (token: string, depth: number): JsonNode => {
    if (depth > DEEPEST) throw new RangeError("nested too deep");
    if (token === "[") {
      const items: JsonNode[] = [];
      for (let it = next(); it !== "]"; it = next()) items.push(node(it, depth + 1));
      return { kind: "list", items };
    }
    if (token === "{") {
      const fields: [string, JsonNode][] = [];
      for (let it = next(); it !== "}"; it = next()) fields.push([it, node(next(), depth + 1)]);
      return { kind: "object", fields: fields.map(([name, value]) => [JSON.parse(name) as string, value]) };
    }
    return { kind: "leaf", source: token };
  };
  return node(next(), 0);
}
