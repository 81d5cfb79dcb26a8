import { useState } from "preact/hooks";
import { isSame } from "./json-draft.ts";

/**
 * The text of a value that is typed: it stays as it was typed while it means the value, so that half a word is not
 * corrected, and follows the value when that is changed elsewhere.
 */
export function useTyped(
  value: unknown,
  write: (value: unknown) => string,
  read: (text: string) => unknown,
): { text: string; type: (text: string) => unknown } {
  const [typed, setTyped] = useState<string | null>(null);
  const text = typed !== null && isSame(read(typed), value) ? typed : write(value);
  return {
    text,
    type(next) {
      setTyped(next);
      return read(next);
    },
  };
}
