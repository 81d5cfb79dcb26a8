import { useLayoutEffect } from "preact/hooks";
import { call, read } from "../api.ts";
import { useKept } from "../drafts.ts";

interface Begun<T> {
  draft: T;
  /** What was saved when it was begun. */
  base: string;
}

/** A draft of a part of a resource; the part is compared by its text. */
export interface Editing<T> {
  /** Null without an edit: then what is saved is shown. */
  draft: T | null;
  base: string;
  /** Whether something else is saved by now than what the draft was begun on. */
  stale: boolean;
  edit: (update: (now: T | null) => T | null) => void;
  /** Takes what is saved now as what the draft was begun on. */
  accept: () => void;
  /** It is saved, as that text; what is left of it was typed meanwhile, and is the next draft. */
  settle: (left: (now: T) => T | null, saved: string) => void;
}

/** The draft at a resource's path, of which `saved` is the text of the part; what says the same as that is no draft. */
export function useEditing<T>(path: string, saved: string, saysSaved: (draft: T) => boolean): Editing<T> {
  const [begun, put] = useKept<Begun<T>>(path);
  useLayoutEffect(() => {
    put((now) => (now && saysSaved(now.draft) ? null : now));
  }, [saved]);
  return {
    draft: begun?.draft ?? null,
    base: begun?.base ?? saved,
    stale: begun !== null && begun.base !== saved,
    edit: (update) =>
      put((now) => {
        const draft = update(now?.draft ?? null);
        return draft === null ? null : { draft, base: now?.base ?? saved };
      }),
    accept: () => put((now) => now && { ...now, base: saved }),
    settle: (left, made) =>
      put((now) => {
        const draft = now && left(now.draft);
        return draft === null ? null : { draft, base: made };
      }),
  };
}

/**
 * Saves changes of a resource, and answers it, unless the part that they are made of is not `base` any more: then
 * `saved` is false, and nothing was changed.
 */
export async function saveOver<R>(
  path: string,
  body: unknown,
  { base, partOf }: { base: string; partOf: (resource: R) => string },
): Promise<{ saved: boolean; resource: R }> {
  const present = await read<R>(path);
  if (partOf(present) !== base) return { saved: false, resource: present };
  return { saved: true, resource: await call<R>("PATCH", path, { body }) };
}
