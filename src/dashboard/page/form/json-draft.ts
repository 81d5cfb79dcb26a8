/** A JSON text that is edited, also field by field. */
export interface JsonDraft {
  text: string;
  /** What it says, with pieces that are not JSON yet where a form has them; undefined where it can't be told. */
  value: unknown;
  /** Why the text can't be taken as it is yet, or null. */
  fault: string | null;
}

interface Piece {
  text: string;
  fault: string;
}

/** Pieces that are being typed, by what stands for them in a value. */
const unfinished = new WeakMap<object, Piece>();

/** Makes an object stand for what is no value yet: `textOf` writes the piece's text in its place. */
export function unfinishedPiece<T extends object>(standsFor: T, piece: Piece): T {
  unfinished.set(standsFor, piece);
  return standsFor;
}

/** A piece of JSON as a value; one that is not JSON yet keeps its text. */
export function readPiece(text: string): unknown {
  const { value, fault } = draftOf(text);
  return fault === null ? value : unfinishedPiece({}, { text, fault });
}

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;

/** Whether a value is a piece that is none yet. */
export const isUnfinished = (value: unknown): boolean => isObject(value) && unfinished.has(value);

/** Whether a value is an object with fields. */
export const isFields = (value: unknown): value is Record<string, unknown> =>
  isObject(value) && !Array.isArray(value) && !isUnfinished(value);

/** What is said of the first unfinished piece in a value, or null. */
function faultIn(value: unknown): string | null {
  if (!isObject(value)) return null;
  const own = unfinished.get(value)?.fault;
  if (own !== undefined) return own;
  for (const inner of Object.values(value)) {
    const fault = faultIn(inner);
    if (fault !== null) return fault;
  }
  return null;
}

/** A value as the text that is edited; none for undefined. */
export function textOf(value: unknown): string {
  if (value === undefined) return "";
  const pieces: string[] = [];
  const mark = (at: number) => `\u0000${at}\u0000`;
  const text = JSON.stringify(
    value,
    (_, it: unknown) => {
      const piece = isObject(it) ? unfinished.get(it)?.text : undefined;
      return piece === undefined ? it : mark(pieces.push(piece) - 1);
    },
    2,
  );
  return pieces.reduce((all, piece, at) => all.replace(JSON.stringify(mark(at)), () => piece), text);
}

/** Whether two values read the same. */
export const isSame = (a: unknown, b: unknown): boolean => textOf(a) === textOf(b);

/** The draft that a text is. */
export function draftOf(text: string): JsonDraft {
  try {
    return { text, value: JSON.parse(text) as unknown, fault: null };
  } catch (error) {
    return { text, value: undefined, fault: `Not JSON yet: ${(error as Error).message}` };
  }
}

/** The draft that a value is, as a form has it. Each piece must be JSON by itself: together they may read as other fields. */
export const draftOfValue = (value: unknown): JsonDraft => ({
  text: textOf(value),
  value,
  fault: faultIn(value),
});

/** A value in a field of text; what is no word there reads as JSON. */
export function wordOf(value: unknown): string {
  if (value === undefined || value === null) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}
