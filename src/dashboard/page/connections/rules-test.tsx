import { useState } from "preact/hooks";
import { asProblem, call } from "../api.ts";
import { duration, spoken } from "../format.ts";
import { ProblemNotice } from "../parts/notice.tsx";
import { Message, textOfBody } from "../parts/payload.tsx";
import { Status } from "../parts/status.tsx";
import { SamplePicker, type Sample } from "../records/sample.tsx";
import { RoutingDetail } from "../requests/routing-detail.tsx";
import { ExecutionView } from "../transformations/execution-view.tsx";
import type { Problem, Wire } from "../wire.ts";
import { ScopedButton } from "../parts/scoped-button.tsx";

/** What one rule made of a request; which fields there are depends on its type. */
interface Step {
  type: Wire["rule"]["type"];
  index: number;
  reached?: boolean;
  matched?: boolean | null;
  failed?: { path: string; operator: string; expected: unknown; actual: unknown } | null;
  execution?: Wire["trial"] | null;
  key?: string;
  delay?: number;
  waits?: number[];
}

interface Tested {
  steps: Step[];
  outcome: {
    status: string;
    cause: string | null;
    cause_detail: Parameters<typeof RoutingDetail>[0]["detail"];
    payload: Wire["payload"] | null;
    retry_waits: number[];
  };
}

/** Tries a draft of rules on one request, and shows each step; nothing is delivered or kept. */
export function RulesTest({ sourceId, rules }: { sourceId: string; rules: unknown[] | null }) {
  const [sample, setSample] = useState<Sample | null>(null);
  const [result, setResult] = useState<Tested | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  async function run(): Promise<void> {
    setBusy(true);
    try {
      setResult(await call<Tested>("POST", "/connections/test_rules", { body: { rules, ...sample } }));
      setProblem(null);
    } catch (error) {
      setProblem(asProblem(error));
    }
    setBusy(false);
  }
  return (
    <div class="stack">
      <SamplePicker sourceId={sourceId} choose={setSample} />
      <ScopedButton
        type="button"
        class="button primary"
        disabled={!rules || !sample || busy}
        onClick={() => void run()}
      >
        Test the draft
      </ScopedButton>
      {problem ? <ProblemNotice problem={problem} /> : null}
      {result ? <Result {...result} /> : null}
    </div>
  );
}

function Result({ steps, outcome }: Tested) {
  const waits = outcome.retry_waits;
  return (
    <div class="stack" aria-live="polite">
      <ol class="steps">
        {steps.map((step) => (
          <li key={step.index} class={toneOf(step)}>
            <b>{step.type}</b> {verdictOf(step)}
            {step.execution ? <ExecutionView execution={step.execution} /> : null}
          </li>
        ))}
      </ol>
      <p class="outcome">
        <Status status={outcome.status} />{" "}
        {outcome.cause ? <RoutingDetail cause={outcome.cause} detail={outcome.cause_detail} /> : null}
      </p>
      {outcome.payload ? (
        <>
          <h3>Would be delivered</h3>
          <Message
            headers={outcome.payload.headers}
            query={outcome.payload.query}
            body={textOfBody(outcome.payload.body)}
          />
          <p class="faint">
            {waits.length > 0
              ? `What is retried is tried again after ${waits.map(duration).join(", ")}: what the retry rule names, or, without one, network errors alone.`
              : "Nothing is tried again."}
          </p>
        </>
      ) : null}
    </div>
  );
}

function toneOf({ reached, matched, execution }: Step): string {
  if (reached === false) return "mute";
  if (matched === false || (execution && execution.status !== "ok")) return "bad";
  return "good";
}

function verdictOf({ type, reached, matched, failed, execution, key, delay, waits }: Step): string {
  if (reached === false) return "was not reached";
  switch (type) {
    case "filter":
      if (matched) return "matches";
      return failed
        ? `stops it: ${failed.path} is ${JSON.stringify(failed.actual)}, wanted ${failed.operator} ${JSON.stringify(failed.expected)}`
        : "stops it";
    case "transform":
      return execution
        ? `${spoken(execution.status)} in ${duration(execution.duration_ms)}`
        : "was not found";
    case "deduplicate":
      return `by the key ${key?.slice(0, 12) ?? ""}…`;
    case "delay":
      return duration(delay ?? 0);
    case "retry":
      return `after ${(waits ?? []).map(duration).join(", ")}`;
  }
}
