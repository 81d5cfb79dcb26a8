import { createHash } from "node:crypto";
import { readFilterData } from "../payload/data.ts";
import type { DeduplicateRule } from "../resources/rule.ts";
import { dedupeValue } from "../rules/dedupe-key.ts";
import { canonicalJson } from "../rules/json.ts";
import type { RequestDocument } from "../store/documents.ts";

/** Hash, in hex, of what makes two requests copies of each other under a rule. */
export function dedupeKey(rule: DeduplicateRule, request: RequestDocument): string {
  const { body, ...data } = readFilterData(request);
  const whole = rule.include_fields === undefined && rule.exclude_fields === undefined;
  // As a whole, and as text, bodies are compared by their bytes: reading them may make different ones equal.
  const bytes = Buffer.from(request.body ?? new Uint8Array()).toString("base64");
  const compared = whole || typeof body === "string" ? bytes : body;
  const value = dedupeValue(rule, { ...data, body: compared, method: request.method });
  return createHash("sha256").update(canonicalJson(value)).digest("hex");
}
