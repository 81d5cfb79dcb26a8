import { useDirectory } from "../directory.ts";
import { spoken } from "../format.ts";
import { useLive } from "../live.ts";
import { useLoaded } from "../loaded.ts";
import { Id } from "../parts/copy.tsx";
import { Facts } from "../parts/facts.tsx";
import { Icon } from "../parts/icon.tsx";
import { ProblemNotice, Waiting } from "../parts/notice.tsx";
import { BackTo, PageHead } from "../parts/page-head.tsx";
import { Answer, Status } from "../parts/status.tsx";
import { Time } from "../parts/time.tsx";
import { CopyCurl } from "../records/copy-curl.tsx";
import { useRawBody } from "../records/use-raw-body.ts";
import { FETCHED_UP_TO } from "../records/raw-message.tsx";
import type { List, Wire } from "../wire.ts";
import { EventActions } from "./event-actions.tsx";
import { TimeLine } from "./time-line.tsx";

/** So many attempts and executions are shown: no event has more of its own. */
const MOST = 250;

/** One event: the whole story from its request to the last answer, and what can be done about it. */
export function EventPage({ id }: { id: string }) {
  const { sources, destinations, connections } = useDirectory();
  const event = useLoaded<Wire["event"]>(`/events/${id}?include=data`);
  const requestId = event.data?.request_id ?? null;
  const request = useLoaded<Wire["request"]>(requestId && `/requests/${requestId}`);
  const attempts = useLoaded<List<Wire["attempt"]>>(`/events/${id}/attempts?dir=asc&limit=${MOST}`);
  const executions = useLoaded<List<Wire["execution"]>>(`/events/${id}/executions?dir=asc&limit=${MOST}`);
  const reload = () => {
    event.reload();
    attempts.reload();
    executions.reload();
  };
  useLive(`/events/stream?ids=${id}`, reload, reload);

  const back = <BackTo path="/events" name="Events" />;
  if (!event.data) {
    return (
      <>
        {back}
        {event.problem ? (
          <ProblemNotice problem={event.problem} retry={event.reload} />
        ) : (
          <Waiting rows={6} />
        )}
      </>
    );
  }
  const it = event.data;
  const source = sources.get(it.source_id);
  const last = attempts.data?.models.at(-1);
  return (
    <>
      {back}
      <PageHead
        title={
          <>
            {source?.name ?? it.source_id}
            <span class="arrow"> → </span>
            {destinations.get(it.destination_id)?.name ?? it.destination_id}
          </>
        }
      >
        {last && request.data ? <CopySent event={it} attempt={last} size={request.data.body_size} /> : null}
        {it.temporal_url ? (
          <a class="button" href={it.temporal_url} target="_blank" rel="noreferrer">
            Temporal <Icon name="external" size={14} />
          </a>
        ) : null}
        <EventActions event={it} done={reload} />
      </PageHead>
      <Facts
        facts={[
          ["Status", <Status status={it.status} note={it.cause} />],
          ["Answer", <Answer of={it} />],
          ["Attempts", it.attempts_count],
          ["Next try", it.next_attempt_at ? <Time at={it.next_attempt_at} /> : null],
          ["Last retry", unmadeRetryOf(it)],
          ["Created", <Time at={it.created_at} />],
          [
            "Connection",
            <a href={`/connections/${it.connection_id}`}>
              {connections.get(it.connection_id)?.name ?? "see its rules"}
            </a>,
          ],
          ["Replays", replayOf(it)],
          ["Bulk retry", it.bulk_operation_id && <a href={`/bulk/${it.bulk_operation_id}`}>see it</a>],
          ["Event", <Id id={it.id} whole />],
        ]}
      />
      <TimeLine
        event={it}
        request={request.data}
        attempts={attempts.data?.models ?? []}
        executions={executions.data?.models ?? []}
      />
    </>
  );
}

/** What was sent last, to the destination. */
function CopySent({
  event,
  attempt,
  size,
}: {
  event: Wire["event"];
  attempt: Wire["attempt"];
  /** Of the request's body; a transformation may have made it another one, of about that size. */
  size: number;
}) {
  const { method, url, request_headers: headers, attempt_number } = attempt;
  const bodyPath = `/events/${event.id}/raw_body`;
  const { raw } = useRawBody(size <= FETCHED_UP_TO ? bodyPath : null, headers, String(attempt_number));
  const bodyUrl = `${location.origin}/v1${bodyPath}`;
  return (
    <CopyCurl
      call={{ method, url, headers, body: raw, bodyUrl }}
      label="A command that makes the last attempt again, from your machine to the destination"
      words="Copy as curl"
    />
  );
}

/** Why a retry that came after the last attempt made none. */
function unmadeRetryOf({ retry_ended, last_attempt_at }: Wire["event"]) {
  if (!retry_ended || (last_attempt_at && retry_ended.at < last_attempt_at)) return null;
  return (
    <>
      not made: {spoken(retry_ended.cause)}, <Time at={retry_ended.at} />
    </>
  );
}

function replayOf({ replay_number, retried_from }: Wire["event"]) {
  if (replay_number === 0) return null;
  return retried_from ? (
    <a href={`/events/${retried_from}`}>number {replay_number}, after this one</a>
  ) : (
    replay_number
  );
}
