import { useState } from "preact/hooks";
import { call } from "../api.ts";
import { duration, whole } from "../format.ts";
import { useLoaded } from "../loaded.ts";
import { Choice, Dialog } from "../parts/dialog.tsx";
import { Facts } from "../parts/facts.tsx";
import { Icon } from "../parts/icon.tsx";
import { ProblemNotice, Waiting } from "../parts/notice.tsx";
import { BackTo, PageHead } from "../parts/page-head.tsx";
import { Status } from "../parts/status.tsx";
import { Time, useNow } from "../parts/time.tsx";
import { complain, say } from "../parts/toast.tsx";
import type { Wire } from "../wire.ts";
import { TYPES } from "./bulk-list.tsx";
import { BulkProgress } from "./bulk-progress.tsx";
import { filterWords } from "./filter-words.ts";
import { ScopedButton } from "../parts/scoped-button.tsx";

const EVERY = 1000;
const OPEN = new Set<Wire["bulk"]["status"]>(["pending", "running", "paused"]);

/** One bulk operation: how far it is, and the hand on its brake. */
export function BulkPage({ id }: { id: string }) {
  const [of, setOf] = useState<"events" | "requests">("events");
  const {
    data: bulk,
    problem,
    reload,
  } = useLoaded<Wire["bulk"]>(`/${of}/bulk_operations/${id}`, { every: EVERY });
  const back = <BackTo path="/bulk" name="Bulk retries" />;
  if (!bulk && problem?.status === 404 && of === "events") setOf("requests");
  if (!bulk)
    return (
      <>
        {back}
        {problem ? <ProblemNotice problem={problem} retry={reload} /> : <Waiting rows={4} />}
      </>
    );
  const path = `/${of}/bulk_operations/${id}`;
  const tallies = [
    ["delivered", bulk.delivered_count, "good"],
    ["failed", bulk.failed_count, "bad"],
    ["skipped", bulk.skipped_count, "mute"],
    ["cancelled", bulk.cancelled_count, "wait"],
    ["in flight", bulk.in_flight_count, "busy"],
    [OPEN.has(bulk.status) ? "to do" : "not sent", bulk.queued_count, "calm"],
  ] as const;
  return (
    <>
      {back}
      <PageHead title={TYPES[bulk.type]}>
        {bulk.temporal_url ? (
          <a class="button" href={bulk.temporal_url} target="_blank" rel="noreferrer">
            Temporal <Icon name="external" size={14} />
          </a>
        ) : null}
        {OPEN.has(bulk.status) ? <BulkActions path={path} bulk={bulk} changed={reload} /> : null}
      </PageHead>
      <Facts
        facts={[
          ["Status", <Status status={bulk.status} note={bulk.cause} />],
          ["Takes", filterWords(bulk.query)],
          ["Started", bulk.started_at ? <Time at={bulk.started_at} /> : "not yet"],
          ["Ended", bulk.completed_at ? <Time at={bulk.completed_at} /> : null],
          ["Stops after", bulk.max_failures === null ? null : `${bulk.max_failures} failures`],
          ["First tries", bulk.canary],
          ["Events", <a href={`/events?bulk_operation_id=${id}`}>see them</a>],
        ]}
      />
      <section class="card">
        <div class="progress-words">
          <b class="big">{Math.floor(bulk.progress * 100)} %</b>
          <span>
            {whole(bulk.done_count)} of {whole(bulk.total_count)}
          </span>
          <Remaining bulk={bulk} />
        </div>
        <BulkProgress bulk={bulk} />
        <dl class="tally">
          {tallies.map(([name, count, tone]) => (
            <div key={name} class={count > 0 ? tone : "mute"}>
              <dt>{name}</dt>
              <dd>{whole(count)}</dd>
            </div>
          ))}
        </dl>
        {OPEN.has(bulk.status) ? <Pace path={path} bulk={bulk} changed={reload} /> : null}
      </section>
    </>
  );
}

function Remaining({ bulk }: { bulk: Wire["bulk"] }) {
  const now = useNow();
  if (bulk.status !== "running" || !bulk.started_at || bulk.done_count === 0) return null;
  const perItem = (now - Date.parse(bulk.started_at)) / bulk.done_count;
  return <span class="faint">about {duration(perItem * (bulk.total_count - bulk.done_count))} left</span>;
}

interface Controls {
  path: string;
  bulk: Wire["bulk"];
  changed: () => void;
}

function BulkActions({ path, bulk, changed }: Controls) {
  const [asked, ask] = useState(false);
  const put = (verb: string, words: string) =>
    call("PUT", `${path}/${verb}`).then(() => {
      say(words);
      changed();
      ask(false);
    }, complain);
  return (
    <>
      <ScopedButton type="button" class="button" onClick={() => ask(true)}>
        Cancel
      </ScopedButton>
      {bulk.status === "paused" ? (
        <ScopedButton type="button" class="button primary" onClick={() => void put("resume", "It goes on.")}>
          <Icon name="play" size={14} /> Resume
        </ScopedButton>
      ) : (
        <ScopedButton
          type="button"
          class="button primary"
          onClick={() => void put("pause", "Paused: nothing more is started.")}
        >
          <Icon name="pause" size={14} /> Pause
        </ScopedButton>
      )}
      {asked ? (
        <Dialog title="Cancel what is left of it?" close={() => ask(false)}>
          <p>{whole(bulk.queued_count)} are left. What was sent stays sent.</p>
          <Choice
            yes="Cancel the rest"
            danger
            confirm={() => void put("cancel", "Cancelled.")}
            close={() => ask(false)}
          />
        </Dialog>
      ) : null}
    </>
  );
}

function Pace({ path, bulk, changed }: Controls) {
  async function change(form: HTMLFormElement): Promise<void> {
    const text = (new FormData(form).get("rate") as string).trim();
    const body = { rate_per_second: text === "" ? null : Number(text) };
    await call("PATCH", path, { body }).then(() => say("The pace is changed."), complain);
    changed();
  }
  return (
    <form
      class="form inline pace"
      onSubmit={(event) => {
        event.preventDefault();
        void change(event.currentTarget);
      }}
    >
      <label>
        Starts per second
        <input
          key={bulk.rate_per_second}
          name="rate"
          type="number"
          min="0.01"
          max="1000"
          step="any"
          defaultValue={bulk.rate_per_second === null ? "" : String(bulk.rate_per_second)}
          placeholder="no limit"
        />
      </label>
      <ScopedButton class="button">Change the pace</ScopedButton>
    </form>
  );
}
