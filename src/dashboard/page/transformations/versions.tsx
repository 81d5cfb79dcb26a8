import { useEffect } from "preact/hooks";
import { useLoaded } from "../loaded.ts";
import { Details } from "../parts/details.tsx";
import { TextDiff } from "../parts/diff-view.tsx";
import { ProblemNotice, Waiting } from "../parts/notice.tsx";
import { Time } from "../parts/time.tsx";
import type { List, Wire } from "../wire.ts";

/** What was, the latest version first; any of them can be put into the editor again, to be looked at and saved. */
export function Versions({
  transformation,
  restore,
}: {
  transformation: Wire["transformation"];
  restore: (version: Wire["version"]) => void;
}) {
  const { id, version: present } = transformation;
  const path = `/transformations/${id}/versions?limit=${MOST}`;
  const { data, problem, reload } = useLoaded<List<Wire["version"]>>(path);
  useEffect(reload, [present]);
  if (problem) return <ProblemNotice problem={problem} retry={reload} />;
  if (!data) return <Waiting />;
  return (
    <ul class="samples">
      {data.models.map((it) => (
        <li key={it.version}>
          <Details
            summary={
              <>
                Version {it.version}{" "}
                <span class="faint">
                  <Time at={it.created_at} />
                  {it.version === present ? " · the present one" : ""}
                </span>
              </>
            }
          >
            {() => <VersionChanges from={transformation} to={it} restore={() => restore(it)} />}
          </Details>
        </li>
      ))}
      {data.pagination.next ? <li class="faint">Older ones are kept, and answered by the API.</li> : null}
    </ul>
  );
}

const MOST = 50;

function VersionChanges({
  from,
  to,
  restore,
}: {
  from: Wire["transformation"];
  to: Wire["version"];
  restore: () => void;
}) {
  if (to.version === from.version) return <pre class="text">{to.code}</pre>;
  const sameEnv = JSON.stringify(from.env) === JSON.stringify(to.env);
  return (
    <>
      <p>
        <button type="button" class="button" onClick={restore}>
          Put version {to.version} into the editor
        </button>
      </p>
      <h3>From the present code to this one</h3>
      <TextDiff before={from.code} after={to.code} />
      {sameEnv ? null : (
        <>
          <h3>Variables</h3>
          <TextDiff before={linesOf(from.env)} after={linesOf(to.env)} />
        </>
      )}
    </>
  );
}

const linesOf = (env: Wire["transformation"]["env"]): string =>
  Object.entries(env)
    .map(([name, it]) => `${name}=${typeof it === "string" ? it : it.value}`)
    .join("\n");
