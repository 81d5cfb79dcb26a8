import { useState } from "preact/hooks";
import { navigate, useAddress } from "../address.ts";
import { asProblem, call } from "../api.ts";
import { connectionName, useDirectory } from "../directory.ts";
import { EVENT_FIELDS, EVENT_STATUSES } from "../events/event-filters.ts";
import { moment, spoken, whole } from "../format.ts";
import { useLoaded } from "../loaded.ts";
import { ProblemNotice } from "../parts/notice.tsx";
import { BackTo, PageHead } from "../parts/page-head.tsx";
import { say } from "../parts/toast.tsx";
import { usePreferences } from "../preferences.ts";
import { Filters } from "../records/filters.tsx";
import { isTooShort } from "../records/query.ts";
import { REQUEST_FIELDS, REQUEST_STATUSES } from "../requests/request-filters.ts";
import type { Count, Problem, Wire } from "../wire.ts";
import { ScopedButton } from "../parts/scoped-button.tsx";
import { ScopeNotice } from "../parts/scoped-link.tsx";

/** What this page adds to the filter in the address: what is retried, and which page of a list was left. */
const NOT_FILTERS = new Set(["of", "next", "prev", "limit"]);
const FILTERS = {
  events: { fields: EVENT_FIELDS, statuses: EVENT_STATUSES },
  requests: { fields: REQUEST_FIELDS, statuses: REQUEST_STATUSES },
};

/** Filter, count, dry run, start: a bulk retry cannot be started without having been counted. */
export function NewBulk() {
  const { query } = useAddress();
  const given = new URLSearchParams(query);
  const of = given.get("of") === "requests" ? "requests" : "events";
  const filter = Object.fromEntries([...given].filter(([name]) => !NOT_FILTERS.has(name)));
  return (
    <>
      <BackTo path="/bulk" name="Bulk retries" />
      <PageHead title={`Retry ${of}`} />
      <ScopeNotice />
      <ol class="stages">
        <li>
          <h2>Which ones?</h2>
          <Filters {...FILTERS[of]} keep={["of"]} />
        </li>
        {/* Left out, a search that is too short would take everything. */}
        {isTooShort(filter.q ?? "") ? null : <Rest key={query} of={of} filter={filter} />}
      </ol>
    </>
  );
}

function Rest({ of, filter }: { of: "events" | "requests"; filter: Record<string, string> }) {
  const { clock } = usePreferences();
  const count = useLoaded<Count>(`/${of}/count?${new URLSearchParams(filter).toString()}`);
  const [preview, setPreview] = useState<Wire["preview"] | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const body = Object.keys(filter).length > 0 ? filter : { all: true };
  const dryRun = () =>
    call<Wire["preview"]>("POST", `/${of}/bulk_operations`, { body: { ...body, dry_run: true } }).then(
      setPreview,
      (error: unknown) => setProblem(asProblem(error)),
    );
  return (
    <>
      <li>
        <h2>How many?</h2>
        {count.problem ? <ProblemNotice problem={count.problem} /> : null}
        {count.data ? (
          <p class="big">
            {count.data.total_exact ? "" : "at least "}
            <b>{whole(count.data.count)}</b> {of} up to {moment(count.data.applied_range.to, clock)}
          </p>
        ) : null}
        <ScopedButton
          type="button"
          class="button primary"
          disabled={count.data?.count === 0}
          onClick={() => void dryRun()}
        >
          Dry run
        </ScopedButton>
        <span class="faint"> counts them by what they are, and sends nothing</span>
        {problem ? <ProblemNotice problem={problem} /> : null}
      </li>
      {preview ? <Preview of={of} preview={preview} body={body} /> : null}
    </>
  );
}

function Preview({
  of,
  preview,
  body,
}: {
  of: "events" | "requests";
  preview: Wire["preview"];
  body: object;
}) {
  const directory = useDirectory();
  const nameOf = (id: string) =>
    directory.sources.get(id)?.name ?? directory.destinations.get(id)?.name ?? connectionName(directory, id);
  const groups = [
    ["By status", preview.by_status, (word: string) => word],
    ["By source", preview.by_source_id, nameOf],
    ["By destination", preview.by_destination_id, nameOf],
    ["By cause", preview.by_cause, spoken],
  ] as const;
  return (
    <>
      <li>
        <h2>What would be sent</h2>
        <p class="big">
          <b>{whole(preview.total_count)}</b> {of}
        </p>
        <div class="groups">
          {groups.map(([title, counts, say]) =>
            Object.keys(counts).length === 0 ? null : (
              <dl key={title} class="bars">
                <h3>{title}</h3>
                {Object.entries(counts)
                  .sort(([, a], [, b]) => b - a)
                  .map(([key, count]) => (
                    <div key={key}>
                      <dt>{say(key)}</dt>
                      <dd>
                        <i style={{ width: `${(100 * count) / Math.max(1, preview.total_count)}%` }} />
                        <b>{whole(count)}</b>
                      </dd>
                    </div>
                  ))}
              </dl>
            ),
          )}
        </div>
      </li>
      <Start of={of} body={body} total={preview.total_count} />
    </>
  );
}

function Start({ of, body, total }: { of: "events" | "requests"; body: object; total: number }) {
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  async function start(form: HTMLFormElement): Promise<void> {
    const fields = new FormData(form);
    const number = (name: string) => {
      const text = fields.get(name) as string | null;
      return text ? { [name]: Number(text) } : {};
    };
    const refresh = fields.get("refresh") ? { refresh: true } : {};
    setBusy(true);
    try {
      const options = {
        ...number("rate_per_second"),
        ...number("max_failures"),
        ...number("canary"),
        ...refresh,
      };
      const made = await call<Wire["bulk"]>("POST", `/${of}/bulk_operations`, {
        body: { ...body, ...options },
      });
      say("The bulk retry is accepted.");
      navigate(`/bulk/${made.id}`);
    } catch (error) {
      setProblem(asProblem(error));
      setBusy(false);
    }
  }
  return (
    <li>
      <h2>At which pace?</h2>
      <form
        class="form inline"
        onSubmit={(event) => {
          event.preventDefault();
          void start(event.currentTarget);
        }}
      >
        <label>
          Starts per second
          <input name="rate_per_second" type="number" min="0.01" max="1000" step="any" defaultValue="10" />
        </label>
        <label>
          Stop after failures
          <input name="max_failures" type="number" min="0" placeholder="no limit" />
        </label>
        <label>
          First try so many
          <input name="canary" type="number" min="1" max="1000" placeholder="none" />
        </label>
        {of === "events" ? (
          <label class="check">
            <input name="refresh" type="checkbox" />
            <span>Transform anew by the present rules</span>
          </label>
        ) : null}
        {problem ? <ProblemNotice problem={problem} /> : null}
        <ScopedButton class="button primary" disabled={busy || total === 0}>
          Retry {whole(total)} {of}
        </ScopedButton>
      </form>
    </li>
  );
}
