import { wordOf } from "./json-draft.ts";

/** Units in which durations are told, in milliseconds, the largest first. */
export const UNITS = [
  [86_400_000, "days"],
  [3_600_000, "hours"],
  [60_000, "minutes"],
  [1000, "seconds"],
  [1, "ms"],
] as const;

const SECOND = 1000;

/** The largest unit of which a duration is a whole number. */
export const unitOf = (value: unknown): number =>
  typeof value === "number" && value > 0 ? UNITS.find(([size]) => value % size === 0)![0] : SECOND;

/** A duration in a unit, as it is typed; what is no number is told as it is. */
export const inUnit = (value: unknown, unit: number): string =>
  typeof value === "number" ? String(value / unit) : wordOf(value);

/** Milliseconds of what is typed; what is no number stays, for the API to say so. */
export function fromUnit(text: string, unit: number): number | string {
  const number = readNumber(text);
  return typeof number === "number" ? Math.round(number * unit) : number;
}

/** A number, or the text where it is none. */
export function readNumber(text: string): number | string {
  const number = Number(text);
  return text.trim() === "" || !Number.isFinite(number) ? text : number;
}
