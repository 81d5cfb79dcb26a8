import { useDirectory, type Directory } from "../directory.ts";
import { counted, tailOf } from "../format.ts";
import { Answer, Status } from "../parts/status.tsx";
import { Time } from "../parts/time.tsx";
import type { Wire } from "../wire.ts";

/** Heads of the columns of an event's row. */
export const EVENT_HEADS = ["Status", "Id", "From and to", "Answer", "Attempts", "Next", "Created"];

/** The columns of an event's row. */
export function EventCells({ event, directory }: { event: Wire["event"]; directory: Directory }) {
  const { sources, destinations, connections } = directory;
  const name = connections.get(event.connection_id)?.name;
  return (
    <>
      <span class="cell-status">
        <Status status={event.status} note={event.cause} />
      </span>
      <code class="cell-id" title={event.id}>
        {tailOf(event.id)}
      </code>
      <span class="cell-main" title={name ?? undefined}>
        {sources.get(event.source_id)?.name ?? event.source_id}
        <span class="arrow"> → </span>
        {destinations.get(event.destination_id)?.name ?? event.destination_id}
        {event.replay_number > 0 ? <span class="tag">replay {event.replay_number}</span> : null}
      </span>
      <span class="cell-answer">
        <Answer of={event} />
      </span>
      <span class="cell-number" aria-label={counted(event.attempts_count, "attempt")}>
        {event.attempts_count || <span class="faint">—</span>}
      </span>
      <span class="cell-note">
        {event.next_attempt_at ? <Time at={event.next_attempt_at} /> : <span class="faint">—</span>}
      </span>
      <span class="cell-time">
        <Time at={event.created_at} />
      </span>
    </>
  );
}

/** A few events, each a link. */
export function EventRows({ events }: { events: Wire["event"][] }) {
  const directory = useDirectory();
  return (
    <>
      <div class="row head events" aria-hidden="true">
        {EVENT_HEADS.map((head) => (
          <span key={head}>{head}</span>
        ))}
      </div>
      <ol class="rows">
        {events.map((event) => (
          <li key={event.id}>
            <a class="row events" href={`/events/${event.id}`}>
              <EventCells event={event} directory={directory} />
            </a>
          </li>
        ))}
      </ol>
    </>
  );
}
