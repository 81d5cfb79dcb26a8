import { createHash } from "node:crypto";
import { readFilterData, type Received } from "../payload/data.ts";
import { bodyKind } from "../payload/read.ts";
import type { DeduplicateRule } from "../resources/rule.ts";
import type { Json } from "../resources/wire.ts";
import { dedupeValue } from "../rules/dedupe-key.ts";
import { canonicalJson } from "../rules/json.ts";

/** Hash, in hex, of what makes two requests copies of each other under a rule. */
export function dedupeKey(rule: DeduplicateRule, request: Received & { method: string }): string {
  const { body, ...data } = readFilterData(request);
  const whole = rule.include_fields === undefined && rule.exclude_fields === undefined;
  // As a whole, and as text, bodies are compared by their bytes: reading them may make different ones equal.
  const bytes = Buffer.from(request.body ?? new Uint8Array()).toString("base64");
  const compared = whole || typeof body === "string" ? bytes : withExactNumbers(body, request);
  const value = dedupeValue(rule, { ...data, body: compared, method: request.method });
  return createHash("sha256").update(canonicalJson(value)).digest("hex");
}

const MAY_BE_LONG = /\d[\d.]{15}/;
const LONG = 16;

/** Ids have more digits than JavaScript's numbers keep: read as numbers, different ones may be equal. */
function withExactNumbers(body: Json, request: Received): Json {
  if (bodyKind(request.content_type) !== "json") return body;
  const text = readFilterData({ ...request, content_type: "text/plain" }).body as string;
  if (!MAY_BE_LONG.test(text)) return body;
  return JSON.parse(quoteLongNumbers(text)) as Json;
}

/** Valid JSON with its long numbers as texts. By hand: on megabytes, a regular expression overflows the stack. */
function quoteLongNumbers(json: string): string {
  const parts: string[] = [];
  let copied = 0;
  for (let at = 0; at < json.length;) {
    const character = json[at] as string;
    const isNumber = NUMBER_START.has(character);
    const end = character === '"' ? endOfString(json, at) : isNumber ? endOfNumber(json, at) : at + 1;
    if (isNumber && end - at >= LONG) {
      parts.push(json.slice(copied, at), JSON.stringify(`\0${json.slice(at, end)}`));
      copied = end;
    }
    at = end;
  }
  return parts.join("") + json.slice(copied);
}

const NUMBER_START = new Set("-0123456789");
const NUMBER_PART = new Set("-+.eE0123456789");

function endOfString(json: string, start: number): number {
  let at = start + 1;
  while (at < json.length && json[at] !== '"') at += json[at] === "\\" ? 2 : 1;
  return at + 1;
}

function endOfNumber(json: string, start: number): number {
  let at = start + 1;
  while (at < json.length && NUMBER_PART.has(json[at] as string)) at += 1;
  return at;
}
