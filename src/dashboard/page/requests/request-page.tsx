import { useEffect } from "preact/hooks";
import { connectionName, useDirectory } from "../directory.ts";
import { bytes } from "../format.ts";
import { useLive } from "../live.ts";
import { useLoaded } from "../loaded.ts";
import { Id } from "../parts/copy.tsx";
import { Facts } from "../parts/facts.tsx";
import { ProblemNotice, Waiting } from "../parts/notice.tsx";
import { BackTo, PageHead } from "../parts/page-head.tsx";
import { Method } from "../parts/status.tsx";
import { Time } from "../parts/time.tsx";
import { EventRows } from "../events/event-rows.tsx";
import { CopyCurl } from "../records/copy-curl.tsx";
import { useRawBody } from "../records/use-raw-body.ts";
import { FETCHED_UP_TO, RawMessage } from "../records/raw-message.tsx";
import type { List, Wire } from "../wire.ts";
import { NotConnected } from "./not-connected.tsx";
import { RequestStatus } from "./request-status.tsx";
import { RoutingDetail } from "./routing-detail.tsx";
import { RetryRequest } from "./retry-request.tsx";

/** One request: what came, whether it was accepted, and what became of it. */
export function RequestPage({ id }: { id: string }) {
  const directory = useDirectory();
  const { data: request, problem, reload } = useLoaded<Wire["request"]>(`/requests/${id}`);
  const events = useLoaded<List<Wire["event"]>>(`/requests/${id}/events?limit=250`);
  useLive("/requests/stream?ids=" + id, reload, reload);
  useLive("/events/stream?request_id=" + id, events.reload, events.reload);
  useEffect(events.reload, [request?.events_count]);
  const back = <BackTo path="/requests" name="Requests" />;
  if (!request)
    return (
      <>
        {back}
        {problem ? <ProblemNotice problem={problem} retry={reload} /> : <Waiting rows={6} />}
      </>
    );
  const source = directory.sources.get(request.source_id);
  return (
    <>
      {back}
      <PageHead
        title={
          <span class="mono">
            <Method method={request.method} /> {request.path || "/"}
          </span>
        }
      >
        {source && isKept(request) ? <CopyAgain request={request} sourceUrl={source.url} /> : null}
        <RetryRequest request={request} retried={events.reload} />
      </PageHead>
      <Facts
        facts={[
          ["Status", <RequestStatus request={request} />],
          ["Source", <a href={`/sources/${request.source_id}`}>{source?.name ?? request.source_id}</a>],
          ["Received", <Time at={request.received_at} beside />],
          ["From", request.client_ip ?? "unknown"],
          ["Signature", signatureOf(request)],
          ["Size", bytes(request.body_size)],
          ["Request", <Id id={request.id} whole />],
        ]}
      />
      <section class="card">
        <h2>What became of it</h2>
        {events.data?.models.length ? (
          <EventRows events={events.data.models} />
        ) : request.rejection_cause === "NO_CONNECTION" ? (
          <NotConnected request={request} />
        ) : (
          <p class="faint">{fateOf(request)}</p>
        )}
        <ul class="routing">
          {request.routing
            .filter(({ detail }) => detail)
            .map((entry) => (
              <li key={entry.event_id}>
                <b>{connectionName(directory, entry.connection_id)}</b>{" "}
                <RoutingDetail cause={entry.cause} detail={entry.detail} />
              </li>
            ))}
        </ul>
      </section>
      <section class="card">
        <h2>As received</h2>
        {isKept(request) ? (
          <RawMessage
            path={`/requests/${id}/raw_body`}
            size={request.body_size}
            headers={request.headers}
            query={request.query}
            note={request.content_type}
          />
        ) : (
          <p class="faint">
            {request.data_erased_at ? "It was erased." : "Its body was too large to be kept."}
          </p>
        )}
      </section>
    </>
  );
}

/** Whether there is something to be shown and sent. */
const isKept = ({ data_erased_at, rejection_cause }: Wire["request"]): boolean =>
  !data_erased_at && rejection_cause !== "PAYLOAD_TOO_LARGE";

function CopyAgain({ request, sourceUrl }: { request: Wire["request"]; sourceUrl: string }) {
  const { id, method, path, query, headers, body_size } = request;
  const bodyPath = `/requests/${id}/raw_body`;
  const { raw } = useRawBody(body_size <= FETCHED_UP_TO ? bodyPath : null, headers);
  const url = sourceUrl + path + (query ? `?${query}` : "");
  const bodyUrl = `${location.origin}/v1${bodyPath}`;
  return (
    <CopyCurl
      call={{ method, url, headers, body: raw, bodyUrl }}
      label="A command that sends this request to its source again"
      words="Copy as curl"
    />
  );
}

function signatureOf({ verified, overruled_cause }: Wire["request"]): string {
  if (verified === null) return "not checked";
  if (verified) return "verified";
  return overruled_cause === "VERIFICATION_FAILED" ? "refused; delivered on an operator's word" : "refused";
}

function fateOf({ status }: Wire["request"]): string {
  if (status === "accepted") return "It is about to be routed.";
  return "It was refused at the door, and kept. It can be retried all the same: on your word, it is then not verified.";
}
