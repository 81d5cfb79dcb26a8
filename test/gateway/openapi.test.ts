import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { apiRoutes } from "../../src/api/api.ts";
import { STREAMS } from "../../src/api/live.ts";
import type { OpenApiDocument } from "../../src/api/openapi/document.ts";
import type { Operation } from "../../src/api/openapi/operation.ts";
import type { ApiClient } from "../support/api.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { startReceiver, type Receiver } from "../support/receiver.ts";
import { exampleBody } from "./example-bodies.ts";
import { isThere, makeOneOfEach, pathTo, type Ids } from "./one-of-each.ts";

const anything: unknown = new Proxy(() => anything, { get: () => anything, apply: () => anything });
const routes = apiRoutes(anything as Parameters<typeof apiRoutes>[0]);
const cases = routes.map((route) => [route.method.toUpperCase(), route.path, route] as const);
const inDocument = (path: string) => `/v1${path.replace(/:(\w+)/g, "{$1}")}`;

let gateway: TestGateway;
let receiver: Receiver;
let ids: Ids;
let document: OpenApiDocument;
let ajv: Ajv2020;

beforeAll(async () => {
  gateway = await startTestGateway();
  receiver = await startReceiver();
  ids = await makeOneOfEach(gateway, receiver);
  document = (await (await fetch(`${gateway.url}/v1/openapi.json`)).json()) as OpenApiDocument;
  ajv = new Ajv2020({ strict: false, allErrors: true });
  (addFormats as unknown as (ajv: Ajv2020) => void)(ajv);
  ajv.addSchema({ ...document, $id: "openapi" }, "openapi");
});
afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
  await receiver[Symbol.asyncDispose]();
});

/** Faults of a value against a schema of the document. */
function faultsAgainst(schema: unknown, value: unknown): unknown {
  const text = JSON.stringify(schema).replaceAll('"#/', '"openapi#/');
  const validate = ajv.compile(JSON.parse(text) as object);
  return validate(value) ? null : validate.errors;
}

/** Faults of a body against what the document says of an answer. */
function faultsOf(operation: Operation, status: number, body: unknown): unknown {
  const answer = operation.responses[status];
  if (!answer) return `${status} is not among the answers`;
  const resolved = "$ref" in answer ? document.components.responses[nameOf(answer.$ref)]! : answer;
  const [content] = Object.values(resolved.content);
  return faultsAgainst(content!.schema, body);
}

const nameOf = (ref: string) => ref.slice(ref.lastIndexOf("/") + 1);

test("the document is OpenAPI 3.1, has every route and stream once, and names each operation apart", () => {
  expect(document.openapi).toMatch(/^3\.1/);
  const told = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method} ${path}`),
  );
  const served = [...routes, ...STREAMS.map(({ path }) => ({ method: "get", path }))];
  expect(told.sort()).toEqual(served.map(({ method, path }) => `${method} ${inDocument(path)}`).sort());
  const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods));
  expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
});

test("every reference of the document leads somewhere", () => {
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/(\w+)\/(\w+)"/g)];
  expect(references.length).toBeGreaterThan(100);
  const components = document.components as unknown as Record<string, Record<string, unknown>>;
  const lost = references.filter(([, kind, name]) => !components[kind!]?.[name!]);
  expect(lost.map(([reference]) => reference)).toEqual([]);
});

test("every body and JSON answer of the document has an example, which its own schema accepts", () => {
  const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods));
  const answers = operations.flatMap(({ responses }) => Object.values(responses));
  const contents = [
    ...operations.flatMap(({ requestBody }) => Object.values(requestBody?.content ?? {})),
    ...answers.flatMap((answer) => ("$ref" in answer ? [] : (answer.content["application/json"] ?? []))),
  ];
  const schemas = document.components.schemas;
  const examples = contents.map(({ schema, example }) => {
    const [shared] = (schemas[nameOf(String(schema.$ref))]?.examples as unknown[] | undefined) ?? [];
    return { schema, example: example ?? shared };
  });
  expect(examples.length).toBeGreaterThan(80);
  expect(examples.filter(({ example }) => example === undefined)).toEqual([]);
  const faulty = examples.map((it) => ({ ...it, faults: faultsAgainst(it.schema, it.example) }));
  expect(faulty.filter(({ faults }) => faults !== null)).toEqual([]);
});

test("the document is the one of the last release, or the difference is meant: vitest -u writes it", async () => {
  const { servers: _, ...lasting } = document;
  const text = `${JSON.stringify(lasting, null, 1)}\n`;
  await expect(text).toMatchFileSnapshot("../../docs/openapi.json");
});

test("the page for people has every operation, and needs nothing from elsewhere", async () => {
  const page = await fetch(`${gateway.url}/docs`);
  const html = await page.text();
  expect(page.headers.get("content-security-policy")).toContain("default-src 'none'");
  expect(html.match(/<details id=/g)).toHaveLength(routes.length + STREAMS.length);
  expect(html).not.toMatch(/https?:\/\/(?!127)[^"]*\.(js|css)/);
  const style = await fetch(`${gateway.url}/v1/docs.css`);
  expect([style.status, style.headers.get("content-type")]).toEqual([200, "text/css; charset=utf-8"]);
});

describe.each(cases)("%s %s", (method, path, route) => {
  test("answers as the document says, right and wrong input alike", async () => {
    const operation = document.paths[inDocument(path)]![route.method]!;
    const call = (body: unknown, query = "") =>
      gateway.api.call(method as Parameters<ApiClient["call"]>[0], `${pathTo(route, ids)}${query}`, body);
    const strange = await call(exampleBody(route, ids), "?no_such_parameter=1");
    expect(faultsOf(operation, strange.status, strange.body)).toBeNull();
    // Deleting comes last: the others need what is there.
    if (method === "DELETE") return;
    const answer = await call(exampleBody(route, ids));
    if (isThere(route, ids)) expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(423);
    expect(faultsOf(operation, answer.status, answer.body)).toBeNull();
  });
});
