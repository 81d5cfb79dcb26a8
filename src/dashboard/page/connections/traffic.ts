import { useLoaded } from "../loaded.ts";
import type { Problem, Wire } from "../wire.ts";

/** What went through each source and each connection in the last 24 hours. */
export interface Traffic {
  sources: ReadonlyMap<string, number>;
  connections: ReadonlyMap<string, { delivered: number; failed: number; waiting: number }>;
  /** Why nothing is known of it, or null: no counts are not counts of zero. */
  problem: Problem | null;
}

const EVERY = 10_000;
const DAY = "from=now-24h&granularity=1d";

/** Looks at the metrics every ten seconds. */
export function useTraffic(): Traffic {
  const bySource = `/metrics/requests?${DAY}&group_by=source_id&measures=count`;
  const byConnection = `/metrics/events?${DAY}&group_by=connection_id&measures=delivered,failed,queued,held,processing`;
  const requests = useLoaded<Wire["metrics"]>(bySource, { every: EVERY });
  const events = useLoaded<Wire["metrics"]>(byConnection, { every: EVERY });
  const sources = (requests.data?.series ?? []).map(
    ({ group, totals }) => [String(group.source_id), totals.count ?? 0] as const,
  );
  const connections = (events.data?.series ?? []).map(({ group, totals }) => {
    const { delivered, failed, queued, held, processing } = totals;
    const waiting = (queued ?? 0) + (held ?? 0) + (processing ?? 0);
    return [
      String(group.connection_id),
      { delivered: delivered ?? 0, failed: failed ?? 0, waiting },
    ] as const;
  });
  const problem = requests.data && events.data ? null : (requests.problem ?? events.problem);
  return { sources: new Map(sources), connections: new Map(connections), problem };
}
