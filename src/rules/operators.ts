import type { Operator } from "../resources/filter.ts";
import type { Json } from "../resources/wire.ts";
import { canonicalJson, isObject, sameJson } from "./json.ts";
import { containsText } from "./text-search.ts";

/** Whether one value passes; `isElement` says that it stands in an array of the data. */
export type Test = (actual: Json, isElement: boolean) => boolean;

/** The operators on a value as a whole: its presence, negations, and combinations of conditions. */
export type Combination = "$neq" | "$nin" | "$exists" | "$exist" | "$and" | "$or" | "$not";

/** The operators that each value passes or not by itself, an element of an array too. */
export type Comparison = Exclude<Operator, Combination>;

/** An operator with its operand. */
export type Operation<O extends Operator = Operator> = [operator: O, operand: Json];

const never: Test = () => false;

const equals =
  (expected: Json): Test =>
  (actual) =>
    sameJson(actual, expected);

/** Numbers with numbers, texts (by UTF-16 code units) with texts; anything else is not in order. */
const inOrder =
  (holds: (order: number) => boolean) =>
  (expected: Json): Test =>
  (actual) => {
    const comparable =
      (typeof actual === "number" && typeof expected === "number") ||
      (typeof actual === "string" && typeof expected === "string");
    return comparable && holds(actual < expected ? -1 : actual > expected ? 1 : 0);
  };

/** Looks members up, so that a long list (from a `$ref`) on a long array takes no product of the two. */
function oneOf(expected: Json): Test {
  if (!Array.isArray(expected)) return never;
  const isScalar = (value: Json) => value === null || typeof value !== "object";
  const scalars = new Set(expected.filter(isScalar));
  const others = new Set(expected.filter((value) => !isScalar(value)).map(canonicalJson));
  return (actual) => {
    if (isScalar(actual)) return scalars.has(actual);
    return others.size > 0 && others.has(canonicalJson(actual));
  };
}

const contains =
  (expected: Json): Test =>
  (actual, isElement) => {
    if (typeof actual === "string" && typeof expected === "string") return containsText(actual, expected);
    return isElement && sameJson(actual, expected);
  };

const onTexts =
  (holds: (actual: string, expected: string) => boolean) =>
  (expected: Json): Test =>
  (actual) =>
    typeof actual === "string" && typeof expected === "string" && holds(actual, expected);

/** Makes the test of each comparison from its operand. */
export const COMPARISONS: Record<Comparison, (expected: Json) => Test> = {
  $eq: equals,
  $ref: equals,
  $gt: inOrder((order) => order > 0),
  $gte: inOrder((order) => order >= 0),
  $lt: inOrder((order) => order < 0),
  $lte: inOrder((order) => order <= 0),
  $in: oneOf,
  $contains: contains,
  $startsWith: onTexts((actual, expected) => actual.startsWith(expected)),
  $endsWith: onTexts((actual, expected) => actual.endsWith(expected)),
};

/**
 * Whether a value, or one in it where it is an array, passes: the array as it is, its elements, and what arrays among
 * its elements hold. Each is looked at once, so that the time is linear in the data.
 */
export function anyPasses(actual: Json, test: Test): boolean {
  if (test(actual, false)) return true;
  if (!Array.isArray(actual)) return false;
  return actual.some((element) => Array.isArray(element) && test(element, true)) || anyElement(actual, test);
}

/** Whether an element of an array passes, those of arrays within it included, at any depth, the inner arrays not. */
export function anyElement(array: Json[], test: Test): boolean {
  const open = [array];
  for (let next = open.pop(); next; next = open.pop()) {
    for (const element of next) {
      if (Array.isArray(element)) open.push(element);
      else if (test(element, true)) return true;
    }
  }
  return false;
}

/** A condition's entries if it is an object of operators, else null. The syntax check keeps fields apart from them. */
export function operationsOf(condition: Json): Operation[] | null {
  if (!isObject(condition)) return null;
  const entries = Object.entries(condition);
  return entries.some(([key]) => key.startsWith("$")) ? (entries as Operation[]) : null;
}

/** Tells comparisons from combinations. */
export function isComparison(operation: Operation): operation is Operation<Comparison> {
  return Object.hasOwn(COMPARISONS, operation[0]);
}
