import type { RequestPayload } from "../resources/execution.ts";
import type { Change, SimulationCounts, SimulationSample } from "../resources/simulation.ts";
import { diffJson } from "../rules/diff.ts";
import { excerpt } from "../rules/excerpt.ts";
import { changeOf, comparable, fairShare, type Verdict } from "../rules/verdict.ts";
import type { Verdicts } from "./comparison.ts";

/** What a simulation has found so far. */
export interface Findings {
  counts: SimulationCounts;
  samples: SimulationSample[];
}

/** Findings with those of further requests; `limit` is how many samples are kept. */
export function withVerdicts(found: Findings, verdicts: readonly Verdicts[], limit: number): Findings {
  const counts = { ...found.counts };
  const samples = [...found.samples];
  for (const verdict of verdicts) {
    const change = changeOf(verdict.before, verdict.after);
    counts.done_count += 1;
    counts[`${verdict.after.outcome}_count`] += 1;
    counts[`${change}_count`] += 1;
    const alike = samples.filter((sample) => sample.change === change).length;
    if (change !== "unchanged" && alike < limit) samples.push(sampleOf(verdict, change));
  }
  return { counts, samples: fairShare(samples, limit) };
}

function sampleOf({ subject, before, after }: Verdicts, change: Change): SimulationSample {
  const both = before.outcome === "delivered" && after.outcome === "delivered";
  const { differences, truncated } = both
    ? diffJson({ ...comparable(before.payload) }, { ...comparable(after.payload) })
    : { differences: [], truncated: false };
  return {
    request_id: subject.request._id,
    event_id: subject.event?._id ?? null,
    event_status: subject.event?.status ?? null,
    change,
    before: endOf(before),
    after: endOf(after),
    diff: differences,
    diff_truncated: truncated,
  };
}

function endOf(verdict: Verdict): SimulationSample["before"] {
  const { outcome, cause, detail } = verdict;
  const payload = verdict.outcome === "delivered" ? shown(verdict.payload) : null;
  return { outcome, cause, detail, payload };
}

/** Each part by itself, so that many headers don't hide the body. */
function shown(payload: RequestPayload): RequestPayload {
  const parts = Object.entries(comparable(payload)).map(([part, value]) => [part, excerpt(value)]);
  return Object.fromEntries(parts) as RequestPayload;
}
