import { useEffect, useState } from "preact/hooks";
import { asProblem, call, read } from "../api.ts";
import { counted, whole } from "../format.ts";
import { ProblemNotice } from "../parts/notice.tsx";
import { Progress } from "../parts/progress.tsx";
import type { Problem, Wire } from "../wire.ts";
import { Samples } from "./samples.tsx";
import { ScopedButton } from "../parts/scoped-button.tsx";

const LOOK_EVERY = 1000;
const RANGES = [
  ["now-1h", "the last hour"],
  ["now-24h", "the last 24 hours"],
  ["now-7d", "the last 7 days"],
  ["", "everything kept"],
] as const;
const NEWEST = 10_000;

/** Tries a draft of rules on the requests of the past, and tells what it would have changed. */
export function Simulate({ connectionId, rules }: { connectionId: string; rules: unknown[] | null }) {
  const [from, setFrom] = useState("now-24h");
  const [found, setFound] = useState<Wire["simulation"] | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const open = found?.status === "pending" || found?.status === "running";

  useEffect(() => {
    if (!found || !open) return;
    const path = `/connections/${connectionId}/simulations/${found.id}`;
    const timer = setInterval(() => void read<Wire["simulation"]>(path).then(setFound, fail), LOOK_EVERY);
    return () => clearInterval(timer);
  }, [found?.id, open]);
  const fail = (error: unknown) => setProblem(asProblem(error));

  async function run(): Promise<void> {
    setBusy(true);
    setProblem(null);
    const body = { rules, limit: NEWEST, ...(from ? { from } : {}) };
    await call<Wire["simulation"]>("POST", `/connections/${connectionId}/simulate`, { body }).then(
      setFound,
      fail,
    );
    setBusy(false);
  }

  return (
    <div class="stack">
      <p class="faint">What would the draft have made of the requests that came? Nothing is sent.</p>
      <label class="field">
        <span>On</span>
        <select value={from} onChange={(it) => setFrom(it.currentTarget.value)}>
          {RANGES.map(([value, label]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      </label>
      <ScopedButton
        type="button"
        class="button primary"
        disabled={!rules || busy || open}
        onClick={() => void run()}
      >
        {busy || open ? "Simulating…" : "Simulate the draft"}
      </ScopedButton>
      {problem ? <ProblemNotice problem={problem} /> : null}
      {found ? <Found simulation={found} /> : null}
    </div>
  );
}

function Found({ simulation }: { simulation: Wire["simulation"] }) {
  const { status, progress, done_count, samples, error } = simulation;
  const outcomes = [
    ["delivered", simulation.delivered_count, "good"],
    ["ignored", simulation.ignored_count, "mute"],
    ["failed", simulation.failed_count, "bad"],
    ["rejected", simulation.rejected_count, "mute"],
  ] as const;
  const changes = [
    ["newly delivered", simulation.newly_delivered_count, "good"],
    ["newly ignored", simulation.newly_ignored_count, "wait"],
    ["newly failed", simulation.newly_failed_count, "bad"],
    ["payload changed", simulation.payload_changed_count, "busy"],
    ["other cause", simulation.cause_changed_count, "mute"],
    ["unchanged", simulation.unchanged_count, "mute"],
  ] as const;
  return (
    <div class="stack" aria-live="polite">
      {status === "completed" ? null : (
        <Progress label="Simulation" parts={[{ tone: "busy", share: progress, name: status }]} />
      )}
      {error ? <p class="notice bad">{error}</p> : null}
      <p>
        Of <b>{counted(done_count, "request")}</b> the draft would leave{" "}
        {outcomes
          .filter(([, count]) => count > 0)
          .map(([name, count], at) => (
            <span key={name}>
              {at > 0 ? ", " : ""}
              <b>{whole(count)}</b> {name}
            </span>
          ))}
        .
      </p>
      <dl class="tally">
        {changes.map(([name, count, tone]) => (
          <div key={name} class={count > 0 ? tone : "mute"}>
            <dt>{name}</dt>
            <dd>{whole(count)}</dd>
          </div>
        ))}
      </dl>
      {samples.length > 0 ? <h3>What changes, for example</h3> : null}
      <Samples samples={samples} />
    </div>
  );
}
