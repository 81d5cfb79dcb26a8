import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { CodeEditor } from "../parts/code-editor.tsx";
import { ProblemNotice, Waiting } from "../parts/notice.tsx";
import { ScopedButton } from "../parts/scoped-button.tsx";
import { ScopeNotice } from "../parts/scoped-link.tsx";
import { useKeys } from "../keys.ts";
import { prefer, usePreferences } from "../preferences.ts";
import { useRefusal } from "../session/own-key.ts";
import { usePatchSchema } from "./api-document.ts";
import { faultWords, placeWords } from "./fault-words.ts";
import { draftOf, textOf } from "./json-draft.ts";
import { faultsByLine } from "./json-lines.ts";
import { withoutSecrets, type Schema } from "./schema.ts";
import type { Problem } from "../wire.ts";
import { StaleNotice } from "./stale-notice.tsx";
import type { ResourceDraft } from "./use-resource-draft.ts";

const VIEWS = [
  ["form", "Form"],
  ["json", "JSON"],
] as const;

/** A field of which the API has said something. */
const FAULTY = ":is(input, select, textarea)[aria-invalid=true]";

/** Edits a draft in a form or as JSON: two views of the same text, and each shows what was typed in the other. */
export function DraftCard({
  title,
  save,
  draft,
  field = "",
  patch,
  form,
  above,
  below,
}: {
  title: string;
  /** The words of its button. */
  save: string;
  draft: ResourceDraft;
  /** The field of the API's body whose value the text is; none where it is the body. */
  field?: string;
  /** The path in the OpenAPI document whose PATCH has the form's schema. */
  patch: string;
  form: (schema: Schema) => ComponentChildren;
  above?: ComponentChildren;
  below?: ComponentChildren;
}) {
  const { editor } = usePreferences();
  const { text, fault, problem, theirs, outrun } = draft;
  const refusal = useRefusal("write");
  const card = useRef<HTMLElement>(null);
  useKeys({ "Ctrl-S": { says: save, run: draft.save } });
  useEffect(() => {
    if (problem) card.current?.querySelector<HTMLElement>(FAULTY)?.focus();
  }, [problem]);
  useEffect(() => {
    if (theirs !== null) card.current?.querySelector("[role=alert]")?.scrollIntoView({ block: "nearest" });
  }, [theirs, outrun]);
  return (
    <section ref={card} class="card draft-card">
      <div class="card-head">
        <div class="card-title">
          <h2>{title}</h2>
          <div class="segments" role="group" aria-label={`${title} as`}>
            {VIEWS.map(([view, name]) => (
              <button
                key={view}
                type="button"
                aria-pressed={view === editor}
                onClick={() => prefer({ editor: view })}
              >
                {name}
              </button>
            ))}
          </div>
        </div>
        <div class="actions">
          {draft.dirty ? (
            <button type="button" class="button quiet" onClick={draft.discard}>
              Discard
            </button>
          ) : null}
          <ScopedButton type="button" class="button primary" disabled={!draft.ready} onClick={draft.save}>
            {save}
          </ScopedButton>
        </div>
      </div>
      <ScopeNotice />
      {theirs === null ? null : <StaleDraft draft={draft} theirs={theirs} patch={patch} field={field} />}
      {problem ? <ProblemNotice problem={editor === "form" ? inFormWords(problem) : problem} /> : null}
      <fieldset class="as-its-fields" disabled={refusal !== null}>
        {above}
      </fieldset>
      {editor === "form" ? (
        <fieldset class="as-its-fields" disabled={refusal !== null}>
          <FormView draft={draft} patch={patch} form={form} />
        </fieldset>
      ) : (
        <CodeEditor
          code={text}
          language="json"
          label={`${title} as JSON`}
          rows={12}
          faults={faultsByLine(text, field, problem?.errors ?? [])}
          change={(next) => draft.edit(draftOf(next))}
        />
      )}
      {fault === null ? null : (
        <p class="notice bad" role="alert">
          {fault}
        </p>
      )}
      {below}
    </section>
  );
}

const inFormWords = (problem: Problem): Problem => ({
  ...problem,
  errors: (problem.errors ?? []).map((it) => ({ path: placeWords(it.path), message: faultWords(it) })),
});

/** The schema says which values are secrets: they are not shown, however new. */
function StaleDraft({
  draft,
  theirs,
  patch,
  field,
}: {
  draft: ResourceDraft;
  theirs: string;
  patch: string;
  field: string;
}) {
  const { schema } = usePatchSchema(patch);
  const own = field ? schema?.properties?.[field] : schema;
  return (
    <StaleNotice
      what={`The ${draft.called} were`}
      mine={own && draft.value !== undefined ? textOf(withoutSecrets(own, draft.value)) : null}
      theirs={theirs}
      ready={draft.ready}
      discard={draft.discard}
      saveAnyway={draft.saveAnyway}
    />
  );
}

function FormView({
  draft,
  patch,
  form,
}: {
  draft: ResourceDraft;
  patch: string;
  form: (schema: Schema) => ComponentChildren;
}) {
  const { schema, problem, retry } = usePatchSchema(patch);
  if (draft.value === undefined) return <p class="faint">A form can show it as soon as it is JSON again.</p>;
  if (schema) return form(schema);
  return problem ? <ProblemNotice problem={problem} retry={retry} /> : <Waiting rows={5} />;
}
