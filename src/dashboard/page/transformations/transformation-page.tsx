import { useEffect, useState } from "preact/hooks";
import { asProblem, call } from "../api.ts";
import { connectionName, reloadDirectory, useDirectory } from "../directory.ts";
import { duration } from "../format.ts";
import { useKeys } from "../keys.ts";
import { useLoaded } from "../loaded.ts";
import { CodeEditor } from "../parts/code-editor.tsx";
import { Facts } from "../parts/facts.tsx";
import { Icon } from "../parts/icon.tsx";
import { ProblemNotice, Waiting } from "../parts/notice.tsx";
import { BackTo, PageHead } from "../parts/page-head.tsx";
import { Status } from "../parts/status.tsx";
import { Tabs } from "../parts/tabs.tsx";
import { Time } from "../parts/time.tsx";
import { say } from "../parts/toast.tsx";
import { SamplePicker, type Sample } from "../records/sample.tsx";
import type { LineFault, List, Problem, Wire } from "../wire.ts";
import { ExecutionView } from "./execution-view.tsx";

/** One transformation: its code beside what it does to a request, and what it did to those that came. */
export function TransformationPage({ id }: { id: string }) {
  const { data, problem, reload } = useLoaded<Wire["transformation"]>(`/transformations/${id}`);
  const directory = useDirectory();
  const back = <BackTo path="/transformations" name="Transformations" />;
  if (!data)
    return (
      <>
        {back}
        {problem ? <ProblemNotice problem={problem} retry={reload} /> : <Waiting rows={6} />}
      </>
    );
  const users = [...directory.connections.values()].filter(({ rules }) =>
    rules.some((rule) => rule.type === "transform" && rule.transformation_id === id),
  );
  return (
    <>
      {back}
      <PageHead title={data.name} />
      <Facts
        facts={[
          ["Version", data.version],
          ["Changed", <Time at={data.updated_at} />],
          [
            "Used by",
            users.length === 0
              ? "no connection yet"
              : users.map((it, at) => (
                  <span key={it.id}>
                    {at > 0 ? ", " : ""}
                    <a href={`/connections/${it.id}`}>{connectionName(directory, it.id)}</a>
                  </span>
                )),
          ],
        ]}
      />
      <Workbench transformation={data} sourceId={users[0]?.source_id ?? null} saved={reload} />
    </>
  );
}

function Workbench({
  transformation,
  sourceId,
  saved,
}: {
  transformation: Wire["transformation"];
  sourceId: string | null;
  saved: () => void;
}) {
  const [code, setCode] = useState(transformation.code);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [sample, setSample] = useState<Sample | null>(null);
  const [ran, setRan] = useState<Wire["trial"] | null>(null);
  useEffect(() => setCode(transformation.code), [transformation.version]);
  const [busy, setBusy] = useState(false);
  const dirty = code !== transformation.code;

  async function attempt(work: () => Promise<void>): Promise<void> {
    setProblem(null);
    setBusy(true);
    await work().catch((error: unknown) => setProblem(asProblem(error)));
    setBusy(false);
  }
  const run = () =>
    attempt(async () => {
      const { env } = transformation;
      const what = dirty ? { code, env } : { transformation_id: transformation.id };
      setRan(await call<Wire["trial"]>("POST", "/transformations/run", { body: { ...what, ...sample } }));
    });
  const save = () =>
    attempt(async () => {
      const path = `/transformations/${transformation.id}`;
      const { version } = await call<Wire["transformation"]>("PATCH", path, { body: { code } });
      say(`Saved as version ${version}.`);
      saved();
      await reloadDirectory();
    });
  useKeys({ x: { says: "Run the code", run: () => void run() } });

  return (
    <div class="beside-editor">
      <section class="card">
        <div class="card-head">
          <h2>Code</h2>
          <div class="actions">
            <button type="button" class="button" disabled={!sample || busy} onClick={() => void run()}>
              <Icon name="play" size={14} /> Run
            </button>
            <button
              type="button"
              class="button primary"
              disabled={!dirty || busy}
              onClick={() => void save()}
            >
              Save
            </button>
          </div>
        </div>
        <CodeEditor
          code={code}
          language="javascript"
          label="Code"
          rows={20}
          faults={faultsOf(problem, ran)}
          change={(next) => {
            setCode(next);
            setRan(null);
            setProblem(null);
          }}
          save={() => void save()}
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
          ]}
        />
      </section>
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

const EXECUTIONS_EVERY = 5000;

function Executions({ id }: { id: string }) {
  const path = `/transformations/${id}/executions?limit=25`;
  const { data, problem, reload } = useLoaded<List<Wire["execution"]>>(path, { every: EXECUTIONS_EVERY });
  if (problem) return <ProblemNotice problem={problem} retry={reload} />;
  if (!data) return <Waiting />;
  if (data.models.length === 0) return <p class="faint">It has not run for an event yet.</p>;
  return (
    <ul class="samples">
      {data.models.map((execution) => (
        <li key={execution.id}>
          <details>
            <summary>
              <Status status={execution.status} />{" "}
              <span class="faint">
                version {execution.version} · {duration(execution.duration_ms)} ·{" "}
                <Time at={execution.created_at} />
              </span>
            </summary>
            <p>
              <a href={`/events/${execution.event_id}`}>{execution.event_id}</a>
            </p>
            <ExecutionView execution={execution} />
          </details>
        </li>
      ))}
    </ul>
  );
}
