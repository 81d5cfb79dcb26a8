import { containsText } from "../rules/text-search.ts";
import type { Received } from "./data.ts";
import { bodyKind, readBody } from "./read.ts";

/** What is searched of a request: its id, where it has one, and its parts. */
export type Searched = Received & { _id?: string };

/** Characters; a longer text is not kept, but made of the bytes for each search. */
const LONGEST_KEPT = 64 * 1024;
const ESCAPED = /["\\\x00-\x1f]/;
/** Bytes; a compressed body may become a thousand times as long. */
const LARGEST_DECODED = 8 * 1024;

/**
 * Text as searches compare it: in lower case, of any script (Unicode's mapping, of no language), with Greek's two small
 * sigmas as one.
 */
export function foldCase(text: string): string {
  return text.toLowerCase().replaceAll("ς", "σ");
}

/** The folded text in which searches find a request; null where it would be too large to be kept beside the bytes. */
export function searchText(request: Searched): string | null {
  const size = request.body?.length ?? 0;
  if (size > (encodingOf(request) === null ? LONGEST_KEPT : LARGEST_DECODED)) return null;
  // Nobody looks for this character, so nothing is found across two parts.
  const text = [...searchParts(request)].join("\0");
  return text.length > LONGEST_KEPT ? null : foldCase(text);
}

/** Whether a folded text stands in a request, read from its bytes, whatever their size. */
export function isFoundIn(request: Searched, folded: string): boolean {
  for (const part of searchParts(request)) if (containsText(foldCase(part), folded)) return true;
  return false;
}

/**
 * Id, path, query, header values and body. Query and body stand there as they were received and, where that differs,
 * as read: form fields decoded, JSON without spaces and escapes.
 */
function* searchParts(request: Searched): Generator<string> {
  if (request._id !== undefined) yield request._id;
  yield request.path;
  yield* alsoAs(request.query, formText);
  for (const [, value] of request.header_lines) yield value;
  if (!request.body) return;
  const raw = readBody(request.body, "text/plain", encodingOf(request)) as string;
  const kind = bodyKind(request.content_type);
  if (kind === "text") yield raw;
  else yield* alsoAs(raw, kind === "json" ? jsonText : formText);
  if (kind === "json" && raw.includes("\\")) yield escapedTexts(raw);
}

function* alsoAs(raw: string, read: (raw: string) => string): Generator<string> {
  yield raw;
  const text = read(raw);
  if (text !== raw) yield text;
}

function encodingOf({ header_lines }: Received): string | null {
  const lines = header_lines.filter(([name]) => name === "content-encoding");
  return lines.length > 0 ? lines.map(([, value]) => value).join(",") : null;
}

/** The texts in JSON that can't be written there as they are: with quotes, backslashes or line ends. */
function escapedTexts(json: string): string {
  const texts: string[] = [];
  try {
    JSON.parse(json, (name, value: unknown) => {
      for (const text of [name, value]) if (typeof text === "string" && ESCAPED.test(text)) texts.push(text);
      return value;
    });
  } catch {
    return "";
  }
  return texts.join("\0");
}

/** Text that is no JSON, or nested too deep to be written again, is searched as it is. */
function jsonText(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    return text;
  }
}

function formText(text: string): string {
  if (!/[%+]/.test(text)) return text;
  return [...new URLSearchParams(text)].map(([name, value]) => `${name}=${value}`).join("&");
}
