import type { z } from "zod";

type Issue = z.core.$ZodRawIssue;

/**
 * What would be right, in plain words, for issues about which a schema says nothing itself. Undefined leaves the issue
 * to zod.
 */
export function plainly(issue: Issue): string | undefined {
  switch (issue.code) {
    case "invalid_type":
      return mustBe(issue.expected, issue.input);
    case "invalid_value":
      return `must be ${oneOf(issue.values.map(String))}`;
    case "invalid_union":
      return issue.discriminator && "options" in issue
        ? `must be ${oneOf((issue.options as unknown[]).map(String))}`
        : undefined;
    case "too_small":
      return bound("at least", issue.origin, issue.minimum);
    case "too_big":
      return bound("at most", issue.origin, issue.maximum);
    case "invalid_format":
      return FORMATS[issue.format];
    case "custom":
    case "invalid_element":
    case "invalid_key":
    case "not_multiple_of":
    case "unrecognized_keys":
      return undefined;
  }
}

const FORMATS: Record<string, string> = {
  datetime: "must be a time in UTC as ISO 8601 has it, such as 2026-01-31T09:00:00Z",
};

/** What zod's names of types mean to who writes JSON. */
const TYPES: Record<string, string> = {
  string: "a string",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  object: "an object",
  record: "an object",
  array: "a list",
  null: "null",
};

function mustBe(expected: string, input: unknown): string | undefined {
  if (input === undefined) return `is required (${expected})`;
  const name = TYPES[expected];
  return name && `must be ${name}`;
}

/** What is counted where something has a size. */
const UNITS: Record<string, [one: string, several: string]> = {
  string: ["character", "characters"],
  array: ["element", "elements"],
};

function bound(limit: "at least" | "at most", origin: string, size: number | bigint): string {
  const unit = UNITS[origin];
  return unit ? `must have ${limit} ${size} ${unit[size === 1 ? 0 : 1]}` : `must be ${limit} ${size}`;
}

function oneOf(values: string[]): string {
  return values.length === 1 ? values[0]! : `one of: ${values.join(", ")}`;
}
