import { useLoaded } from "../loaded.ts";
import { whole } from "../format.ts";
import { Empty, ProblemNotice, Waiting } from "../parts/notice.tsx";
import { PageHead } from "../parts/page-head.tsx";
import { Status } from "../parts/status.tsx";
import { Time } from "../parts/time.tsx";
import type { List, Wire } from "../wire.ts";
import { BulkProgress } from "./bulk-progress.tsx";
import { filterWords } from "./filter-words.ts";
import { ScopedLink } from "../parts/scoped-link.tsx";

const EVERY = 2000;

/** All bulk operations, the latest first. */
export function BulkList() {
  const events = useLoaded<List<Wire["bulk"]>>("/events/bulk_operations?limit=50", { every: EVERY });
  const requests = useLoaded<List<Wire["bulk"]>>("/requests/bulk_operations?limit=50", { every: EVERY });
  const problem = events.problem ?? requests.problem;
  const all = [...(events.data?.models ?? []), ...(requests.data?.models ?? [])].sort((a, b) =>
    a.id < b.id ? 1 : -1,
  );
  return (
    <>
      <PageHead title="Bulk retries">
        <ScopedLink class="button" href="/bulk/new?of=requests">
          Retry requests…
        </ScopedLink>
        <ScopedLink class="button primary" href="/bulk/new?of=events&status=failed">
          Retry failed events…
        </ScopedLink>
      </PageHead>
      {problem ? <ProblemNotice problem={problem} retry={events.reload} /> : null}
      {!problem && !events.data ? <Waiting rows={4} /> : null}
      {events.data && requests.data && all.length === 0 ? (
        <Empty title="No bulk retry yet">
          <p>
            Filter events or requests, count them, try it dry, and send them again at a pace that the other
            side bears.
          </p>
        </Empty>
      ) : null}
      <ol class="rows">
        {all.map((bulk) => (
          <li key={bulk.id}>
            <a class="row bulk" href={`/bulk/${bulk.id}`}>
              <span class="cell-status">
                <Status status={bulk.status} note={bulk.cause} />
              </span>
              <span class="cell-main">
                {TYPES[bulk.type]} <span class="faint">{filterWords(bulk.query)}</span>
              </span>
              <span class="cell-bar">
                <BulkProgress bulk={bulk} />
              </span>
              <span class="cell-number">{whole(bulk.total_count)}</span>
              <span class="cell-time">
                <Time at={bulk.created_at} />
              </span>
            </a>
          </li>
        ))}
      </ol>
    </>
  );
}

/** What each type of operation is called. */
export const TYPES: Record<Wire["bulk"]["type"], string> = {
  events_retry: "Retry events",
  events_cancel: "Cancel events",
  requests_retry: "Retry requests",
};
