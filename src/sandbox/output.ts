import { HEADER_VALUE, HeaderName, METHODS } from "../resources/wire.ts";
import type { Json } from "../resources/wire.ts";
import { OUTPUT_BYTES } from "./limits.ts";

/** A request as a transformation gets and returns it. */
export interface TransformRequest {
  method: string;
  /** What followed the source's URL, as received. */
  path: string;
  /** As received, without the question mark. */
  query: string;
  headers: { [name: string]: string | string[] };
  body: Json;
}

/** What a handler returned is not a request: the message says what would be right. */
export class InvalidOutput extends Error {
  override name = "InvalidOutput";
}

/**
 * The request that a handler returned, from its JSON. A field that is left out keeps what the request had, unknown
 * fields are dropped, names of headers become lower case; of names that differ in case alone, the last wins.
 */
export function readOutput(json: string, request: TransformRequest): TransformRequest {
  if (Buffer.byteLength(json) > OUTPUT_BYTES) throw new InvalidOutput("The output is larger than 10 MiB");
  const output = JSON.parse(json) as Json;
  if (!isObject(output))
    throw new InvalidOutput("The handler must return a request, or null to ignore the event");
  const { method = request.method, path = request.path, query = request.query, body = request.body } = output;
  return {
    method: method === request.method ? method : checkMethod(method),
    path: checkText("path", path),
    query: checkText("query", query),
    headers: output.headers === undefined ? request.headers : checkHeaders(output.headers),
    body,
  };
}

const isObject = (value: Json): value is { [key: string]: Json } =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function checkMethod(method: Json): string {
  const known = METHODS.find((it) => it === method);
  if (!known) throw new InvalidOutput(`method must be one of ${METHODS.join(", ")}`);
  return known;
}

function checkText(field: string, value: Json): string {
  if (typeof value !== "string") throw new InvalidOutput(`${field} must be a text`);
  return value;
}

function checkHeaders(headers: Json): TransformRequest["headers"] {
  if (!isObject(headers)) throw new InvalidOutput("headers must be an object");
  const entries = Object.entries(headers).map(([name, value]) => {
    if (!HeaderName.safeParse(name).success)
      throw new InvalidOutput(`headers: ${name} is not the name of a header`);
    return [name.toLowerCase(), checkHeaderValue(name, value)] as const;
  });
  return Object.fromEntries(entries);
}

function checkHeaderValue(name: string, value: Json): string | string[] {
  const check = (it: Json) => {
    if (typeof it !== "string") throw new InvalidOutput(`headers: ${name} must be a text or a list of texts`);
    if (!HEADER_VALUE.test(it))
      throw new InvalidOutput(`headers: ${name} must not contain control characters`);
    return it;
  };
  return Array.isArray(value) ? value.map(check) : check(value);
}
