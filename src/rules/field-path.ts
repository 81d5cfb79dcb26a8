import type { Json } from "../resources/wire.ts";
import { addField } from "./fields.ts";
import { isObject, ownValue } from "./json.ts";

/** Header or query parameter name → its text, or the texts of a repeated one. */
export type Fields = { [name: string]: string | string[] };

/** What rules look at. The body is read as its content type says, the query is parsed. */
export interface Payload {
  method: string;
  path: string;
  query: Fields;
  headers: Fields;
  body: Json;
}

/** A step of a path: `.key`, `[0]`, or `[*]` for every element. */
export type Step = { key: string } | { index: number } | "every";

const STEP = /\.([^.[\]]+)|\[(\d+|\*)\]/g;

/** The steps of a validated path such as `body.items[*].sku`; header names are folded to lower case. */
export function parsePath(path: string): Step[] {
  const root = /^[a-z]+/.exec(path)?.[0] ?? "";
  const steps: Step[] = [{ key: root }];
  for (const [, key, index] of path.matchAll(STEP)) {
    if (index === "*") steps.push("every");
    else if (index !== undefined) steps.push({ index: Number(index) });
    else if (key !== undefined) {
      steps.push({ key: root === "headers" && steps.length === 1 ? key.toLowerCase() : key });
    }
  }
  return steps;
}

/**
 * The value at a path, undefined where there is none. `[*]` gives the list of what each element has there, null for
 * an element that has nothing. Only own keys of objects and elements of arrays are found, never `length`.
 */
export function readPath(root: Json, steps: readonly Step[]): Json | undefined {
  let value: Json | undefined = root;
  for (const [at, step] of steps.entries()) {
    if (step === "every") {
      const rest = steps.slice(at + 1);
      return Array.isArray(value) ? value.map((element) => readPath(element, rest) ?? null) : undefined;
    }
    value = "key" in step ? ownValue(value, step.key) : elementAt(value, step.index);
  }
  return value;
}

/**
 * A copy without what is at a path, the original untouched. An array's element becomes null, so that the others keep
 * their places.
 */
export function withoutPath(value: Json, steps: readonly Step[]): Json {
  const [step, ...rest] = steps;
  if (step === undefined) return null;
  if (step === "every") {
    return Array.isArray(value) ? value.map((element) => withoutPath(element, rest)) : value;
  }
  if ("index" in step) {
    const element = elementAt(value, step.index);
    return element === undefined ? value : (value as Json[]).with(step.index, withoutPath(element, rest));
  }
  if (!isObject(value) || !Object.hasOwn(value, step.key)) return value;
  const { [step.key]: inner, ...others } = value;
  if (rest.length === 0) return others;
  return Object.fromEntries([...Object.entries(others), [step.key, withoutPath(inner as Json, rest)]]);
}

/** Headers under lower-case names: a transformation may have set them in any case. */
export function foldHeaders(headers: Fields): Fields {
  const folded = new Map<string, string | string[]>();
  for (const [name, value] of Object.entries(headers)) addField(folded, name.toLowerCase(), value);
  return Object.fromEntries(folded);
}

function elementAt(value: Json | undefined, index: number): Json | undefined {
  return Array.isArray(value) && index < value.length ? value[index] : undefined;
}
