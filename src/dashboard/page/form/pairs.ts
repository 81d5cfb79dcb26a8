import { MASK } from "../mask.ts";
import { isUnfinished, unfinishedPiece } from "./json-draft.ts";

/** A name with its value, as it is edited. */
export interface Pair {
  name: string;
  value: unknown;
  /** Whether the gateway has a secret here, which an emptied field keeps. */
  saved: boolean;
}

/** A header as it is edited. */
export interface Header extends Pair {
  /** The name by which the gateway knows the secret; under another it can't keep it. */
  savedAs?: string;
}

/** A header to be filled in. */
export const EMPTY_HEADER: Header = { name: "", value: "", saved: false };

/** The headers of an object, in their order, or those that can't be one yet. */
export function headersOf(value: unknown): Header[] {
  if (isUnfinished(value)) return value as Header[];
  const entries = Object.entries((value ?? {}) as Record<string, unknown>);
  return entries.map(([name, it]) =>
    it === MASK ? { name, value: it, saved: true, savedAs: name } : { name, value: it, saved: false },
  );
}

/**
 * The object that headers are; one without a name and a value is none yet. Those with a fault are a piece unfinished,
 * and so are none where there must be one.
 */
export function valueOfHeaders(headers: Header[], required = false): unknown {
  const fault = headersFault(headers, required);
  const entries = headers.filter(({ name }) => name !== "").map(({ name, value }) => [name, value] as const);
  if (fault === null) return Object.fromEntries(entries);
  const fields = headers
    .filter(({ name, value }) => name !== "" || value !== "")
    .map(({ name, value }) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`);
  return unfinishedPiece([...headers], {
    text: fields.length > 0 ? `{ ${fields.join(", ")} }` : "{}",
    fault,
  });
}

/** A header by another name: a secret that is saved stays with the name that it has. */
export function renamed({ savedAs, ...header }: Header, name: string): Header {
  if (savedAs === undefined) return { ...header, name };
  const untouched = header.value === MASK || header.value === "";
  const saved = name === savedAs;
  return { name, value: untouched ? (saved ? MASK : "") : header.value, saved, savedAs };
}

/** Whether a header's saved value can't be kept, and none was typed in its place. */
export const wantsValue = ({ name, value, savedAs }: Header): boolean =>
  savedAs !== undefined && name !== savedAs && value === "";

/** What is wrong with headers, or null. Their names match in any case (RFC 9110, 5.1). */
export function headersFault(headers: Header[], required = false): string | null {
  const fault = faultOf(headers.map(({ name, value }) => ({ name: name.toLowerCase(), value })));
  if (fault !== null) return fault;
  const moved = headers.find(wantsValue);
  if (moved) return `${moved.name || "A header"} has a new name: its value is to be typed again.`;
  return required && headers.every(({ name }) => name === "") ? "Give at least one header." : null;
}

/** What is wrong with the names, or null: as an object, a name that stands twice would lose one of its values. */
export function faultOf(pairs: readonly { name: string; value: unknown }[]): string | null {
  const names = pairs.map(({ name }) => name);
  const twice = names.find((name, at) => name !== "" && names.indexOf(name) !== at);
  if (twice !== undefined) return `${twice} stands twice.`;
  return pairs.some(({ name, value }) => name === "" && value !== "") ? "A value has no name yet." : null;
}
