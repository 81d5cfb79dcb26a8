import type { FieldFault } from "../wire.ts";
import { UNITS, unitOf } from "./durations.ts";
import { isDuration } from "./schema.ts";
import { labelOf } from "./words.ts";

/** Where a fault is, as the form has it: `Rules 3, Delay` for `rules[2].delay`. */
export const placeWords = (path: string): string =>
  path
    .replace(/\[(\d+)\]/g, (_, at: string) => ` ${Number(at) + 1}`)
    .split(".")
    .map((step) => step.replace(/^[a-z_0-9]+/, labelOf))
    .join(", ");

/** What the API says of a field, in the field's words: it counts milliseconds, and names types of JSON. */
export function faultWords({ path, message }: FieldFault): string {
  const name = /([^.[\]]*)(?:\[\d+\])*$/.exec(path)?.[1] ?? "";
  const plain = message.replace(/^is required \(.*\)$/, "is required");
  if (!isDuration(name)) return plain;
  return plain.replace(/^(must be at (?:most|least)) (\d+)$/, (_, limit: string, ms: string) => {
    return `${limit} ${inWords(Number(ms))}`;
  });
}

function inWords(ms: number): string {
  const unit = unitOf(ms);
  const name = UNITS.find(([size]) => size === unit)![1];
  return `${ms / unit} ${ms === unit ? name.replace(/(?<!m)s$/, "") : name}`;
}
