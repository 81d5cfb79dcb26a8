import { z } from "zod";
import type { Json } from "./wire.ts";

/** The operators of a filter. `$exist` is another spelling of `$exists`. */
export const OPERATORS = [
  "$eq",
  "$neq",
  "$gt",
  "$gte",
  "$lt",
  "$lte",
  "$in",
  "$nin",
  "$contains",
  "$startsWith",
  "$endsWith",
  "$exists",
  "$exist",
  "$and",
  "$or",
  "$not",
  "$ref",
] as const;
/** What a condition may say beside plain equality. */
export type Operator = (typeof OPERATORS)[number];

/** Objects and arrays in each other: the matcher recurses as deep as the filter. */
const DEEPEST = 32;
const MOST_NODES = 1000;
const REF_PATH = /^(body|headers|query|path)(\.[^.[\]]+|\[\d+\])*$/;
const LONGEST_REF = 1024;

/** What users of other query languages write. */
const ELSEWHERE = new Map([
  ["$ne", "$neq"],
  ["$equals", "$eq"],
  ["$includes", "$contains"],
  ["$ge", "$gte"],
  ["$le", "$lte"],
  ["$all", "a plain array, all of whose elements must be in the data's"],
  ["$regex", "$startsWith, $endsWith or $contains (there are no regular expressions)"],
  ["$match", "$startsWith, $endsWith or $contains (there are no regular expressions)"],
  ["$nor", "$not with $or"],
]);

type Path = (string | number)[];
interface Fault {
  path: Path;
  message: string;
}
/** One check of a condition: the faults so far, and how much has been seen. */
interface Walk {
  faults: Fault[];
  nodes: number;
  overLimit: Fault | null;
}

/**
 * One part of a filter rule: a plain value (equality), an object matched field by field, an array all of whose
 * elements must be in the data's array, or operators such as `{"$gt": 5}`. What `matchFilter` could not apply is
 * refused here, when a rule is saved.
 */
export const Condition: z.ZodType<Json, Json> = z
  .any()
  .superRefine((condition: unknown, context) => {
    for (const { path, message } of faultsOf(condition)) context.addIssue({ code: "custom", path, message });
  })
  .meta({
    description:
      "A plain value (equality), an object matched field by field, an array (all its elements are in the data's), " +
      `or an object of operators: ${OPERATORS.join(" ")}. An array in the data matches if an element does. ` +
      `At most ${DEEPEST} levels and ${MOST_NODES} values.`,
    examples: [
      { type: { $startsWith: "checkout." }, amount: { $gte: 1000 } },
      { $or: [{ status: "paid" }, { total: { $eq: { $ref: "body.paid" } } }] },
    ],
  });
export type Condition = Json;

function faultsOf(condition: unknown): Fault[] {
  const walk: Walk = { faults: [], nodes: 0, overLimit: null };
  checkCondition(condition, [], walk);
  return walk.overLimit ? [walk.overLimit] : walk.faults;
}

function checkCondition(value: unknown, path: Path, walk: Walk): void {
  if (!enter(value, path, walk)) return;
  if (Array.isArray(value)) {
    each(value, path, walk, checkCondition);
  } else if (isObject(value)) {
    const keys = Object.keys(value);
    const operator = keys.find(isOperator);
    const field = keys.find((key) => !isOperator(key));
    if (operator !== undefined && field !== undefined) {
      const pair = `${quoted(operator)} is an operator and ${quoted(field)} a field`;
      walk.faults.push({ path, message: `${pair}: put them into separate conditions under $and` });
    }
    for (const key of keys) {
      if (walk.overLimit) return;
      const check = isOperator(key) ? checkOperation(key) : checkCondition;
      check(value[key], [...path, key], walk);
    }
  }
}

const checkOperation = (key: string) => (operand: unknown, path: Path, walk: Walk) => {
  if (isKnown(key)) OPERANDS[key](operand, path, walk);
  else walk.faults.push({ path, message: unknownOperator(key) });
};

type Check = (operand: unknown, path: Path, walk: Walk) => void;

/** A check of operands that are scalars, or refer to the data. */
const scalar =
  (fits: (operand: unknown) => boolean, wanted: string): Check =>
  (operand, path, walk) => {
    if (isObject(operand) && Object.hasOwn(operand, "$ref")) return checkValue(operand, path, walk);
    if (enter(operand, path, walk) && !fits(operand)) {
      walk.faults.push({ path, message: `must be ${wanted}, or {"$ref": "body.…"}` });
    }
  };

const isText = (operand: unknown) => typeof operand === "string";
const ordered = scalar(
  (operand) => isText(operand) || typeof operand === "number",
  "a number or a text to compare with",
);
const text = scalar(isText, "a text");

const members: Check = (operand, path, walk) => {
  if (isObject(operand) && Object.hasOwn(operand, "$ref")) return checkValue(operand, path, walk);
  if (!enter(operand, path, walk)) return;
  if (Array.isArray(operand)) return each(operand, path, walk, checkValue);
  const hint = isText(operand) ? "; for a part of a text use $contains" : ', or {"$ref": "body.…"}';
  walk.faults.push({ path, message: `must be an array of values${hint}` });
};

const branches: Check = (operand, path, walk) => {
  if (!enter(operand, path, walk)) return;
  if (Array.isArray(operand) && operand.length > 0) return each(operand, path, walk, checkCondition);
  walk.faults.push({ path, message: "must be an array of one or more conditions" });
};

const presence: Check = (operand, path, walk) => {
  if (enter(operand, path, walk) && typeof operand !== "boolean") {
    walk.faults.push({ path, message: "must be true or false" });
  }
};

const reference: Check = (operand, path, walk) => {
  if (!enter(operand, path, walk)) return;
  if (typeof operand === "string" && operand.length <= LONGEST_REF && REF_PATH.test(operand)) return;
  const message = "must be a path from the root such as body.items[0].sku, headers.x-id, query.k or path";
  walk.faults.push({ path, message });
};

/** A value to compare with: taken as it is, unless all of it is a `$ref`. */
const checkValue: Check = (operand, path, walk) => {
  if (!isObject(operand) || !Object.hasOwn(operand, "$ref")) return checkLiteral(operand, path, walk);
  if (!enter(operand, path, walk)) return;
  reference(operand.$ref, [...path, "$ref"], walk);
  const other = Object.keys(operand).find((key) => key !== "$ref");
  if (other !== undefined) {
    walk.faults.push({ path: [...path, other], message: "must not stand beside $ref in a value" });
  }
};

const checkLiteral: Check = (operand, path, walk) => {
  if (!enter(operand, path, walk)) return;
  if (Array.isArray(operand)) return each(operand, path, walk, checkLiteral);
  if (!isObject(operand)) return;
  for (const key of Object.keys(operand)) {
    if (walk.overLimit) return;
    const at = [...path, key];
    if (isOperator(key)) {
      walk.faults.push({ path: at, message: "operators have no effect inside a value that is compared" });
    } else checkLiteral(operand[key], at, walk);
  }
};

const OPERANDS: Record<Operator, Check> = {
  $eq: checkValue,
  $neq: checkValue,
  $gt: ordered,
  $gte: ordered,
  $lt: ordered,
  $lte: ordered,
  $in: members,
  $nin: members,
  $contains: scalar(
    (operand) => operand === null || typeof operand !== "object",
    "a text, number, boolean or null",
  ),
  $startsWith: text,
  $endsWith: text,
  $exists: presence,
  $exist: presence,
  $and: branches,
  $or: branches,
  $not: checkCondition,
  $ref: reference,
};

/** Counts a value in; false where nothing below it is to be looked at. */
function enter(value: unknown, path: Path, walk: Walk): boolean {
  walk.nodes += 1;
  if (walk.nodes > MOST_NODES) {
    walk.overLimit ??= { path: [], message: `must not have more than ${MOST_NODES} values in all` };
  } else if (value !== null && typeof value === "object" && path.length >= DEEPEST) {
    walk.overLimit ??= { path, message: `must not be nested deeper than ${DEEPEST} levels` };
  } else if (!isJsonType(value)) {
    walk.faults.push({
      path,
      message: "must be JSON: an object, array, text, finite number, boolean or null",
    });
    return false;
  }
  return walk.overLimit === null;
}

function each(values: readonly unknown[], path: Path, walk: Walk, check: Check): void {
  for (const [index, value] of values.entries()) {
    if (walk.overLimit) return;
    check(value, [...path, index], walk);
  }
}

function isJsonType(value: unknown): boolean {
  if (value === null || typeof value === "string" || typeof value === "boolean") return true;
  return typeof value === "number" ? Number.isFinite(value) : Array.isArray(value) || isObject(value);
}

function isObject(value: unknown): value is Record<string, unknown> {
  if (value === null || typeof value !== "object") return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

const isKnown = (key: string): key is Operator => Object.hasOwn(OPERANDS, key);
const isOperator = (key: string) => key.startsWith("$");
const quoted = (key: string) => JSON.stringify(key.slice(0, 40));

function unknownOperator(key: string): string {
  const meant = ELSEWHERE.get(key.toLowerCase()) ?? OPERATORS.find((known) => isClose(key, known));
  return meant === undefined
    ? `${quoted(key)} is not an operator: use one of ${OPERATORS.join(" ")}`
    : `${quoted(key)} is not an operator: did you mean ${meant}?`;
}

/** Same but for case, `_` and `-`, or one letter left out, put in or replaced. */
function isClose(key: string, known: string): boolean {
  if (Math.abs(key.length - known.length) > 3) return false;
  const [a, b] = [key, known].map((name) => name.toLowerCase().replace(/[_-]/g, "")) as [string, string];
  let start = 0;
  while (start < a.length && a[start] === b[start]) start += 1;
  const [longer, shorter] = a.length > b.length ? [a, b] : [b, a];
  const rest = shorter.slice(start + (longer.length === shorter.length ? 1 : 0));
  return longer.slice(start + 1) === rest;
}
