import type { Json } from "../resources/wire.ts";
import { excerpt } from "./excerpt.ts";
import { isObject, sameJson } from "./json.ts";

/** One place at which two values differ: a value that is not there on one side is left out. */
export type Difference =
  | { op: "add"; path: string; after: Json }
  | { op: "remove"; path: string; before: Json }
  | { op: "replace"; path: string; before: Json; after: Json };

/** How two values differ, as far as a person reads it. */
export interface Diff {
  differences: Difference[];
  /** There are more. */
  truncated: boolean;
}

const MOST_DIFFERENCES = 30;
/** Characters of JSON in all. */
const LARGEST = 16 * 1024;
/** Deeper values are shown as a whole. */
const DEEPEST = 32;
/** Characters that two texts have in common and that are shown before they part. */
const CONTEXT = 40;
const PLAIN_KEY = /^[^.[\]"]+$/;

/**
 * What to add, remove and replace to get from one value to another, in the order of the first one's fields. Paths are
 * those of rules (`body.items[0].sku`), with a key that has dots or brackets as `["a.b"]`; the elements of arrays are
 * compared by their places. Large values are shown as excerpts.
 */
export function diffJson(before: Json, after: Json): Diff {
  const differences: Difference[] = [];
  let left = LARGEST;
  for (const difference of differencesOf(before, after, "", 0)) {
    left -= JSON.stringify(difference).length;
    if (left < 0 || differences.length === MOST_DIFFERENCES) return { differences, truncated: true };
    differences.push(difference);
  }
  return { differences, truncated: false };
}

function* differencesOf(before: Json, after: Json, path: string, depth: number): Generator<Difference> {
  if (depth < DEEPEST && isObject(before) && isObject(after)) {
    const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
    for (const key of keys) {
      const at = path === "" && PLAIN_KEY.test(key) ? key : path + step(key);
      yield* fieldDifferences(own(before, key), own(after, key), at, depth);
    }
  } else if (depth < DEEPEST && Array.isArray(before) && Array.isArray(after)) {
    for (let index = 0; index < Math.max(before.length, after.length); index += 1) {
      yield* fieldDifferences(before[index], after[index], `${path}[${index}]`, depth);
    }
  } else if (!sameJson(before, after)) {
    const [from, to] =
      typeof before === "string" && typeof after === "string" ? parting(before, after) : [before, after];
    yield { op: "replace", path, before: excerpt(from), after: excerpt(to) };
  }
}

/** Two texts from shortly before where they part: an excerpt of long ones would else show what they have in common. */
function parting(before: string, after: string): [string, string] {
  let same = 0;
  while (same < before.length && before[same] === after[same]) same += 1;
  const start = same - CONTEXT;
  const cut = (text: string) => (start > 0 ? `…${text.slice(start)}` : text);
  return [cut(before), cut(after)];
}

function* fieldDifferences(
  before: Json | undefined,
  after: Json | undefined,
  path: string,
  depth: number,
): Generator<Difference> {
  if (before === undefined && after !== undefined) yield { op: "add", path, after: excerpt(after) };
  else if (after === undefined && before !== undefined) yield { op: "remove", path, before: excerpt(before) };
  else if (before !== undefined && after !== undefined) yield* differencesOf(before, after, path, depth + 1);
}

const own = (value: { [key: string]: Json }, key: string) =>
  Object.hasOwn(value, key) ? value[key] : undefined;
const step = (key: string) => (PLAIN_KEY.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`);
