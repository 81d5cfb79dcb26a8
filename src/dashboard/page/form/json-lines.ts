import type { FieldFault, LineFault } from "../wire.ts";

/**
 * The line of each value in a JSON text, from 1, by its path (`[0].body.type`). A text that is not JSON gives those up
 * to its fault.
 */
export function linesOf(text: string): Map<string, number> {
  const lines = new Map<string, number>();
  const tokens = [...text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+|\n/g)].map(([token]) => token);
  let line = 1;
  let at = 0;
  const peek = (): string | undefined => {
    for (; tokens[at] === "\n"; at++) line++;
    return tokens[at];
  };
  const take = (): string | undefined => {
    const token = peek();
    at++;
    return token;
  };
  const value = (path: string): void => {
    const token = peek();
    lines.set(path, lines.get(path) ?? line);
    take();
    if (token === "[") items("]", (index) => value(`${path}[${index}]`));
    if (token === "{") {
      items("}", () => {
        const name = nameOf(take());
        const inner = path ? `${path}.${name}` : name;
        lines.set(inner, line);
        if (peek() === ":") take();
        value(inner);
      });
    }
  };
  const items = (end: string, item: (index: number) => void): void => {
    for (let index = 0; peek() !== undefined && peek() !== end; index++) {
      const before = at;
      item(index);
      if (peek() === ",") take();
      if (at === before) return;
    }
    take();
  };
  value("");
  return lines;
}

function nameOf(token: string | undefined): string {
  try {
    return String(JSON.parse(token ?? '""'));
  } catch {
    return token ?? "";
  }
}

/** What a value stands in: `[0].body` of `[0].body.type`. */
const above = (path: string): string => /^(.*)(?:\.[^.[]*|\[\d+\])$/.exec(path)?.[1] ?? "";

/** The faults of a field of which the text is the value, each beside its line, or that of what it stands in. */
export function faultsByLine(text: string, field: string, faults: FieldFault[]): LineFault[] {
  const lines = linesOf(text);
  return faults.map(({ path, message }) => {
    let inner = path.startsWith(field) ? path.slice(field.length) : "";
    const told = inner.replace(/^\./, "");
    while (inner && !lines.has(inner)) inner = above(inner);
    return { line: lines.get(inner) ?? 1, message: told ? `${told} ${message}` : message };
  });
}
