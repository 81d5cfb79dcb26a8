import type { Data } from "../resources/request.ts";
import type { Json } from "../resources/wire.ts";
import { headerRecord, readBody, readForm } from "./read.ts";

/** A request as it lies in the store. */
export interface Received {
  header_lines: readonly (readonly [string, string])[];
  content_type: string | null;
  body: Uint8Array | null;
  path: string;
  query: string;
}

/** JSON.stringify calls itself once for each level; some thousands are more than its stack takes. */
const MAX_SHOWN_DEPTH = 1000;

/** Headers, body, query and path as the API shows them; JSON that is nested too deep to be written again as text. */
export function readData(received: Received): Data {
  const data = read(received);
  if (!isTooDeep(data.body)) return data;
  return { ...data, body: read({ ...received, content_type: "text/plain" }).body };
}

/** The same as filters see it, at any depth, with the query's fields apart. */
export function readFilterData(received: Received) {
  const data = read(received);
  return { ...data, query: readForm(data.query) };
}

function read(received: Received): Data {
  const headers = headerRecord(received.header_lines);
  const encoding = headers["content-encoding"];
  const bytes = received.body ?? new Uint8Array();
  const body = received.body
    ? readBody(bytes, received.content_type, encoding ? String(encoding) : null)
    : null;
  return { headers, body, query: received.query, path: received.path };
}

/** Whether JSON is nested over 1,000 levels, which is more than can be written again. */
export function isTooDeep(value: Json): boolean {
  let level = [value];
  for (let at = 0; at <= MAX_SHOWN_DEPTH && level.length > 0; at++) {
    level = level.flatMap((it) => (it !== null && typeof it === "object" ? Object.values(it) : []));
  }
  return level.length > 0;
}
