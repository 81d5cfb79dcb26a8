import { brotliDecompressSync, gunzipSync, inflateSync } from "node:zlib";
import type { Json } from "../resources/wire.ts";
import { addField } from "../rules/fields.ts";

/** Compressed bodies are undone up to this many bytes; beyond it the body reads as text. */
const MAX_DECODED = 32 * 1024 * 1024;

/** Each coding may multiply the work; nobody applies more than this many. */
const MAX_CODINGS = 3;

const DECODERS: Record<string, (bytes: Buffer, options: { maxOutputLength: number }) => Buffer> = {
  gzip: gunzipSync,
  "x-gzip": gunzipSync,
  deflate: inflateSync,
  br: brotliDecompressSync,
};

/** A body as filters, transformations and people read it. The bytes themselves stay what counts. */
export function readBody(
  bytes: Uint8Array,
  contentType: string | null,
  contentEncoding: string | null,
): Json {
  const text = decompress(
    Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
    contentEncoding,
  ).toString("utf8");
  const kind = bodyKind(contentType);
  if (kind === "form") return readForm(text);
  return kind === "json" ? readJson(text) : text;
}

/** How a body of this content type is read and written; without one it is taken for JSON. */
export function bodyKind(contentType: string | null): "json" | "form" | "text" {
  const mediaType = (contentType ?? "").split(";")[0]!.trim().toLowerCase();
  if (mediaType === "application/x-www-form-urlencoded") return "form";
  return isJson(mediaType) || mediaType === "" ? "json" : "text";
}

/** Form fields or a query as name → text, or the list of texts of a repeated name. */
export function readForm(text: string): Record<string, string | string[]> {
  const fields = new Map<string, string | string[]>();
  for (const [name, value] of new URLSearchParams(text)) addField(fields, name, value);
  return Object.fromEntries(fields);
}

/** Header lines as lower-case name → text, or the list of texts of a repeated one. */
export function headerRecord(
  lines: readonly (readonly [string, string])[],
): Record<string, string | string[]> {
  const headers = new Map<string, string | string[]>();
  for (const [name, value] of lines) addField(headers, name, value);
  return Object.fromEntries(headers);
}

function isJson(mediaType: string): boolean {
  return mediaType === "application/json" || mediaType.endsWith("+json");
}

/** Text that is no JSON stays text: a provider's mistake is still delivered, and can still be filtered. */
function readJson(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

function decompress(bytes: Buffer, encodings: string | null): Buffer {
  const names = (encodings ?? "")
    .toLowerCase()
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "" && name !== "identity");
  if (names.length > MAX_CODINGS) return bytes;
  try {
    // Content-Encoding lists the codings in the order in which they were applied (RFC 9110 section 8.4).
    return names
      .reverse()
      .reduce((at, name) => DECODERS[name]?.(at, { maxOutputLength: MAX_DECODED }) ?? at, bytes);
  } catch {
    return bytes;
  }
}
