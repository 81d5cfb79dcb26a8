import { useAddress } from "../address.ts";
import { useDirectory } from "../directory.ts";
import { Empty } from "../parts/notice.tsx";
import { PageHead } from "../parts/page-head.tsx";
import { Filters } from "../records/filters.tsx";
import { RecordList } from "../records/record-list.tsx";
import type { Wire } from "../wire.ts";
import { EVENT_FIELDS, EVENT_STATUSES } from "./event-filters.ts";
import { EVENT_HEADS, EventCells } from "./event-rows.tsx";
import { ScopedLink } from "../parts/scoped-link.tsx";

/** What was, is, or is to be delivered. */
export function EventsPage() {
  const { query } = useAddress();
  const directory = useDirectory();
  return (
    <>
      <PageHead title="Events">
        <ScopedLink class="button" href={`/bulk/new?of=events${query && `&${query}`}`}>
          Retry these…
        </ScopedLink>
      </PageHead>
      <Filters fields={EVENT_FIELDS} statuses={EVENT_STATUSES} />
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
