import { timingSafeEqual } from "node:crypto";
import { jsonObject } from "../resources/json-object.ts";
import type { HeaderLines } from "../resources/wire.ts";

/** An inbound call, as far as providers sign it or put something into it. */
export interface Call {
  method: string;
  /** The public URL as the provider called it: the source's, with extra path and query as they came. */
  url: string;
  headerLines: HeaderLines;
  /** The body, raw. */
  bytes: Uint8Array;
}

/** The first value of a header, or null. `name` is in lower case. */
export function headerOf({ headerLines }: Pick<Call, "headerLines">, name: string): string | null {
  return headerLines.find(([lineName]) => lineName === name)?.[1] ?? null;
}

/** The call with a header more. */
export function withHeader(call: Call, name: string, value: string): Call {
  return { ...call, headerLines: [...call.headerLines, [name, value]] };
}

/** What stands behind the first question mark of a URL, or nothing. */
export function queryOf(url: string): string {
  const start = url.indexOf("?");
  return start === -1 ? "" : url.slice(start + 1);
}

/** The fields of the query, decoded. */
export function queryFields({ url }: Pick<Call, "url">): URLSearchParams {
  return new URLSearchParams(queryOf(url));
}

/** The fields of a body that is a JSON object; none where it is something else. */
export function jsonFields({ bytes }: Pick<Call, "bytes">): Record<string, unknown> {
  return jsonObject(Buffer.from(bytes).toString());
}

/** The call with another body, as JSON. */
export function withJson(call: Call, body: unknown): Call {
  return { ...call, bytes: Buffer.from(JSON.stringify(body)) };
}

/** Whether the body is form fields, by its content type. */
export function isForm(call: Call): boolean {
  return /^application\/x-www-form-urlencoded\s*(;|$)/i.test(headerOf(call, "content-type") ?? "");
}

/** Equality in a time that tells nothing of where two texts, or two rows of bytes, differ. */
export function same(given: string | Uint8Array, expected: string | Uint8Array): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
