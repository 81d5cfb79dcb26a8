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
const STRING_OR_NUMBER = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** Ids have more digits than JavaScript's numbers keep: read as numbers, different ones may be equal. */
function withExactNumbers(body: Json, request: Received): Json {
  if (bodyKind(request.content_type) !== "json") return body;
  const text = readFilterData({ ...request, content_type: "text/plain" }).body as string;
  if (!MAY_BE_LONG.test(text)) return body;
  const exact = (token: string) =>
    token.startsWith('"') || token.length < 16 ? token : JSON.stringify(`\0${token}`);
  return JSON.parse(text.replace(STRING_OR_NUMBER, exact)) as Json;
}
