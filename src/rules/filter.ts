import type { Condition, Operator } from "../resources/filter.ts";
import type { Json } from "../resources/wire.ts";
import { excerpt } from "./excerpt.ts";
import { foldHeaders, parsePath, readPath } from "./field-path.ts";
import type { Payload } from "./field-path.ts";
import { isObject, ownValue } from "./json.ts";
import { anyElement, anyPasses, COMPARISONS, isComparison, operationsOf } from "./operators.ts";
import type { Combination, Comparison, Operation, Test } from "./operators.ts";

/** What a filter looks at: the query is parsed, the body read as its content type says. */
export type FilterData = Omit<Payload, "method">;

/** The parts of a validated filter rule. */
export type FilterConditions = { [part in keyof FilterData]?: Condition | undefined };

/**
 * The first thing that did not match, large values as an excerpt. What the data does not have reads as null, in
 * `actual`, and in `expected` where it is a `$ref`.
 */
export interface FilterFailure {
  path: string;
  operator: Operator;
  expected: Json;
  actual: Json;
}
/** Whether data passes, and if not, the first condition that it fails. */
export type FilterResult = { matched: true } | { matched: false; failed: FilterFailure };

/** A condition made ready for one set of data: its `$ref`s are resolved. */
interface Check {
  matches(actual: Json | undefined): boolean;
  /** Why a value that doesn't match doesn't. */
  failure(actual: Json | undefined, path: string): FilterFailure;
}

const PARTS = ["body", "headers", "query", "path"] as const;

/**
 * Whether data passes a filter. All parts must match, and of each:
 *
 * - A plain scalar is equality, types included; null matches null, not a missing key.
 * - An object is matched field by field, `{}` by anything. Keys are an object's own; on anything else than an object,
 *   and below a missing key, all keys are missing. Arrays have no keys: neither `length` nor `0`.
 * - A plain array is matched by an array that has an element for each of its elements, in any order.
 * - An array in the data matches if one of its elements does, all fields and comparisons of one condition by the same
 *   element; `$and` lets different elements do it. An empty array has none. `$eq` and `$in` also compare it as a whole.
 * - `$neq`, `$nin` and `$not` are the negation of `$eq`, `$in` and the condition: of arrays, that no element does.
 * - `$contains` is a part of a text, or an element of an array.
 * - `{"$ref": path}` in place of a value is what the data has there; in place of a condition, equality with that.
 *   What refers to nothing equals nothing.
 * - Header names match in any case.
 *
 * Never throws, whatever the data; the time is linear in the data for each value of the filter.
 */
export function matchFilter(filter: FilterConditions, data: FilterData): FilterResult {
  const root = { ...data, headers: foldHeaders(data.headers) };
  for (const part of PARTS) {
    const condition = filter[part];
    if (condition === undefined) continue;
    const check = prepare(condition, { root, anyCase: part === "headers" });
    const actual: Json = root[part];
    if (!check.matches(actual)) return { matched: false, failed: check.failure(actual, part) };
  }
  return { matched: true };
}

/** Where a condition stands: the data it may refer to, and whether its keys are header names. */
interface Place {
  root: { [part: string]: Json };
  anyCase: boolean;
}

function prepare(condition: Condition, place: Place): Check {
  const operations = operationsOf(condition);
  if (operations) return operationsCheck(operations, place);
  if (Array.isArray(condition)) return elementsCheck(condition, place);
  if (isObject(condition)) return fieldsCheck(condition, place);
  return comparisonsCheck([["$eq", condition]], place);
}

function fieldsCheck(condition: { [key: string]: Condition }, place: Place): Check {
  const fields = Object.entries(condition).map(([key, inner]) => ({
    key: place.anyCase ? key.toLowerCase() : key,
    check: prepare(inner, { ...place, anyCase: false }),
  }));
  const holds = (actual: Json | undefined) =>
    fields.every(({ key, check }) => check.matches(ownValue(actual, key)));
  return {
    matches: (actual) => {
      if (fields.length === 0) return true;
      return Array.isArray(actual) ? anyElement(actual, holds) : holds(actual);
    },
    failure: (actual, path) => {
      const failed = fields.find(({ key, check }) => !check.matches(ownValue(actual, key)));
      if (Array.isArray(actual) || !failed) return failureAt(path, "$contains", condition, actual);
      return failed.check.failure(ownValue(actual, failed.key), `${path}.${failed.key}`);
    },
  };
}

function elementsCheck(conditions: Condition[], place: Place): Check {
  const elements = conditions.map((condition) => ({
    condition,
    check: prepare(condition, { ...place, anyCase: false }),
  }));
  const isIn = (array: Json[], check: Check) => array.some((element) => check.matches(element));
  return {
    matches: (actual) => Array.isArray(actual) && elements.every(({ check }) => isIn(actual, check)),
    failure: (actual, path) => {
      const absent = Array.isArray(actual) ? elements.find(({ check }) => !isIn(actual, check)) : undefined;
      return failureAt(path, "$contains", absent ? absent.condition : conditions, actual);
    },
  };
}

function operationsCheck(operations: Operation[], place: Place): Check {
  const comparisons = operations.filter(isComparison);
  const combinations = operations.filter(
    (operation): operation is Operation<Combination> => !isComparison(operation),
  );
  const checks = combinations.map((operation) => combinationCheck(operation, place));
  return allOf(comparisons.length > 0 ? [comparisonsCheck(comparisons, place), ...checks] : checks);
}

/** Comparisons of one condition: one value passes all of them. */
function comparisonsCheck(comparisons: Operation<Comparison>[], place: Place): Check {
  const tests = comparisons.map(([operator, operand]) => {
    const expected = operator === "$ref" ? refer(operand, place) : resolve(operand, place);
    const test: Test = expected === undefined ? () => false : COMPARISONS[operator](expected);
    return { operator, expected, test };
  });
  const passesAll: Test = (actual, isElement) => tests.every(({ test }) => test(actual, isElement));
  const passed = (actual: Json | undefined, test: Test) => actual !== undefined && anyPasses(actual, test);
  return {
    matches: (actual) => passed(actual, passesAll),
    failure: (actual, path) => {
      const failed = tests.find(({ test }) => !passed(actual, test)) ?? tests.at(-1);
      return failureAt(path, failed?.operator ?? "$eq", failed?.expected, actual);
    },
  };
}

function combinationCheck([operator, operand]: Operation<Combination>, place: Place): Check {
  const conditions = Array.isArray(operand) ? operand : [operand];
  const checks = () => conditions.map((condition) => prepare(condition, place));
  switch (operator) {
    case "$exists":
    case "$exist":
      return whole(operator, operand, (actual) => (actual !== undefined) === operand);
    case "$neq":
      return negation(operator, comparisonsCheck([["$eq", operand]], place));
    case "$nin":
      return negation(operator, comparisonsCheck([["$in", operand]], place));
    case "$not": {
      const check = prepare(operand, place);
      return whole(operator, operand, (actual) => !check.matches(actual));
    }
    case "$or": {
      const branches = checks();
      return whole(operator, operand, (actual) => branches.some((branch) => branch.matches(actual)));
    }
    case "$and":
      return allOf(checks());
  }
}

function whole(operator: Operator, operand: Json, matches: Check["matches"]): Check {
  return { matches, failure: (actual, path) => failureAt(path, operator, operand, actual) };
}

/** The failure of a negated comparison shows the value that was not wanted. */
function negation(operator: Operator, check: Check): Check {
  return {
    matches: (actual) => !check.matches(actual),
    failure: (actual, path) => ({ ...check.failure(actual, path), operator }),
  };
}

function allOf(checks: Check[]): Check {
  return {
    matches: (actual) => checks.every((check) => check.matches(actual)),
    failure: (actual, path) => {
      const failed = checks.find((check) => !check.matches(actual));
      return failed ? failed.failure(actual, path) : failureAt(path, "$and", null, actual);
    },
  };
}

function failureAt(path: string, operator: Operator, expected: Json | undefined, actual: Json | undefined) {
  return { path, operator, expected: excerpt(expected ?? null), actual: excerpt(actual ?? null) };
}

/** An operand's value, its `$ref`s replaced by what they refer to; undefined where that is nothing. */
function resolve(operand: Json, place: Place): Json | undefined {
  if (Array.isArray(operand)) {
    return operand.map((value) => resolve(value, place)).filter((value) => value !== undefined);
  }
  const path = ownValue(operand, "$ref");
  return path === undefined ? operand : refer(path, place);
}

function refer(path: Json, place: Place): Json | undefined {
  return typeof path === "string" ? readPath(place.root, parsePath(path)) : undefined;
}
