import { masked } from "../mask.ts";
import { isFields, isUnfinished } from "./json-draft.ts";

/** A JSON Schema as the OpenAPI document has it, as far as forms go by it. */
export interface Schema {
  $ref?: string;
  type?: string;
  const?: unknown;
  enum?: string[];
  default?: unknown;
  description?: string;
  format?: string;
  maxLength?: number;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  additionalProperties?: Schema | false;
  oneOf?: Schema[];
  anyOf?: Schema[];
}

/** The OpenAPI document, as far as forms go by it. */
export interface ApiDocument {
  paths: Record<
    string,
    Partial<Record<string, { requestBody?: { content: Record<string, { schema: Schema }> } }>>
  >;
  components: { schemas: Record<string, Schema> };
}

/** What PATCH takes at a path such as `/v1/sources/{id}`, without references; null where the document has none. */
export function patchSchema({ paths, components }: ApiDocument, path: string): Schema | null {
  const body = paths[path]?.patch?.requestBody?.content["application/json"]?.schema;
  return body ? inlined(body, components.schemas, []) : null;
}

/** What contains itself is anything, where it comes the second time. */
function inlined(schema: Schema, shared: Record<string, Schema>, within: string[]): Schema {
  const { $ref, ...own } = schema;
  if ($ref) {
    const name = $ref.split("/").at(-1)!;
    if (within.includes(name) || !shared[name]) return own;
    return { ...inlined(shared[name], shared, [...within, name]), ...own };
  }
  const each = (list?: Schema[]) => list?.map((it) => inlined(it, shared, within));
  const { properties, items, oneOf, anyOf, additionalProperties } = own;
  return {
    ...own,
    ...(properties
      ? {
          properties: Object.fromEntries(
            Object.entries(properties).map(([name, it]) => [name, inlined(it, shared, within)]),
          ),
        }
      : {}),
    ...(items ? { items: inlined(items, shared, within) } : {}),
    ...(oneOf ? { oneOf: each(oneOf) } : {}),
    ...(anyOf ? { anyOf: each(anyOf) } : {}),
    ...(additionalProperties ? { additionalProperties: inlined(additionalProperties, shared, within) } : {}),
  };
}

/** By what a value is edited. */
export type Widget =
  | { kind: "text" | "prose" | "secret" | "number" | "duration" | "switch" | "lines" | "durations" | "json" }
  | { kind: "choice" | "several"; values: string[] }
  | { kind: "pairs"; secret: boolean }
  | { kind: "group" };

/** A text that may be longer than this has lines. */
const ONE_LINE = 4096;
/** Durations are milliseconds, and known by their name. */
const DURATION = /_ms$|^(delay|window|interval|max_interval|schedule)$/;

/** Whether the field of that name is a duration. */
export const isDuration = (name: string): boolean => DURATION.test(name);

/** Without the null that it may be too. */
export function withoutNull(schema: Schema): { schema: Schema; nullable: boolean } {
  const rest = schema.anyOf?.filter(({ type }) => type !== "null");
  if (!rest || rest.length !== 1 || rest.length === schema.anyOf?.length) return { schema, nullable: false };
  const { anyOf: _, ...own } = schema;
  return { schema: { ...rest[0], ...own }, nullable: true };
}

/** By what a value of the schema, which can't be null, is edited; whatever has no form of its own is JSON. */
export function widgetOf(name: string, schema: Schema): Widget {
  if (variantsOf(schema)) return { kind: "group" };
  switch (schema.type ?? "") {
    case "object":
      if (schema.properties) return { kind: "group" };
      return schema.additionalProperties && schema.additionalProperties.type === "string"
        ? { kind: "pairs", secret: isSecret(schema.additionalProperties) }
        : { kind: "json" };
    case "array":
      if (schema.items?.enum) return { kind: "several", values: schema.items.enum };
      if (schema.items?.type === "string") return { kind: "lines" };
      return { kind: schema.items?.type === "integer" && isDuration(name) ? "durations" : "json" };
    case "string":
      if (schema.enum) return { kind: "choice", values: schema.enum };
      if (isSecret(schema)) return { kind: "secret" };
      return { kind: (schema.maxLength ?? 0) > ONE_LINE ? "prose" : "text" };
    case "integer":
    case "number":
      return { kind: isDuration(name) ? "duration" : "number" };
    case "boolean":
      return { kind: "switch" };
    default:
      return { kind: "json" };
  }
}

const isSecret = ({ format }: Schema): boolean => format === "password";

/** The kinds of object that a schema allows, and the field that tells them apart; null where it is one kind. */
export function variantsOf({ oneOf }: Schema): { tag: string; variants: ReadonlyMap<string, Schema> } | null {
  if (!oneOf) return null;
  const constants = oneOf.map(constantsOf);
  const tag = Object.keys(constants[0] ?? {}).find(
    (name) => new Set(constants.map((it) => it[name])).size === oneOf.length,
  );
  if (!tag) return null;
  return { tag, variants: new Map(oneOf.map((it, at) => [String(constants[at]![tag]), it])) };
}

/** The fields that have one value only. */
function constantsOf({ properties = {}, oneOf }: Schema): Record<string, unknown> {
  if (oneOf) {
    const [first = {}, ...others] = oneOf.map(constantsOf);
    const isShared = ([name, value]: [string, unknown]) => others.every((it) => it[name] === value);
    return Object.fromEntries(Object.entries(first).filter(isShared));
  }
  return Object.fromEntries(
    Object.entries(properties).flatMap(([name, it]) => (it.const === undefined ? [] : [[name, it.const]])),
  );
}

/** What is shown in place of a piece that may hold secrets, and can't be told apart yet. */
const UNFINISHED = "(not finished yet)";

/** A value of the schema for it to be shown: with new secrets masked, those of any kind where its own is not known. */
export function withoutSecrets(schema: Schema, value: unknown): unknown {
  if (isUnfinished(value)) return UNFINISHED;
  if (isSecret(schema)) return typeof value === "string" ? masked(value) : value;
  const { tag, variants } = variantsOf(schema) ?? {};
  const own = tag && isFields(value) ? variants?.get(String(value[tag])) : undefined;
  const kinds = own ? [own] : [...(schema.oneOf ?? []), ...(schema.anyOf ?? [])];
  return kinds.reduce((it, kind) => withoutSecrets(kind, it), withoutInner(schema, value));
}

function withoutInner({ properties = {}, items, additionalProperties }: Schema, value: unknown): unknown {
  if (Array.isArray(value) && items) return value.map((it) => withoutSecrets(items, it));
  if (!isFields(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, it]) => {
      const schema = properties[name] ?? (additionalProperties || null);
      return [name, schema ? withoutSecrets(schema, it) : it];
    }),
  );
}

/** A new object of the schema, with what it must have and what is known already, as far as the schema has that too. */
export function blankOf(schema: Schema, known: Record<string, unknown> = {}): Record<string, unknown> {
  const { properties = {}, required = [] } = schema.oneOf?.[0] ?? schema;
  const blank: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(properties)) {
    const first = required.includes(name) ? field.enum?.[0] : undefined;
    const value = field.const ?? known[name] ?? field.default ?? first;
    if (value !== undefined) blank[name] = value;
  }
  return blank;
}
