import { duration } from "../format.ts";
import { useLoaded } from "../loaded.ts";
import { Details } from "../parts/details.tsx";
import { ProblemNotice, Waiting } from "../parts/notice.tsx";
import { Status } from "../parts/status.tsx";
import { Time } from "../parts/time.tsx";
import type { List, Wire } from "../wire.ts";
import { ExecutionView } from "./execution-view.tsx";

const EVERY = 5000;

/** What it did to the requests that came, the latest first. */
export function Executions({ id }: { id: string }) {
  const path = `/transformations/${id}/executions?limit=25`;
  const { data, problem, reload } = useLoaded<List<Wire["execution"]>>(path, { every: EVERY });
  if (problem) return <ProblemNotice problem={problem} retry={reload} />;
  if (!data) return <Waiting />;
  if (data.models.length === 0) return <p class="faint">It has not run for an event yet.</p>;
  return (
    <ul class="samples">
      {data.models.map((execution) => (
        <li key={execution.id}>
          <Details
            summary={
              <>
                <Status status={execution.status} />{" "}
                <span class="faint">
                  version {execution.version} · {duration(execution.duration_ms)} ·{" "}
                  <Time at={execution.created_at} />
                </span>
              </>
            }
          >
            {() => (
              <>
                <p>
                  <a href={`/events/${execution.event_id}`}>{execution.event_id}</a>
                </p>
                <ExecutionView execution={execution} />
              </>
            )}
          </Details>
        </li>
      ))}
    </ul>
  );
}
