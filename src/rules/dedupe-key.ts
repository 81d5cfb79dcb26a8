import type { DeduplicateRule } from "../resources/rule.ts";
import type { Json } from "../resources/wire.ts";
import { foldHeaders, parsePath, readPath, withoutPath } from "./field-path.ts";
import type { Payload } from "./field-path.ts";

/**
 * What two requests must have in common to be copies: hash its `canonicalJson` for the key.
 *
 * - Without fields: method, path, query and body. Headers don't count, as providers date and sign each copy anew.
 * - `include_fields`: the value of each, with its path, in the order given; null where there is none.
 * - `exclude_fields`: the same without these. An excluded header (`headers.date`) makes the other headers count.
 * - Both: what is included, less what is excluded.
 */
export function dedupeValue(rule: DeduplicateRule, payload: Payload): Json {
  const { include_fields: included, exclude_fields: excluded = [] } = rule;
  const { method, path, query, body } = payload;
  const headersCount = included !== undefined || excluded.some((field) => /^headers\b/.test(field));
  const all: Json = { method, path, query, body };
  if (headersCount) all.headers = foldHeaders(payload.headers);

  const counted = excluded.reduce<Json>((value, field) => withoutPath(value, parsePath(field)), all);
  return included?.map((field) => [field, readPath(counted, parsePath(field)) ?? null]) ?? counted;
}
