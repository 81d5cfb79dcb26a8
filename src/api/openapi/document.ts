import { z } from "zod";
import { ERRORS, type ErrorCode } from "../../errors.ts";
import { secrets } from "../../resources/wire.ts";
import type { Route } from "../route.ts";
import { exampleOf } from "./example.ts";
import { ANSWERS, BODIES } from "./example-calls.ts";
import { RESOURCES } from "./examples.ts";
import type { Answer, Content, JsonSchema, Operation, Parameter } from "./operation.ts";
import { streamOperation, type Stream } from "./stream.ts";
import { deliveryWebhook } from "./webhook.ts";

/** An OpenAPI 3.1 document (https://spec.openapis.org/oas/v3.1.1.html). */
export interface OpenApiDocument {
  openapi: "3.1.0";
  info: { title: string; version: string; description: string; license: object };
  servers: { url: string }[];
  security: object[];
  tags: { name: string }[];
  paths: Record<string, Record<string, Operation>>;
  webhooks: Record<string, unknown>;
  components: {
    schemas: Record<string, JsonSchema>;
    responses: Record<string, Exclude<Answer, { $ref: string }>>;
    securitySchemes: object;
  };
}

const DESCRIPTION = `Everything FastHook knows and does. Lists are newest first and are walked by the cursors of their
\`pagination\`. Durations are milliseconds, times ISO 8601 in UTC. Errors are problem documents (RFC 9457) with a stable
\`code\`. A field or query parameter that is not known is refused, never ignored.`;

/** The document of these routes and streams, made from the schemas that validate them. */
export function openApiDocument(
  routes: Route[],
  streams: readonly Stream[],
  about: { url: string; version: string },
): OpenApiDocument {
  const schemas: Record<string, JsonSchema> = {};
  const paths: OpenApiDocument["paths"] = {};
  for (const route of routes) {
    const path = `/v1${route.path.replace(/:(\w+)/g, "{$1}")}`;
    (paths[path] ??= {})[route.method] = operationOf(route, schemas);
  }
  for (const stream of streams) {
    const shared = {
      parameters: [...queryParameters(stream, schemas), ...headerParameters({ method: "get" })],
    };
    paths[`/v1${stream.path}`] = { get: { ...streamOperation(stream), ...shared } };
  }
  schemas.Problem = schemaOf(Problem, schemas);
  return {
    openapi: "3.1.0",
    info: {
      title: "FastHook",
      version: about.version,
      description: DESCRIPTION.replaceAll("\n", " "),
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: about.url }],
    security: [{ apiKey: [] }],
    tags: [...new Set(routes.map(tagOf))].map((name) => ({ name })),
    paths,
    webhooks: { delivery: deliveryWebhook },
    components: {
      schemas: Object.fromEntries(
        Object.entries(schemas)
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(withExample),
      ),
      responses: problemResponses(),
      securitySchemes: { apiKey: { type: "http", scheme: "bearer", description: "An API key of the team" } },
    },
  };
}

const Problem = z
  .object({
    type: z.literal("about:blank"),
    title: z.string(),
    status: z.int(),
    code: z.enum(Object.keys(ERRORS) as ErrorCode[]).describe("stable, for programs to go by"),
    detail: z.string().describe("what was wrong this time, for people"),
    errors: z
      .array(z.object({ path: z.string().describe("dotted: rules[0].delay"), message: z.string() }))
      .optional(),
  })
  .describe("An error (RFC 9457)");

const withExample = ([name, schema]: [string, JsonSchema]): [string, JsonSchema] => {
  const example = RESOURCES[name];
  return [name, example ? { ...schema, examples: [example] } : schema];
};

const tagOf = (route: Route): string => route.path.split("/")[1]!.replaceAll("_", " ");

function operationOf(route: Route, schemas: Record<string, JsonSchema>): Operation {
  const problems: [number, Answer][] = problemsOf(route).map((code) => [
    ERRORS[code].status,
    { $ref: refTo(code) },
  ]);
  return {
    operationId: operationId(route),
    summary: route.summary,
    tags: [tagOf(route)],
    parameters: [...pathParameters(route), ...queryParameters(route, schemas), ...headerParameters(route)],
    ...(route.body ? { requestBody: requestBody(route, route.body, schemas) } : {}),
    responses: { ...successesOf(route, schemas), ...Object.fromEntries(problems) },
  };
}

/** `post /events/:id/retry` is `postEventsByIdRetry`. */
function operationId({ method, path }: Route): string {
  const words = path.split(/[/_]/).filter(Boolean);
  const capital = (word: string) => word[0]!.toUpperCase() + word.slice(1);
  return (
    method + words.map((word) => (word[0] === ":" ? `By${capital(word.slice(1))}` : capital(word))).join("")
  );
}

function pathParameters({ path }: Route): Parameter[] {
  return [...path.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name: name!,
    in: "path",
    required: true,
    schema: { type: "string" },
  }));
}

function queryParameters({ query }: Pick<Route, "query">, schemas: Record<string, JsonSchema>): Parameter[] {
  if (!query) return [];
  const { properties = {}, required = [] } = schemaOf(query, schemas) as {
    properties?: Record<string, JsonSchema>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, { description, ...schema }]) => ({
    name,
    in: "query",
    required: required.includes(name),
    ...(typeof description === "string" ? { description } : {}),
    schema,
  }));
}

function headerParameters({ method }: Pick<Route, "method">): Parameter[] {
  const team: Parameter = {
    name: "x-team-id",
    in: "header",
    required: false,
    description: "The team that is meant; left out, it is the key's own.",
    schema: { type: "string" },
  };
  const key: Parameter = {
    name: "Idempotency-Key",
    in: "header",
    required: false,
    description: "The same key gives the first answer again for 24 hours.",
    schema: { type: "string", minLength: 1, maxLength: 255 },
  };
  return method === "post" ? [team, key] : [team];
}

function requestBody(
  { method, path }: Route,
  body: z.ZodType,
  schemas: Record<string, JsonSchema>,
): Operation["requestBody"] {
  const required = !body.safeParse({}).success;
  const schema = schemaOf(body, schemas);
  const example = BODIES[`${method} ${path}`] ?? exampleOf(schema);
  return { required, content: { "application/json": { schema, example } } };
}

const SUCCESSES: Record<number, string> = { 200: "Success", 201: "Created", 202: "Accepted" };

function successesOf(route: Route, schemas: Record<string, JsonSchema>): Record<string, Answer> {
  const { method, path, response, status, alsoStatus = status } = route;
  const content: Record<string, Content> = response
    ? { "application/json": contentOf(schemaOf(response, schemas), ANSWERS[`${method} ${path}`]) }
    : { "*/*": { schema: { type: "string", format: "binary" } } };
  const statuses = [...new Set([status, alsoStatus])];
  return Object.fromEntries(statuses.map((it) => [it, { description: SUCCESSES[it]!, content }]));
}

/** A shared schema has its example itself. */
function contentOf(schema: JsonSchema, example: unknown): Content {
  return "$ref" in schema ? { schema } : { schema, example: example ?? exampleOf(schema) };
}

function problemsOf({ method, path, body }: Route): ErrorCode[] {
  const codes: ErrorCode[] = ["UNAUTHORIZED", "FORBIDDEN", "VALIDATION_FAILED", "INTERNAL", "UNAVAILABLE"];
  if (path.includes(":")) codes.push("NOT_FOUND");
  if (body) codes.push("MALFORMED_JSON", "PAYLOAD_TOO_LARGE");
  if (method !== "get") codes.push("CONFLICT");
  return codes;
}

const refTo = (code: ErrorCode) => `#/components/responses/${code}`;

function problemResponses(): OpenApiDocument["components"]["responses"] {
  const content = (code: ErrorCode) => {
    const { status, title } = ERRORS[code];
    const example = { type: "about:blank", title, status, code, detail: `${title}.` };
    return { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" }, example } };
  };
  const codes = Object.keys(ERRORS) as ErrorCode[];
  return Object.fromEntries(
    codes.map((code) => [code, { description: ERRORS[code].title, content: content(code) }]),
  );
}

/**
 * Of a type on the wire. What has an `id` in its metadata is put among the shared schemas, and referred to. Throws where
 * a type that contains itself has none.
 */
function schemaOf(type: z.ZodType, shared: Record<string, JsonSchema>): JsonSchema {
  const made = z.toJSONSchema(type, { io: "input", override: refine }) as JsonSchema;
  const { $schema: _, $defs = {}, ...schema } = made;
  for (const [name, definition] of Object.entries($defs as Record<string, JsonSchema>)) {
    if (name.startsWith("__"))
      throw new Error(`a type that contains itself needs an id: ${JSON.stringify(definition)}`);
    shared[name] ??= moved(definition);
  }
  return moved(schema);
}

function refine({ zodSchema, jsonSchema }: { zodSchema: z.core.$ZodType; jsonSchema: JsonSchema }): void {
  // The format says it, and the pattern has 400 characters.
  if (jsonSchema.format === "date-time") delete jsonSchema.pattern;
  // For programs that ask people for it, the page among them.
  if (secrets.get(zodSchema as z.ZodType)) jsonSchema.format = "password";
}

function moved(schema: JsonSchema): JsonSchema {
  const text = JSON.stringify(schema).replaceAll('"#/$defs/', '"#/components/schemas/');
  return JSON.parse(text) as JsonSchema;
}
