import { isDeepStrictEqual } from "node:util";
import type { RequestPayload } from "../resources/execution.ts";
import type { HeaderLines, Json } from "../resources/wire.ts";
import { readData, type Received } from "../payload/data.ts";
import { bodyKind } from "../payload/read.ts";
import { sameJson } from "../rules/json.ts";
import type { TransformedPayload } from "../store/documents.ts";

const JSON_TYPE = "application/json";

/** A stored request as transformations, and the filters among them, see it. */
export function receivedPayload(request: Received & { method: string }): RequestPayload {
  return { method: request.method, ...readData(request) };
}

/** A request as it is delivered: what transformations made of it stands in place of what was received. */
export function delivered<R extends Received & { method: string }>(
  request: R,
  made: TransformedPayload | null | undefined,
): R {
  return made ? { ...request, ...made, body: made.body ?? request.body } : request;
}

/**
 * Puts what transformations made of a request on the wire again; null where they changed nothing.
 *
 * A body that was left alone keeps its exact bytes. Another one is written by its content type, in UTF-8 and without a
 * content coding: a text as it is, an object of texts as form fields where it is a form, anything else as compact
 * JSON, whose type is then set unless the code chose one.
 */
export function rewrite(received: RequestPayload, made: RequestPayload): TransformedPayload | null {
  if (isDeepStrictEqual(received, made)) return null;
  const { method, path, query } = made;
  const type = firstValue(made.headers, "content-type");
  if (isUntouched(received, made)) {
    return { method, path, query, header_lines: linesOf(made.headers), content_type: type, body: null };
  }
  const chosen = type !== firstValue(received.headers, "content-type");
  const { bytes, contentType } = writeBody(made.body, type, chosen);
  // The length is the delivery's to set.
  const { "content-encoding": _coding, "content-length": _length, ...kept } = made.headers;
  const headers = contentType === null ? kept : { ...kept, "content-type": contentType };
  return { method, path, query, header_lines: linesOf(headers), content_type: contentType, body: bytes };
}

/** A request that was never received, as it would have been. */
export function onWire({ headers, body, ...line }: RequestPayload): Received & { method: string } {
  const { bytes, contentType } = writeBody(body, firstValue(headers, "content-type"));
  return { ...line, header_lines: linesOf(headers), content_type: contentType, body: bytes };
}

/** The bytes of a body, and its content type, mended where it would not be true any more; `chosen` types stay. */
export function writeBody(
  body: Json,
  contentType: string | null,
  chosen = false,
): { bytes: Uint8Array; contentType: string | null } {
  const type = contentType && inUtf8(contentType);
  if (typeof body === "string") return { bytes: Buffer.from(body), contentType: type };
  const kind = bodyKind(type);
  if (kind === "form" && isForm(body)) return { bytes: Buffer.from(formOf(body)), contentType: type };
  const fits = type !== null && (chosen || kind === "json");
  return { bytes: Buffer.from(JSON.stringify(body)), contentType: fits ? type : JSON_TYPE };
}

/** Read in the same way, the same bytes say the same. */
function isUntouched(received: RequestPayload, made: RequestPayload): boolean {
  const readAs = ({ headers }: RequestPayload) => [
    bodyKind(firstValue(headers, "content-type")),
    headers["content-encoding"],
  ];
  if (!isDeepStrictEqual(readAs(received), readAs(made))) return false;
  // Code gets and gives JSON, which has no 1e999: what became null on the way was left alone too.
  return sameJson(received.body, made.body) || sameJson(throughJson(received.body), made.body);
}

const throughJson = (value: Json) => JSON.parse(JSON.stringify(value)) as Json;

function firstValue(headers: RequestPayload["headers"], name: string): string | null {
  return [headers[name]].flat()[0] ?? null;
}

function linesOf(headers: RequestPayload["headers"]): HeaderLines {
  return Object.entries(headers).flatMap(([name, value]) =>
    [value].flat().map((text): [string, string] => [name, text]),
  );
}

const inUtf8 = (contentType: string) =>
  contentType.replace(/(;\s*charset=)("?)(?!utf-8\b)[^;"]*\2/i, "$1$2utf-8$2");

type Form = { [name: string]: string | string[] };

function isForm(body: Json): body is Form {
  const isText = (value: Json) => typeof value === "string";
  if (body === null || typeof body !== "object" || Array.isArray(body)) return false;
  return Object.values(body).every((value) => (Array.isArray(value) ? value.every(isText) : isText(value)));
}

/** Fields as a form or a query writes them. */
export function formOf(form: Form): string {
  const fields = Object.entries(form).flatMap(([name, value]) =>
    [value].flat().map((text): [string, string] => [name, text]),
  );
  return new URLSearchParams(fields).toString();
}
