import { useAddress } from "../address.ts";
import { useDirectory } from "../directory.ts";
import { Empty } from "../parts/notice.tsx";
import { PageHead } from "../parts/page-head.tsx";
import { Filters, type FilterField } from "../records/filters.tsx";
import { RecordList } from "../records/record-list.tsx";
import type { Wire } from "../wire.ts";
import { EVENT_HEADS, EventCells } from "./event-rows.tsx";

const STATUSES = ["queued", "held", "processing", "delivered", "failed", "ignored", "cancelled"] as const;
const CAUSES = [
  "FILTERED",
  "DUPLICATE",
  "CONNECTION_DISABLED",
  "DESTINATION_DISABLED",
  "TRANSFORMATION_FAILED",
  "EXPIRED",
  "DATA_ERASED",
];
const ERROR_CODES = [
  "BAD_RESPONSE",
  "TIMEOUT",
  "DNS_LOOKUP_FAILED",
  "CONNECTION_REFUSED",
  "CONNECTION_RESET",
  "TLS_ERROR",
  "BLOCKED_ADDRESS",
  "PROTOCOL_ERROR",
  "OAUTH2_FAILED",
  "UNKNOWN",
];
const FIELDS: FilterField[] = [
  { name: "source_id", label: "Source" },
  { name: "destination_id", label: "Destination" },
  { name: "connection_id", label: "Connection", rare: true },
  { name: "response_status", label: "Answer", placeholder: "5xx, >=400" },
  { name: "error_code", label: "Error", values: ERROR_CODES, rare: true },
  { name: "cause", label: "Cause", values: CAUSES, rare: true },
  { name: "attempts_min", label: "Attempts at least", placeholder: "2", rare: true },
  { name: "attempts_max", label: "Attempts at most", placeholder: "5", rare: true },
  { name: "request_id", label: "Request", placeholder: "req_…", rare: true },
  { name: "bulk_operation_id", label: "Bulk retry", placeholder: "bulk_…", rare: true },
  { name: "ids", label: "Ids", placeholder: "evt_…", rare: true },
];

/** What was, is, or is to be delivered. */
export function EventsPage() {
  const { query } = useAddress();
  const directory = useDirectory();
  return (
    <>
      <PageHead title="Events">
        <a class="button" href={`/bulk/new?of=events${query && `&${query}`}`}>
          Retry these…
        </a>
      </PageHead>
      <Filters fields={FIELDS} statuses={STATUSES} />
      <RecordList<Wire["event"]>
        noun="events"
        heads={EVENT_HEADS}
        empty={
          <Empty title={query ? "No event matches" : "No event yet"}>
            {query ? (
              <p>Take a filter away, or widen the time.</p>
            ) : (
              <a href="/start">Send the first request</a>
            )}
          </Empty>
        }
        row={(event) => <EventCells event={event} directory={directory} />}
      />
    </>
  );
}
