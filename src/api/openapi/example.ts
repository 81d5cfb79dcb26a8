import { RESOURCES } from "./examples.ts";
import type { JsonSchema } from "./operation.ts";

const BY_FORMAT: Record<string, string> = {
  "date-time": "2026-01-06T12:00:00.000Z",
  uri: "https://billing.example.com/stripe",
};
/** A pattern of ids, such as ^evt_[0-9A-Za-z]{1,64}$. */
const PREFIX_OF_ID = /^\^(\w+_)\[0-9A-Za-z\]/;

/** A value of a schema, made of the examples of the shared ones that it refers to. */
export function exampleOf(schema: JsonSchema): unknown {
  if (typeof schema.$ref === "string")
    return RESOURCES[schema.$ref.slice(schema.$ref.lastIndexOf("/") + 1)] ?? {};
  if ("const" in schema) return schema.const;
  const [example] = [schema.examples, schema.enum].flatMap((list) => (list as unknown[] | undefined) ?? []);
  if (example !== undefined) return example;
  if ("default" in schema) return schema.default;
  const choices = (schema.anyOf ?? schema.oneOf ?? []) as JsonSchema[];
  const choice = choices.find(({ type }) => type === "null") ?? choices[0];
  return choice ? exampleOf(choice) : ofType(schema);
}

function ofType(schema: JsonSchema): unknown {
  switch (schema.type) {
    case "object":
      return ofObject(schema);
    case "array":
      return schema.items ? [exampleOf(schema.items as JsonSchema)] : [];
    case "integer":
    case "number":
      return Math.max(Number(schema.minimum ?? 1), 1);
    case "boolean":
      return false;
    case "string":
      return ofText(schema);
    default:
      return null;
  }
}

const PAGINATION = { order_by: "created_at", dir: "desc", limit: 100, next: null, prev: null };

function ofObject(schema: JsonSchema): object {
  const { properties = {}, required = [] } = schema as {
    properties?: Record<string, JsonSchema>;
    required?: string[];
  };
  const example = Object.fromEntries(required.map((name) => [name, exampleOf(properties[name] ?? {})]));
  return properties.pagination ? { ...example, count: 1, pagination: PAGINATION } : example;
}

function ofText({ format, pattern }: JsonSchema): string {
  const [, prefix] = PREFIX_OF_ID.exec(typeof pattern === "string" ? pattern : "") ?? [];
  return prefix ? `${prefix}01k9zb3v2q8f6m4x7t5r1w0ncd` : (BY_FORMAT[String(format)] ?? "text");
}
