/** A JSON text that is edited, also field by field. */
export interface JsonDraft {
  text: string;
  /** What it says, with pieces that are not JSON yet where a form has them; undefined where it can't be told. */
  value: unknown;
  /** Why the text is not JSON yet, or null. */
  fault: string | null;
}

/** Pieces of JSON that are being typed, by what stands for them in a value. */
const unfinished = new WeakMap<object, string>();

/** A piece of JSON as a value; one that is not JSON yet keeps its text, and `textOf` writes that in its place. */
export function readPiece(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    const piece = {};
    unfinished.set(piece, text);
    return piece;
  }
}

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;

/** Whether a value is a piece that is not JSON yet. */
export const isUnfinished = (value: unknown): boolean => isObject(value) && unfinished.has(value);

/** A value as the text that is edited; none for undefined. */
export function textOf(value: unknown): string {
  if (value === undefined) return "";
  const pieces: string[] = [];
  const mark = (at: number) => `\u0000${at}\u0000`;
  const text = JSON.stringify(
    value,
    (_, it: unknown) => {
      const piece = isObject(it) ? unfinished.get(it) : undefined;
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
    return { text, value: undefined, fault: (error as Error).message };
  }
}

/** The draft that a value is, as a form has it. */
export function draftOfValue(value: unknown): JsonDraft {
  const draft = draftOf(textOf(value));
  return draft.fault === null ? draft : { ...draft, value };
}
