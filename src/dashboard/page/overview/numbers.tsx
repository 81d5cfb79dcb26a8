import type { ComponentChildren } from "preact";
import { duration, percent, short } from "../format.ts";
import type { Wire } from "../wire.ts";
import { totalOf } from "./series.ts";

type Metrics = Wire["metrics"] | null;

/** Milliseconds from which the oldest that waits is worth a look. */
const LONG_WAIT = 600_000;

/** The sums over a range; what was never answered is a dash, for a zero would say that all is quiet. */
export function Numbers({
  range,
  requests,
  events,
  attempts,
  queue,
}: {
  range: string;
  requests: Metrics;
  events: Metrics;
  attempts: Metrics;
  queue: Metrics;
}) {
  const rejected = totalOf(requests, "rejected");
  const failed = totalOf(events, "failed");
  const delivered = totalOf(events, "delivered");
  const final = delivered + failed;
  const depth = totalOf(queue, "depth");
  const oldest = totalOf(queue, "oldest_age_ms");
  return (
    <dl class="numbers">
      <Figure name="Requests" from={requests} value={short(totalOf(requests, "count"))}>
        {rejected > 0 ? (
          <a href={`/requests?status=rejected&from=now-${range}`}>{short(rejected)} rejected</a>
        ) : (
          "none rejected"
        )}
      </Figure>
      <Figure name="Delivered" from={events} value={short(delivered)}>
        {final > 0 ? `${percent(delivered / final)} of what has ended` : "nothing has ended"}
      </Figure>
      <Figure name="Failed" from={events} value={short(failed)} tone={failed > 0 ? "bad" : ""}>
        {failed > 0 ? (
          <a href={`/events?status=failed&from=now-${range}`}>see them</a>
        ) : (
          "no automatic try is used up"
        )}
      </Figure>
      <Figure name="Waiting" from={queue} value={short(depth)} tone={oldest > LONG_WAIT ? "wait" : ""}>
        {depth > 0 ? (
          <a href="/events?status=queued,held,processing">oldest {duration(oldest)}</a>
        ) : (
          "no backlog"
        )}
      </Figure>
      <Figure name="Attempts p95" from={attempts} value={duration(totalOf(attempts, "latency_p95"))}>
        {percent(totalOf(attempts, "error_rate"))} went wrong
      </Figure>
    </dl>
  );
}

function Figure({
  name,
  from,
  value,
  tone = "",
  children,
}: {
  name: string;
  from: Metrics;
  value: string;
  tone?: string;
  children: ComponentChildren;
}) {
  return (
    <div>
      <dt>{name}</dt>
      <dd class={from ? tone : ""}>
        {from ? value : "—"}
        <small>{from ? children : "not known"}</small>
      </dd>
    </div>
  );
}
