import type { Json } from "../resources/wire.ts";

type JsonObject = { [key: string]: Json };

/** An object's own value under a key: undefined for arrays, scalars, and what only the prototype has. */
export function ownValue(value: Json | undefined, key: string): Json | undefined {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** True for JSON objects, not for arrays and null. */
export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Deep equality, whatever the order of keys. Keeps its own stack: data may be nested deeper than calls can be. */
export function sameJson(left: Json, right: Json): boolean {
  const lefts = [left];
  const rights = [right];
  while (lefts.length > 0) {
    const a = lefts.pop() as Json;
    const b = rights.pop() as Json;
    if (a === b) continue;
    if (Array.isArray(a)) {
      if (!Array.isArray(b) || a.length !== b.length) return false;
      for (const element of a) lefts.push(element);
      for (const element of b) rights.push(element);
    } else {
      if (!isObject(a) || !isObject(b)) return false;
      const keys = Object.keys(a);
      if (keys.length !== Object.keys(b).length) return false;
      for (const key of keys) {
        if (!Object.hasOwn(b, key)) return false;
        lefts.push(a[key] as Json);
        rights.push(b[key] as Json);
      }
    }
  }
  return true;
}

/**
 * The canonical JSON text of a value: keys sorted by UTF-16 code units, no white space (RFC 8785). Equal values have
 * the same text, unequal ones never. Keeps its own stack, as `sameJson` does.
 */
export function canonicalJson(value: Json): string {
  const texts: string[] = [];
  const pending: Step[] = [{ value }];
  for (let step = pending.pop(); step; step = pending.pop()) {
    if (step.text !== undefined) texts.push(step.text);
    else if (Array.isArray(step.value)) pushArray(step.value, pending);
    else if (isObject(step.value)) pushObject(step.value, pending);
    else texts.push(JSON.stringify(step.value));
  }
  return texts.join("");
}

/** What is still to be written: a text as it is, or a value. The last of the stack comes first. */
type Step = { text: string } | { text?: undefined; value: Json };

function pushArray(values: Json[], pending: Step[]): void {
  pending.push({ text: "]" });
  for (let index = values.length - 1; index >= 0; index -= 1) {
    pending.push({ value: values[index] as Json });
    if (index > 0) pending.push({ text: "," });
  }
  pending.push({ text: "[" });
}

function pushObject(value: JsonObject, pending: Step[]): void {
  pending.push({ text: "}" });
  const keys = Object.keys(value).sort();
  for (let index = keys.length - 1; index >= 0; index -= 1) {
    const key = keys[index] as string;
    const name = JSON.stringify(key);
    pending.push({ value: value[key] as Json }, { text: index > 0 ? `,${name}:` : `${name}:` });
  }
  pending.push({ text: "{" });
}
