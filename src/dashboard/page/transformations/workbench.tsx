import { useRef, useState } from "preact/hooks";
import { asProblem, call } from "../api.ts";
import { reloadDirectory } from "../directory.ts";
import { useDraft } from "../drafts.ts";
import { saveOver } from "../form/editing.ts";
import { faultOf } from "../form/pairs.ts";
import { StaleNotice } from "../form/stale-notice.tsx";
import { duration } from "../format.ts";
import { useKeys } from "../keys.ts";
import { CodeEditor } from "../parts/code-editor.tsx";
import { Choice, Dialog } from "../parts/dialog.tsx";
import { Icon } from "../parts/icon.tsx";
import { ProblemNotice } from "../parts/notice.tsx";
import { Status } from "../parts/status.tsx";
import { Tabs } from "../parts/tabs.tsx";
import { say } from "../parts/toast.tsx";
import { SamplePicker, type Sample } from "../records/sample.tsx";
import { useRefusal } from "../session/own-key.ts";
import type { LineFault, Problem, Wire } from "../wire.ts";
import { shownEnvOf, variablesOf } from "./env-draft.ts";
import { EnvEditor } from "./env-editor.tsx";
import { ExecutionView } from "./execution-view.tsx";
import { Executions } from "./executions.tsx";
import { Versions } from "./versions.tsx";
import { ScopedButton } from "../parts/scoped-button.tsx";
import { partOf, useTransformationDraft, type Edits } from "./transformation-draft.ts";

/** Where code and variables are edited, beside what they make of a request, what they did, and what they were. */
export function Workbench({
  transformation,
  sourceId,
  saved,
}: {
  transformation: Wire["transformation"];
  /** A source whose requests come here, for something to try the code on. */
  sourceId: string | null;
  saved: (made: Wire["transformation"]) => void;
}) {
  const draft = useTransformationDraft(transformation);
  const { code, variables, changes, dirty } = draft;
  useDraft(dirty, "this transformation");
  const [problem, setProblem] = useState<Problem | null>(null);
  const [sample, setSample] = useState<Sample | null>(null);
  const [ran, setRan] = useState<Wire["trial"] | null>(null);
  const [busy, setBusy] = useState(false);
  const refusal = useRefusal("write");
  const [restored, askToRestore] = useState<Wire["version"] | null>(null);
  /** Counts the edits: what a run of older code found is told no more. */
  const edition = useRef(0);

  async function attempt(work: () => Promise<void>): Promise<void> {
    // A key of the keyboard passes the buttons by.
    if (busy || refusal !== null) return;
    setProblem(null);
    setBusy(true);
    await work().catch((error: unknown) => setProblem(asProblem(error)));
    setBusy(false);
  }
  const run = () =>
    attempt(async () => {
      const of = edition.current;
      const body = { transformation_id: transformation.id, ...changes, ...sample };
      const trial = await call<Wire["trial"]>("POST", "/transformations/run", { body });
      if (edition.current === of) setRan(trial);
    });
  const ready = dirty && !busy && faultOf(variables) === null;
  const saveOn = (base: string) =>
    attempt(async () => {
      if (!ready) return;
      const made = await saveOver<Wire["transformation"]>(draft.path, changes, { base, partOf });
      if (made.saved) draft.settle(made.resource);
      saved(made.resource);
      if (!made.saved) return;
      say(`Saved as version ${made.resource.version}.`);
      await reloadDirectory();
    });
  const save = () => void saveOn(draft.base);
  const edit = (edits: Edits) => {
    edition.current++;
    draft.edit(edits);
    setRan(null);
    setProblem(null);
  };
  const restore = ({ version, ...was }: Wire["version"]) => {
    edit({ code: was.code, variables: variablesOf(was.env) });
    askToRestore(null);
    say(`Version ${version} is in the editor. Saved, it becomes the latest one.`);
  };
  useKeys({
    x: { says: "Run the code", run: () => void run() },
    "Ctrl-S": { says: "Save", run: save },
  });

  return (
    <div class="beside-editor">
      <section class="card">
        {draft.stale && dirty ? (
          <StaleNotice
            what="This transformation was"
            mine={partOf({ code, env: shownEnvOf(variables) })}
            theirs={partOf(transformation)}
            ready={ready}
            discard={draft.discard}
            saveAnyway={() => {
              draft.accept();
              void saveOn(partOf(transformation));
            }}
          />
        ) : null}
        <Tabs
          beside={
            <div class="actions">
              <ScopedButton
                type="button"
                class="button"
                disabled={!sample || busy}
                onClick={() => void run()}
              >
                <Icon name="play" size={14} /> Run
              </ScopedButton>
              <ScopedButton type="button" class="button primary" disabled={!ready} onClick={save}>
                Save
              </ScopedButton>
            </div>
          }
          tabs={[
            {
              name: "Code",
              view: () => (
                <CodeEditor
                  code={code}
                  language="javascript"
                  label="Code"
                  rows={20}
                  faults={faultsOf(problem, ran)}
                  change={(next) => edit({ code: next })}
                />
              ),
            },
            {
              name: "Variables",
              count: variables.length,
              view: () => <EnvEditor variables={variables} change={(next) => edit({ variables: next })} />,
            },
          ]}
        />
        {problem ? <ProblemNotice problem={problem} /> : null}
      </section>
      <section class="card">
        <Tabs
          tabs={[
            {
              name: "Run",
              view: () => (
                <div class="stack">
                  <SamplePicker sourceId={sourceId} choose={setSample} />
                  {ran ? (
                    <Ran trial={ran} />
                  ) : (
                    <p class="faint">Run the code to see what it makes of this request.</p>
                  )}
                </div>
              ),
            },
            { name: "Executions", view: () => <Executions id={transformation.id} /> },
            {
              name: "Versions",
              view: () => (
                <Versions transformation={transformation} restore={dirty ? askToRestore : restore} />
              ),
            },
          ]}
        />
      </section>
      {restored ? (
        <Dialog title="Replace what is in the editor?" close={() => askToRestore(null)}>
          <p>
            You have changed this transformation, and not saved it. Version {restored.version} takes its
            place.
          </p>
          <Choice yes="Replace" danger confirm={() => restore(restored)} close={() => askToRestore(null)} />
        </Dialog>
      ) : null}
    </div>
  );
}

function faultsOf(problem: Problem | null, ran: Wire["trial"] | null): LineFault[] {
  const compile = problem?.errors?.flatMap(({ line, message }) => (line ? [{ line, message }] : [])) ?? [];
  const { error } = ran ?? {};
  return error?.line ? [...compile, { line: error.line, message: error.message }] : compile;
}

function Ran({ trial }: { trial: Wire["trial"] }) {
  return (
    <div class="stack" aria-live="polite">
      <p>
        <Status status={trial.status} /> <span class="faint">in {duration(trial.duration_ms)}</span>
      </p>
      <ExecutionView execution={trial} />
    </div>
  );
}
