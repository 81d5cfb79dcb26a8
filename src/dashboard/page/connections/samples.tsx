import { bytes, spoken, tailOf } from "../format.ts";
import { useLoaded } from "../loaded.ts";
import { Details } from "../parts/details.tsx";
import { PayloadDiff } from "../parts/diff-view.tsx";
import { Method } from "../parts/status.tsx";
import { ExactTime } from "../parts/time.tsx";
import { RoutingDetail } from "../requests/routing-detail.tsx";
import type { List, Wire } from "../wire.ts";

type Sample = Wire["simulation"]["samples"][number];

/** Requests for which a draft changes something: which ones they are, and what it changes. */
export function Samples({ samples }: { samples: Sample[] }) {
  const ids = samples.map(({ request_id }) => request_id).join();
  const { data } = useLoaded<List<Wire["request"]>>(
    ids ? `/requests?ids=${ids}&limit=${samples.length}` : null,
  );
  const requests = new Map(data?.models.map((request) => [request.id, request]));
  return (
    <ul class="samples">
      {samples.map((sample) => (
        <li key={sample.request_id}>
          <Details summary={<Summary sample={sample} request={requests.get(sample.request_id)} />}>
            {() => <Changed sample={sample} />}
          </Details>
        </li>
      ))}
    </ul>
  );
}

function Summary({ sample, request }: { sample: Sample; request: Wire["request"] | undefined }) {
  return (
    <span class="sample-summary">
      <span>
        <b>{spoken(sample.change)}</b>{" "}
        <span class="faint">
          {was(sample)} → {sample.after.outcome}
        </span>
      </span>
      <span class="faint">
        {request ? (
          <>
            <Method method={request.method} /> <span class="mono">{request.path || "/"}</span> ·{" "}
            {bytes(request.body_size)} · <ExactTime at={request.received_at} /> ·{" "}
          </>
        ) : null}
        <code>{tailOf(sample.request_id)}</code>
      </span>
      <Reason sample={sample} />
    </span>
  );
}

/** What the rules let through is as its destination has taken it. */
const was = ({ before: { outcome }, event_status: status }: Sample) =>
  outcome === "delivered" && status !== null && status !== outcome ? `let through, ${status}` : outcome;

const MOST_PATHS = 3;

/** Why it is not delivered, or which fields become others. */
function Reason({ sample: { after, diff } }: { sample: Sample }) {
  if (after.cause) return <RoutingDetail cause={after.cause} detail={after.detail} />;
  if (diff.length === 0) return null;
  const more = diff.length - MOST_PATHS;
  return (
    <span>
      {diff.slice(0, MOST_PATHS).map(({ op, path }, at) => (
        <span key={path}>
          {at > 0 ? ", " : ""}
          {WORDS[op]} <code>{path}</code>
        </span>
      ))}
      {more > 0 ? ` and ${more} more` : ""}
    </span>
  );
}

const WORDS: Record<Sample["diff"][number]["op"], string> = {
  add: "adds",
  remove: "takes away",
  replace: "changes",
};

function Changed({ sample: { request_id, before, after } }: { sample: Sample }) {
  return (
    <>
      <p>
        <a href={`/requests/${request_id}`}>{request_id}</a>
      </p>
      {before.payload && after.payload ? <PayloadDiff before={before.payload} after={after.payload} /> : null}
    </>
  );
}
