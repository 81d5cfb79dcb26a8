import { useMemo, useState } from "preact/hooks";
import { asProblem } from "../api.ts";
import { reloadDirectory } from "../directory.ts";
import { useDraft } from "../drafts.ts";
import { say } from "../parts/toast.tsx";
import { useRefusal } from "../session/own-key.ts";
import type { Problem } from "../wire.ts";
import { saveOver, useEditing } from "./editing.ts";
import { draftOf, textOf as textOfValue, type JsonDraft } from "./json-draft.ts";

/** A part of a resource that is edited as JSON, or by a form. */
export interface Part<R> {
  /** Where the API has the resource. */
  path: string;
  resource: R;
  textOf: (resource: R) => string;
  /** What PATCH takes, of what the text says; null where it can't be that. */
  bodyOf: (value: unknown) => unknown;
  /** What it is called where something is said of it, in the plural. */
  called: string;
  /** Shows the resource as it is now. */
  put: (resource: R) => void;
  /** What is said when it is saved. */
  saved: string;
}

/** A draft of a part of a resource, and what can be done with it. */
export interface ResourceDraft extends JsonDraft {
  called: string;
  dirty: boolean;
  /** What was saved by another since the draft was begun; null for nothing. */
  theirs: string | null;
  /** How often it was not saved because of that. */
  outrun: number;
  problem: Problem | null;
  /** Whether it can be saved now. */
  ready: boolean;
  edit: (draft: JsonDraft) => void;
  discard: () => void;
  save: () => void;
  /** Saves it in place of what another has saved. */
  saveAnyway: () => void;
}

/** The draft of a part of a resource; without an edit it follows what is saved. */
export function useResourceDraft<R>(part: Part<R>): ResourceDraft {
  const { path, resource, textOf, bodyOf, called, put } = part;
  const present = textOf(resource);
  const saysSaved = ({ value, fault }: JsonDraft) => fault === null && textOfValue(value) === present;
  const editing = useEditing<JsonDraft>(path, present, saysSaved);
  const shown = useMemo(() => draftOf(present), [present]);
  const draft = editing.draft ?? shown;
  const dirty = editing.draft !== null && !saysSaved(editing.draft);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const [outrun, setOutrun] = useState(0);
  const refusal = useRefusal("write");
  useDraft(dirty, `the ${called}`);
  const body = draft.fault === null ? bodyOf(draft.value) : null;
  const ready = dirty && body !== null && !busy && refusal === null;

  async function save(base: string): Promise<void> {
    if (!ready) return;
    setBusy(true);
    try {
      const made = await saveOver<R>(path, body, { base, partOf: textOf });
      // A secret that was typed reads as a mask from now on.
      if (made.saved) editing.settle((now) => (now === draft ? null : now), textOf(made.resource));
      else setOutrun((times) => times + 1);
      put(made.resource);
      setProblem(null);
      if (made.saved) {
        say(part.saved);
        await reloadDirectory();
      }
    } catch (error) {
      setProblem(asProblem(error));
    }
    setBusy(false);
  }
  return {
    ...draft,
    called,
    dirty,
    theirs: editing.stale && dirty ? present : null,
    outrun,
    problem,
    ready,
    edit(next) {
      setProblem(null);
      editing.edit(() => (next.fault === null && next.text === present ? null : next));
    },
    discard() {
      setProblem(null);
      editing.edit(() => null);
    },
    save: () => void save(editing.base),
    saveAnyway() {
      editing.accept();
      void save(present);
    },
  };
}
