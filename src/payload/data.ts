import type { Data } from "../resources/request.ts";
import { headerRecord, readBody, readForm } from "./read.ts";

/** A request as it lies in the store. */
export interface Received {
  header_lines: readonly (readonly [string, string])[];
  content_type: string | null;
  body: Uint8Array | null;
  path: string;
  query: string;
}

/** Headers, body, query and path as the API shows them. */
export function readData(received: Received): Data {
  const headers = headerRecord(received.header_lines);
  const encoding = headers["content-encoding"];
  const bytes = received.body ?? new Uint8Array();
  const body = received.body
    ? readBody(bytes, received.content_type, encoding ? String(encoding) : null)
    : null;
  return { headers, body, query: received.query, path: received.path };
}

/** The same as filters see it: with the query's fields apart. */
export function readFilterData(received: Received) {
  const data = readData(received);
  return { ...data, query: readForm(data.query) };
}
