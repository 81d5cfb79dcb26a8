import { useEffect, useRef } from "preact/hooks";
import { createCell, useCell } from "./cell.ts";

/** What a key does, in a few words, and the doing. */
export interface KeyAction {
  says: string;
  run: () => void;
}

/** Keys by their name in `KeyboardEvent.key`; `Ctrl-S` is that, or Command-S, in a field too. */
export type KeyMap = Record<string, KeyAction>;

/** The maps of what is on the screen; the last one comes first. */
const maps = createCell<readonly { current: KeyMap }[]>([]);

/** Lets keys act for as long as the component is there. */
export function useKeys(keys: KeyMap): void {
  const own = useRef(keys);
  own.current = keys;
  useEffect(() => {
    maps.set([...maps.get(), own]);
    return () => maps.set(maps.get().filter((map) => map !== own));
  }, []);
}

/** The keys that act now, with what they do. */
export function useKeyList(): [key: string, says: string][] {
  const all = new Map<string, string>();
  for (const { current } of useCell(maps)) {
    for (const [key, { says }] of Object.entries(current)) all.set(key, says);
  }
  return [...all];
}

const SAVE = "Ctrl-S";

/** Hears the keyboard. Keys are left to fields that are typed in, but for Escape and saving, and to an open dialog. */
export function listenForKeys(): void {
  document.addEventListener("keydown", (press) => {
    if (press.altKey || press.defaultPrevented) return;
    const target = press.target as HTMLElement;
    if (document.querySelector("dialog[open]")) return;
    if (press.metaKey || press.ctrlKey) {
      if (press.key === "s") act(SAVE, press);
      return;
    }
    if (target.matches("input:not([type=checkbox]), textarea, select, [contenteditable]")) {
      if (press.key === "Escape") target.blur();
      return;
    }
    // What has the focus takes Enter itself.
    if (press.key === "Enter" && target.matches("a, button, summary")) return;
    act(press.key, press);
  });
}

function act(key: string, press: KeyboardEvent): void {
  const action = maps.get().findLast(({ current }) => key in current)?.current[key];
  if (!action) return;
  press.preventDefault();
  action.run();
}
