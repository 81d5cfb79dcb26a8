import type { RequestPayload } from "../resources/execution.ts";
import type { RejectionCause } from "../resources/request.ts";
import type { Change, SimulatedCause, SimulatedOutcome } from "../resources/simulation.ts";
import type { Json } from "../resources/wire.ts";
import { sameJson } from "./json.ts";

/** What rules make of one request; switches, pauses and destinations have no part in it. */
export type Verdict = { outcome: SimulatedOutcome; detail: Record<string, Json> | null } & (
  | { outcome: "delivered"; cause: null; payload: RequestPayload }
  | { outcome: "ignored"; cause: Extract<SimulatedCause, "FILTERED" | "DUPLICATE"> }
  | { outcome: "failed"; cause: Extract<SimulatedCause, "TRANSFORMATION_FAILED"> }
  | { outcome: "rejected"; cause: RejectionCause | null }
);

/** What a change of rules changes for one request. Of payloads all counts but the length, which delivery sets. */
export function changeOf(before: Verdict, after: Verdict): Change {
  if (before.outcome !== after.outcome) return NEWLY[after.outcome];
  if (before.outcome === "delivered" && after.outcome === "delivered") {
    return samePayload(before.payload, after.payload) ? "unchanged" : "payload_changed";
  }
  return before.cause === after.cause ? "unchanged" : "cause_changed";
}

/** What is rejected never comes to any rules, so that none make it so. */
const NEWLY = {
  delivered: "newly_delivered",
  ignored: "newly_ignored",
  failed: "newly_failed",
  rejected: "unchanged",
} as const satisfies Record<SimulatedOutcome, Change>;

/** A payload as it is compared and shown. */
export function comparable({ method, path, query, headers, body }: RequestPayload): RequestPayload {
  const { "content-length": _length, ...compared } = headers;
  return { method, path, query, headers: compared, body };
}

function samePayload(before: RequestPayload, after: RequestPayload): boolean {
  return before === after || sameJson({ ...comparable(before) }, { ...comparable(after) });
}

/** At most `limit` of the samples: of each kind of change the first, and of all kinds equally many where there are. */
export function fairShare<S extends { change: string }>(samples: readonly S[], limit: number): S[] {
  const kinds = [...new Set(samples.map(({ change }) => change))];
  const ranked = kinds.flatMap((kind) =>
    samples.filter(({ change }) => change === kind).map((sample, rank) => ({ sample, rank })),
  );
  ranked.sort((a, b) => a.rank - b.rank);
  const kept = new Set(ranked.slice(0, limit).map(({ sample }) => sample));
  return samples.filter((sample) => kept.has(sample));
}
