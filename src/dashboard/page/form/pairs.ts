import { MASK } from "../mask.ts";
import { isUnfinished, unfinishedPiece } from "./json-draft.ts";

/** A name with its value, as it is edited. */
export interface Pair {
  name: string;
  value: unknown;
  /** Whether the gateway has a secret here, which an emptied field keeps. */
  saved: boolean;
}

/** The pairs of an object, in their order, or those that can't be one yet. */
export function pairsOf(value: unknown): Pair[] {
  if (isUnfinished(value)) return value as Pair[];
  const entries = Object.entries((value ?? {}) as Record<string, unknown>);
  return entries.map(([name, it]) => ({ name, value: it, saved: it === MASK }));
}

/** The object that pairs are; one without a name and a value is none yet. Those with a fault are a piece unfinished. */
export function valueOfPairs(pairs: Pair[]): unknown {
  const fault = faultOf(pairs);
  const entries = pairs.filter(({ name }) => name !== "").map(({ name, value }) => [name, value] as const);
  if (fault === null) return Object.fromEntries(entries);
  const fields = pairs.map(({ name, value }) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`);
  return unfinishedPiece([...pairs], { text: `{ ${fields.join(", ")} }`, fault });
}

/** What is wrong with the names, or null: as an object, a name that stands twice would lose one of its values. */
export function faultOf(pairs: readonly { name: string; value: unknown }[]): string | null {
  const names = pairs.map(({ name }) => name);
  const twice = names.find((name, at) => name !== "" && names.indexOf(name) !== at);
  if (twice !== undefined) return `${twice} stands twice.`;
  return pairs.some(({ name, value }) => name === "" && value !== "") ? "A value has no name yet." : null;
}
