import { useAddress } from "../address.ts";
import { useDirectory } from "../directory.ts";
import { bytes, counted, tailOf } from "../format.ts";
import { Empty } from "../parts/notice.tsx";
import { PageHead } from "../parts/page-head.tsx";
import { Method } from "../parts/status.tsx";
import { Time } from "../parts/time.tsx";
import { Filters } from "../records/filters.tsx";
import { RecordList } from "../records/record-list.tsx";
import type { Wire } from "../wire.ts";
import { REQUEST_FIELDS, REQUEST_STATUSES } from "./request-filters.ts";
import { RequestStatus } from "./request-status.tsx";
import { topicOf } from "./topic.ts";
import { ScopedLink } from "../parts/scoped-link.tsx";

/** What came in. */
export function RequestsPage() {
  const { query } = useAddress();
  const { sources } = useDirectory();
  return (
    <>
      <PageHead title="Requests">
        <ScopedLink class="button" href={`/bulk/new?of=requests${query && `&${query}`}`}>
          Retry these…
        </ScopedLink>
      </PageHead>
      <Filters fields={REQUEST_FIELDS} statuses={REQUEST_STATUSES} />
      <RecordList<Wire["request"]>
        noun="requests"
        heads={["Status", "Id", "Request", "Source", "Became", "Size", "Received"]}
        empty={
          <Empty title={query ? "No request matches" : "No request yet"}>
            {query ? <p>Take a filter away, or widen the time.</p> : <a href="/start">Send the first one</a>}
          </Empty>
        }
        row={(request) => (
          <>
            <span class="cell-status">
              <RequestStatus request={request} />
            </span>
            <code class="cell-id" title={request.id}>
              {tailOf(request.id)}
            </code>
            <span class="cell-main mono">
              <Method method={request.method} /> {request.path || "/"}
              {request.query ? <span class="faint">?{request.query}</span> : null}
              <Topic of={request} />
            </span>
            <span class="cell-where">{sources.get(request.source_id)?.name ?? request.source_id}</span>
            <span class="cell-note">{became(request)}</span>
            <span class="cell-number">{bytes(request.body_size)}</span>
            <span class="cell-time">
              <Time at={request.received_at} />
            </span>
          </>
        )}
      />
    </>
  );
}

function Topic({ of: { headers } }: { of: Wire["request"] }) {
  const topic = topicOf(headers);
  return topic ? <span class="tag">{topic}</span> : null;
}

/** What routing made of a request, in words. */
function became({ status, events_count, ignored_count, routing, replays_count }: Wire["request"]): string {
  if (status === "rejected") return "—";
  if (routing.length === 0 && events_count === 0) return "not routed yet";
  const delivered = events_count - ignored_count;
  const parts = [
    delivered > 0 ? counted(delivered, "event") : "",
    ignored_count > 0 ? `${ignored_count} ignored` : "",
    replays_count > 0 ? `replayed ${replays_count}×` : "",
  ];
  return parts.filter(Boolean).join(" · ");
}
