import { useState } from "preact/hooks";
import { asProblem, call } from "../api.ts";
import { reloadDirectory, useDirectory } from "../directory.ts";
import { useLive } from "../live.ts";
import { useLoaded } from "../loaded.ts";
import { ProblemNotice } from "../parts/notice.tsx";
import { PageHead } from "../parts/page-head.tsx";
import { SendTo } from "../parts/send-to.tsx";
import { Method } from "../parts/status.tsx";
import { Time } from "../parts/time.tsx";
import { RequestStatus } from "../requests/request-status.tsx";
import type { List, Problem, Wire } from "../wire.ts";
import { ScopedButton } from "../parts/scoped-button.tsx";
import { ScopedLink, ScopeNotice } from "../parts/scoped-link.tsx";

/** From nothing to the first request: a source, its URL, a command, and the request as it arrives. */
export function FirstVisit() {
  const { sources } = useDirectory();
  const [made, setMade] = useState<Wire["source"] | null>(null);
  const source = made ?? [...sources.values()][0] ?? null;
  return (
    <>
      <PageHead title="The first request" />
      <ScopeNotice />
      <ol class="stages">
        <li class={source ? "done" : ""}>
          <h2>Make a source</h2>
          <p class="faint">
            A source is a URL that you give to whoever sends webhooks: a provider, or another service.
          </p>
          {source ? (
            <p>
              <b>{source.name}</b> is ready.
            </p>
          ) : (
            <MakeSource made={setMade} />
          )}
        </li>
        {source ? <Sending source={source} /> : null}
      </ol>
    </>
  );
}

function MakeSource({ made }: { made: (source: Wire["source"]) => void }) {
  const [problem, setProblem] = useState<Problem | null>(null);
  async function submit(form: HTMLFormElement): Promise<void> {
    try {
      const name = new FormData(form).get("name");
      made(await call<Wire["source"]>("POST", "/sources", { body: { name } }));
      await reloadDirectory();
    } catch (error) {
      setProblem(asProblem(error));
    }
  }
  return (
    <form
      class="form inline"
      onSubmit={(event) => {
        event.preventDefault();
        void submit(event.currentTarget);
      }}
    >
      <label>
        Name
        <input name="name" required defaultValue="my-first-source" />
      </label>
      <ScopedButton class="button primary">Make it</ScopedButton>
      {problem ? <ProblemNotice problem={problem} /> : null}
    </form>
  );
}

const LOOK_EVERY = 3000;

function Sending({ source }: { source: Wire["source"] }) {
  const path = `/requests?source_id=${source.id}&limit=5`;
  // The stream tells at once; looking again now and then does without it.
  const { data, reload } = useLoaded<List<Wire["request"]>>(path, { every: LOOK_EVERY });
  useLive(`/requests/stream?source_id=${source.id}`, reload, reload);
  const arrived = data?.models ?? [];
  return (
    <>
      <li class={arrived.length > 0 ? "done" : ""}>
        <h2>Send it something</h2>
        <SendTo url={source.url} />
      </li>
      <li class={arrived.length > 0 ? "done" : "now"}>
        <h2>See it arrive</h2>
        {arrived.length === 0 ? (
          <p class="waiting-for" role="status">
            <i /> Waiting for the first request…
          </p>
        ) : (
          <ol class="rows" aria-live="polite">
            {arrived.map((request) => (
              <li key={request.id} class="fresh">
                <a class="row arrived" href={`/requests/${request.id}`}>
                  <span class="cell-status">
                    <RequestStatus request={request} />
                  </span>
                  <span class="cell-main mono">
                    <Method method={request.method} /> {request.path || "/"}
                  </span>
                  <span class="cell-time">
                    <Time at={request.received_at} />
                  </span>
                </a>
              </li>
            ))}
          </ol>
        )}
      </li>
      {arrived[0] ? <SendOn source={source} request={arrived[0]} /> : null}
    </>
  );
}

function SendOn({ source, request }: { source: Wire["source"]; request: Wire["request"] }) {
  const isLost = request.rejection_cause === "NO_CONNECTION";
  return (
    <li class="now">
      <h2>Send it on</h2>
      {isLost ? (
        <p>
          Your request is <b>stored</b>, byte for byte, and was answered with 200. It waits for a connection:
          that takes the source's requests to a destination, through rules that filter, transform,
          deduplicate, delay and retry. Make one, then <b>retry</b> the request, and it is sent on; later ones
          need no retry.
        </p>
      ) : (
        <p>
          It is stored, whatever comes next. A connection takes the source's requests to a destination,
          through rules that filter, transform, deduplicate, delay and retry.
        </p>
      )}
      <ScopedLink
        class="button primary"
        href={`/connections/new?source_id=${source.id}${isLost ? `&request_id=${request.id}` : ""}`}
      >
        Connect it to a destination
      </ScopedLink>
    </li>
  );
}
