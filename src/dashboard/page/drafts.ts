import { useLayoutEffect, useState } from "preact/hooks";
import { createCell, useCell } from "./cell.ts";

/** What would be lost, and how the page is left all the same. */
export interface Leaving {
  /** A sentence or two. */
  loss: string;
  go: () => void;
}

/** The question that stands open, or null. */
export const leaving = createCell<Leaving | null>(null);
/** What would be lost, by whoever shows it. */
const drafts = new Map<object, string>();

/** Says, while it is, that something was changed and not saved; closing the tab is then asked about too. */
export const useDraft = (changed: boolean, what: string): void =>
  useLoss(changed, `You have changed ${what}, and not saved it. Leaving this page loses the change.`);

/** Says, while it would, that leaving the page loses something. */
export function useLoss(loses: boolean, loss: string): void {
  // At once, not after the next picture: the very next key may leave.
  useLayoutEffect(() => {
    if (!loses) return;
    const own = {};
    const warn = (closing: BeforeUnloadEvent) => closing.preventDefault();
    drafts.set(own, loss);
    addEventListener("beforeunload", warn);
    return () => {
      drafts.delete(own);
      removeEventListener("beforeunload", warn);
    };
  }, [loses, loss]);
}

/** Goes at once where nothing would be lost, and else after the question; answers whether it went. */
export function leaveBy(go: () => void): boolean {
  const [loss] = drafts.values();
  if (loss === undefined) {
    go();
    return true;
  }
  leaving.set({ loss, go });
  return false;
}

/** Gives up what was not saved, and the question about it: the operator said so. */
export function forgetDrafts(): void {
  drafts.clear();
  kept.clear();
  leaving.set(null);
}

/** What was typed and not saved, by what it belongs to: a session that ends by itself takes none of it along. */
const kept = new Map<string, unknown>();

/** Whether something waits to be gone on with; the answer to an open question may give it up. */
export function useSomethingKept(): boolean {
  useCell(leaving);
  return kept.size > 0;
}

/** What was typed for `key`, such as a resource's path; null for nothing. It is there until it is given up. */
export function useKept<T>(key: string): [T | null, (update: (now: T | null) => T | null) => void] {
  const present = () => (kept.get(key) as T | undefined) ?? null;
  const [value, setValue] = useState<T | null>(present);
  const put = (update: (now: T | null) => T | null) => {
    const next = update(present());
    if (next === null) kept.delete(key);
    else kept.set(key, next);
    setValue(() => next);
  };
  return [value, put];
}
