import { useMemo, useState } from "preact/hooks";
import { asProblem, call } from "../api.ts";
import { reloadDirectory, useDirectory } from "../directory.ts";
import { useDraft } from "../drafts.ts";
import { CodeEditor } from "../parts/code-editor.tsx";
import { ProblemNotice } from "../parts/notice.tsx";
import { say } from "../parts/toast.tsx";
import type { LineFault, Problem, Wire } from "../wire.ts";
import { faultsByLine } from "./json-lines.ts";
import { ChooseTransformation } from "./choose-transformation.tsx";
import { TEMPLATES, wordsOf } from "./rule-words.ts";
import { ScopedButton } from "../parts/scoped-button.tsx";

/** The draft of a connection's rules: its text, and what it says where it is JSON. */
export interface RulesDraft {
  text: string;
  rules: unknown[] | null;
  fault: string | null;
}

/** A draft of a text. */
export function draftOf(text: string): RulesDraft {
  try {
    const rules = JSON.parse(text) as unknown;
    return Array.isArray(rules)
      ? { text, rules, fault: null }
      : { text, rules: null, fault: "must be a list: [ … ]" };
  } catch (error) {
    return { text, rules: null, fault: (error as Error).message };
  }
}

/** Edits rules as JSON, with pieces to add, and tells each fault beside its line. */
export function RulesEditor({
  connection,
  draft,
  change,
  saved,
}: {
  connection: Wire["connection"];
  draft: RulesDraft;
  change: (draft: RulesDraft) => void;
  saved: (connection: Wire["connection"], sent: RulesDraft) => void;
}) {
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const { transformations } = useDirectory();
  const faults = useMemo(() => faultsOf(draft, problem), [draft, problem]);
  const dirty = draft.text !== textOf(connection.rules);
  useDraft(dirty, "the rules");

  const edit = (text: string) => {
    setProblem(null);
    change(draftOf(text));
  };
  async function save(): Promise<void> {
    if (!draft.rules || busy) return;
    setBusy(true);
    try {
      const path = `/connections/${connection.id}`;
      saved(await call<Wire["connection"]>("PATCH", path, { body: { rules: draft.rules } }), draft);
      say("The rules are saved, and hold for what comes and for what waits.");
      setProblem(null);
      await reloadDirectory();
    } catch (error) {
      setProblem(asProblem(error));
    }
    setBusy(false);
  }
  const [choosing, setChoosing] = useState(false);
  const append = (rule: unknown) => edit(textOf([...(draft.rules ?? []), rule]));
  const appendTransform = (id: string) => append({ ...TEMPLATES.transform, transformation_id: id });
  const add = (type: keyof typeof TEMPLATES) => {
    const [first] = transformations.keys();
    if (type !== "transform" || !first) return append(TEMPLATES[type]);
    if (transformations.size > 1) return setChoosing(true);
    appendTransform(first);
  };

  return (
    <section class="card">
      <div class="card-head">
        <h2>Rules</h2>
        <div class="actions">
          {dirty ? (
            <button type="button" class="button quiet" onClick={() => edit(textOf(connection.rules))}>
              Discard
            </button>
          ) : null}
          <ScopedButton
            type="button"
            class="button primary"
            disabled={!dirty || !draft.rules || busy}
            onClick={() => void save()}
          >
            Save rules
          </ScopedButton>
        </div>
      </div>
      <div class="chips" role="group" aria-label="Add a rule">
        {(Object.keys(TEMPLATES) as (keyof typeof TEMPLATES)[]).map((type) => (
          <button key={type} type="button" class="chip add" onClick={() => add(type)} disabled={!draft.rules}>
            + {type}
          </button>
        ))}
      </div>
      <CodeEditor
        code={draft.text}
        language="json"
        label="Rules as JSON"
        rows={12}
        faults={faults}
        change={edit}
        save={() => void save()}
      />
      {draft.fault ? (
        <p class="notice bad" role="alert">
          Not JSON yet: {draft.fault}
        </p>
      ) : null}
      {problem ? <ProblemNotice problem={problem} /> : null}
      {draft.fault ? null : <InWords rules={draft.rules} />}
      {choosing ? <ChooseTransformation chosen={appendTransform} close={() => setChoosing(false)} /> : null}
    </section>
  );
}

/** Rules as text to be edited, each with its type first. */
export const textOf = (rules: readonly unknown[]): string =>
  JSON.stringify(
    rules.map((rule) => {
      const { type, ...rest } = rule as Wire["rule"];
      return { type, ...rest };
    }),
    null,
    2,
  );

function faultsOf(draft: RulesDraft, problem: Problem | null): LineFault[] {
  return faultsByLine(draft.text, "rules", problem?.errors ?? []);
}

function InWords({ rules }: { rules: unknown[] | null }) {
  const { transformations } = useDirectory();
  const nameOf = (id: string) => transformations.get(id)?.name ?? id;
  if (!rules || rules.length === 0)
    return <p class="faint">Without rules, everything is delivered as it came.</p>;
  return (
    <ol class="in-words">
      {rules.map((rule, at) => (
        <li key={at}>{tryWords(rule, nameOf)}</li>
      ))}
    </ol>
  );
}

/** A draft may be anything. */
function tryWords(rule: unknown, nameOf: (id: string) => string): string {
  try {
    return wordsOf(rule as Wire["rule"], nameOf) ?? "unknown rule";
  } catch {
    return "not complete yet";
  }
}
