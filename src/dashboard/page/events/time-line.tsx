import type { ComponentChildren } from "preact";
import { useDirectory } from "../directory.ts";
import { bytes, counted, duration, spoken } from "../format.ts";
import { Details } from "../parts/details.tsx";
import { Fields, Message } from "../parts/payload.tsx";
import { Answer, Method, toneOf } from "../parts/status.tsx";
import { ExactTime, Time } from "../parts/time.tsx";
import { RawMessage } from "../records/raw-message.tsx";
import { ExecutionView } from "../transformations/execution-view.tsx";
import { RoutingDetail } from "../requests/routing-detail.tsx";
import type { Wire } from "../wire.ts";

interface Story {
  event: Wire["event"];
  request: Wire["request"] | null;
  attempts: Wire["attempt"][];
  executions: Wire["execution"][];
}

/** The life of an event, from its request to its next try. */
export function TimeLine({ event, request, attempts, executions }: Story) {
  return (
    <ol class="time-line" aria-label="Time line">
      {request ? <Received request={request} /> : null}
      <Routed event={event} request={request} />
      {executions.map((execution) => (
        <Transformed key={execution.id} execution={execution} />
      ))}
      {attempts.map((attempt, at) => (
        <Attempted
          key={attempt.id}
          attempt={attempt}
          before={attempts[at - 1]}
          open={at === attempts.length - 1}
        />
      ))}
      <Next event={event} size={request?.body_size ?? 0} />
    </ol>
  );
}

/** One station: what, when, and more of it, which is read when it is opened. */
function Station({
  tone,
  title,
  at,
  note,
  open = false,
  children,
}: {
  tone: string;
  title: ComponentChildren;
  at?: string;
  note?: ComponentChildren;
  open?: boolean;
  children?: ComponentChildren;
}) {
  const line = (
    <span class="station-line">
      <span class="station-title">{title}</span>
      {note ? <span class="station-note">{note}</span> : null}
      {at ? (
        <span class="station-time">
          <ExactTime at={at} />
        </span>
      ) : null}
    </span>
  );
  return (
    <li class={`station ${tone}`}>
      {children ? (
        <Details open={open} summary={line}>
          {() => <div class="station-body">{children}</div>}
        </Details>
      ) : (
        line
      )}
    </li>
  );
}

function Received({ request }: { request: Wire["request"] }) {
  const { sources } = useDirectory();
  const from = request.client_ip ? `from ${request.client_ip}` : "";
  const signature =
    request.verified === null ? "" : request.verified ? "signature verified" : "signature refused";
  return (
    <Station
      tone={toneOf(request.status)}
      at={request.received_at}
      title={
        <>
          Received <Method method={request.method} /> <span class="mono">{request.path || "/"}</span>
        </>
      }
      note={[
        `at ${sources.get(request.source_id)?.name ?? request.source_id}`,
        from,
        bytes(request.body_size),
        signature,
      ]
        .filter(Boolean)
        .join(" · ")}
    >
      {request.data_erased_at ? (
        <p class="faint">Its headers and body were erased.</p>
      ) : (
        <RawMessage
          path={`/requests/${request.id}/raw_body`}
          size={request.body_size}
          headers={request.headers}
          query={request.query}
          note={request.content_type}
        />
      )}
      <p>
        <a href={`/requests/${request.id}`}>The request and all its events</a>
      </p>
    </Station>
  );
}

function Routed({ event, request }: { event: Wire["event"]; request: Wire["request"] | null }) {
  const { connections } = useDirectory();
  const entry = request?.routing.find((it) => it.event_id === event.id);
  const connection = connections.get(event.connection_id);
  const name = connection?.name ?? "the connection";
  const rules = connection?.rules.length ?? 0;
  const ignored = event.status === "ignored" && event.cause !== null;
  return (
    <Station
      tone={ignored ? "mute" : "good"}
      title={
        <>
          {ignored ? "Ignored by " : "Matched "}
          <a href={`/connections/${event.connection_id}`}>{name}</a>
        </>
      }
      note={
        ignored ? (
          <RoutingDetail cause={event.cause} detail={event.cause_detail ?? entry?.detail ?? null} />
        ) : (
          `${counted(rules, "rule")}${event.replay_number > 0 ? ` · replay ${event.replay_number}` : ""}`
        )
      }
    />
  );
}

function Transformed({ execution }: { execution: Wire["execution"] }) {
  const { transformations } = useDirectory();
  const { status, transformation_id, version, duration_ms, logs, created_at } = execution;
  const name = transformations.get(transformation_id)?.name ?? transformation_id;
  const failed = status !== "ok";
  const dropped = !failed && execution.output === null;
  return (
    <Station
      tone={failed ? "bad" : dropped ? "mute" : "good"}
      at={created_at}
      open={failed}
      title={
        <>
          {failed ? "Failed in " : dropped ? "Dropped by " : "Transformed by "}
          <a href={`/transformations/${transformation_id}`}>{name}</a>
        </>
      }
      note={[
        `version ${version}`,
        duration(duration_ms),
        logs.length > 0 ? counted(logs.length, "log line") : "",
      ]
        .filter(Boolean)
        .join(" · ")}
    >
      <ExecutionView execution={execution} />
    </Station>
  );
}

const TRIGGERS: Record<Wire["attempt"]["trigger"], string> = {
  initial: "first attempt",
  automatic: "automatic retry",
  manual: "retried by hand",
  bulk_retry: "bulk retry",
  unpause: "after the pause",
};

function Attempted({
  attempt,
  before,
  open,
}: {
  attempt: Wire["attempt"];
  before: Wire["attempt"] | undefined;
  open: boolean;
}) {
  const gap = before ? Date.parse(attempt.requested_at) - Date.parse(before.requested_at) : null;
  const { error_code, error_message, response_headers, response_body, response_body_truncated } = attempt;
  return (
    <Station
      tone={toneOf(attempt.status)}
      at={attempt.requested_at}
      open={open}
      title={
        <>
          Attempt {attempt.attempt_number} <Answer of={attempt} />
        </>
      }
      note={[
        TRIGGERS[attempt.trigger],
        `took ${duration(attempt.latency_ms)}`,
        gap === null ? "" : `${duration(gap)} later`,
      ]
        .filter(Boolean)
        .join(" · ")}
    >
      <p class="mono wrap">
        <Method method={attempt.method} /> {attempt.url}
        {attempt.remote_address ? <span class="faint"> at {attempt.remote_address}</span> : null}
      </p>
      {error_message && error_code !== "BAD_RESPONSE" ? (
        <p class="notice bad">
          <b>{error_code ? spoken(error_code) : "error"}</b> {error_message}
        </p>
      ) : null}
      <div class="two">
        <section>
          <h3>Answer</h3>
          {response_headers ? (
            <Message
              headers={response_headers}
              body={response_body ?? ""}
              note={response_body_truncated ? "first 64 KiB" : null}
            />
          ) : (
            <p class="faint">There was none.</p>
          )}
        </section>
        <section>
          <h3>Sent headers</h3>
          <Fields fields={attempt.request_headers} />
        </section>
      </div>
    </Station>
  );
}

function Next({ event, size }: { event: Wire["event"]; size: number }) {
  const { status, next_attempt_at, data, delivered_at } = event;
  const unsent = status === "failed" && event.attempts_count === 0;
  const what =
    data && !unsent ? (
      <RawMessage
        key={`${event.attempts_count} ${event.execution_ids.join()}`}
        path={`/events/${event.id}/raw_body`}
        size={size}
        headers={data.headers}
        query={data.query}
      />
    ) : null;
  const titles: Partial<Record<Wire["event"]["status"], ComponentChildren>> = {
    queued: next_attempt_at ? (
      <>
        First attempt <Time at={next_attempt_at} />
      </>
    ) : (
      "Waits for its first attempt"
    ),
    processing: next_attempt_at ? (
      <>
        Next try <Time at={next_attempt_at} />
      </>
    ) : (
      "An attempt is under way"
    ),
    held: "Held: its connection is paused",
    delivered: "Delivered",
    failed: event.attempts_count > 0 ? "Failed: no automatic try is left" : "Failed before its first attempt",
    cancelled: "Cancelled",
  };
  const title = titles[status];
  if (!title) return null;
  return (
    <Station
      tone={toneOf(status)}
      at={
        delivered_at ??
        (status === "processing" || status === "queued" ? (next_attempt_at ?? undefined) : undefined)
      }
      title={title}
      note={what ? "the payload" : null}
    >
      {what}
    </Station>
  );
}
