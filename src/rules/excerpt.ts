import type { Json } from "../resources/wire.ts";

const DEEPEST = 8;
const MOST_VALUES = 50;
const LONGEST_TEXT = 200;
const CUT = "…";
const UNSTORABLE = /^_(?=bsontype$|_proto__$)|\0/g;
const storable = (key: string) =>
  key.replace(UNSTORABLE, (character) => (character === "_" ? "\\u005f" : "\\u0000"));

/**
 * A value as it is shown and stored beside a decision: itself if it is small, else with "…" in place of what is over 8
 * levels, 50 values or 200 characters of a text. A record must hold it whatever was received: a key that BSON or
 * JavaScript would not take as one has the offending character escaped, as JSON writes it.
 */
export function excerpt(value: Json): Json {
  let values = 0;
  const shorten = (text: string) => (text.length > LONGEST_TEXT ? text.slice(0, LONGEST_TEXT) + CUT : text);

  function copy(part: Json, depth: number): Json {
    values += 1;
    if (typeof part === "string") return shorten(part);
    // 1e999 is valid JSON and reads as Infinity, which no JSON can say.
    if (typeof part === "number" && !Number.isFinite(part)) return String(part);
    if (part === null || typeof part !== "object") return part;
    if (depth === DEEPEST) return CUT;
    return Array.isArray(part) ? copyArray(part, depth) : copyObject(part, depth);
  }

  function copyArray(part: Json[], depth: number): Json[] {
    const copied: Json[] = [];
    for (const element of part) {
      if (values >= MOST_VALUES) return [...copied, CUT];
      copied.push(copy(element, depth + 1));
    }
    return copied;
  }

  function copyObject(part: { [key: string]: Json }, depth: number): Json {
    const copied: [string, Json][] = [];
    for (const key of Object.keys(part)) {
      if (values >= MOST_VALUES) return Object.fromEntries([...copied, [CUT, CUT]]);
      copied.push([storable(shorten(key)), copy(part[key] as Json, depth + 1)]);
    }
    return Object.fromEntries(copied);
  }

  return copy(value, 0);
}
