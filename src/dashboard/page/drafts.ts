import { useLayoutEffect } from "preact/hooks";
import { createCell } from "./cell.ts";

/** What would be lost, and how the page is left all the same. */
export interface Leaving {
  /** Such as `the rules`. */
  what: string;
  go: () => void;
}

/** The question that stands open, or null. */
export const leaving = createCell<Leaving | null>(null);
/** What is changed and not saved, by whoever shows it. */
const drafts = new Map<object, string>();

/** Says, while it is, that something was changed and not saved; closing the tab is then asked about too. */
export function useDraft(changed: boolean, what: string): void {
  // At once, not after the next picture: the very next key may leave.
  useLayoutEffect(() => {
    if (!changed) return;
    const own = {};
    const warn = (closing: BeforeUnloadEvent) => closing.preventDefault();
    drafts.set(own, what);
    addEventListener("beforeunload", warn);
    return () => {
      drafts.delete(own);
      removeEventListener("beforeunload", warn);
    };
  }, [changed, what]);
}

/** Goes at once where nothing would be lost, and else after the question; answers whether it went. */
export function leaveBy(go: () => void): boolean {
  const [what] = drafts.values();
  if (what === undefined) {
    go();
    return true;
  }
  leaving.set({ what, go });
  return false;
}

/** Gives up what was not saved: the operator said so. */
export const forgetDrafts = (): void => drafts.clear();
