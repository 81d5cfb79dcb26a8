import { useEffect } from "preact/hooks";
import { navigate, useAddress, withQuery } from "../address.ts";
import { useDirectory, useDirectoryKnown } from "../directory.ts";
import { duration, short } from "../format.ts";
import { useLoaded } from "../loaded.ts";
import { Chart } from "../parts/chart.tsx";
import { ProblemNotice } from "../parts/notice.tsx";
import { PageHead } from "../parts/page-head.tsx";
import { usePreferences } from "../preferences.ts";
import type { Wire } from "../wire.ts";
import { Health } from "./health.tsx";
import { Numbers } from "./numbers.tsx";
import { chartOf, type Drawn } from "./series.ts";
import { Troubled } from "./troubled.tsx";

const RANGES = { "1h": "1m", "6h": "5m", "24h": "5m", "7d": "1h", "30d": "1d" } as const;
type Range = keyof typeof RANGES;
const EVERY = 5000;
/** Long ranges change slowly, and cost more. */
const SLOW_EVERY = 30_000;

const REQUESTS: Drawn[] = [
  ["accepted", "accepted", "--accent"],
  ["rejected", "rejected", "--bad"],
];
const EVENTS: Drawn[] = [
  ["delivered", "delivered", "--good"],
  ["failed", "failed", "--bad"],
  ["processing", "retrying", "--busy"],
  ["queued", "queued", "--calm"],
  ["held", "held", "--wait"],
  ["ignored", "ignored", "--line"],
];
const LATENCY: Drawn[] = [
  ["latency_p50", "p50", "--accent"],
  ["latency_p95", "p95", "--wait"],
  ["latency_p99", "p99", "--bad"],
];
const QUEUE: Drawn[] = [
  ["queued", "queued", "--accent"],
  ["processing", "retrying", "--busy"],
  ["held", "held", "--wait"],
];

/** Whether all is well, and if not, where to look. */
export function Overview() {
  const address = useAddress();
  const { sources } = useDirectory();
  const known = useDirectoryKnown();
  const asked = new URLSearchParams(address.query).get("range") ?? "1h";
  const range = (asked in RANGES ? asked : "1h") as Range;
  const isNew = known && sources.size === 0;
  useEffect(() => {
    if (isNew) navigate("/start", { replace: true });
  }, [isNew]);
  return (
    <>
      <PageHead title="Overview">
        <Health />
        <div class="chips" role="group" aria-label="Range">
          {(Object.keys(RANGES) as Range[]).map((it) => (
            <button
              key={it}
              type="button"
              class="chip"
              aria-pressed={it === range}
              onClick={() => navigate(withQuery(address, { range: it }))}
            >
              {it}
            </button>
          ))}
        </div>
      </PageHead>
      <Measured key={range} range={range} />
    </>
  );
}

/** What is shown: latencies are dear where there are many records. */
const MEASURES = {
  requests: ["count", "accepted", "rejected"],
  events: EVENTS.map(([measure]) => measure),
  attempts: ["error_rate", ...LATENCY.map(([measure]) => measure)],
  queue: ["depth", "oldest_age_ms", ...QUEUE.map(([measure]) => measure)],
};

function useMetric(of: keyof typeof MEASURES, range: Range) {
  const every = range === "1h" || range === "6h" ? EVERY : SLOW_EVERY;
  const query = `from=now-${range}&granularity=${RANGES[range]}&measures=${MEASURES[of].join()}`;
  return useLoaded<Wire["metrics"]>(`/metrics/${of}?${query}`, { every });
}

function Measured({ range }: { range: Range }) {
  const { clock } = usePreferences();
  const requests = useMetric("requests", range);
  const events = useMetric("events", range);
  const attempts = useMetric("attempts", range);
  const queue = useMetric("queue", range);
  const problem = requests.problem ?? events.problem ?? attempts.problem ?? queue.problem;
  const utc = clock === "utc";
  return (
    <>
      {problem ? <ProblemNotice problem={problem} retry={requests.reload} /> : null}
      <Numbers
        range={range}
        requests={requests.data}
        events={events.data}
        attempts={attempts.data}
        queue={queue.data}
      />
      <Troubled range={range} />
      <div class="charts">
        <Chart title="Requests" kind="columns" say={short} utc={utc} {...chartOf(requests.data, REQUESTS)} />
        <Chart title="Events" kind="columns" say={short} utc={utc} {...chartOf(events.data, EVENTS)} />
        <Chart
          title="Latency of attempts"
          kind="lines"
          say={duration}
          utc={utc}
          {...chartOf(attempts.data, LATENCY)}
        />
        <Chart
          title="Waiting now, by arrival"
          kind="columns"
          say={short}
          utc={utc}
          {...chartOf(queue.data, QUEUE)}
        />
      </div>
    </>
  );
}
