import { useState } from "preact/hooks";
import { call } from "../api.ts";
import { navigate } from "../address.ts";
import { reloadDirectory } from "../directory.ts";
import { useLoaded } from "../loaded.ts";
import { Choice, Dialog } from "../parts/dialog.tsx";
import { Facts } from "../parts/facts.tsx";
import { Icon } from "../parts/icon.tsx";
import { ProblemNotice, Waiting } from "../parts/notice.tsx";
import { BackTo, PageHead } from "../parts/page-head.tsx";
import { SendTo } from "../parts/send-to.tsx";
import { Status } from "../parts/status.tsx";
import { Tabs } from "../parts/tabs.tsx";
import { Time } from "../parts/time.tsx";
import { complain, say } from "../parts/toast.tsx";
import type { Wire } from "../wire.ts";
import { RulesEditor, rulesOf, useRulesDraft } from "./rules-editor.tsx";
import { RulesTest } from "./rules-test.tsx";
import { Simulate } from "./simulate.tsx";
import { ScopedButton } from "../parts/scoped-button.tsx";

/** One connection: its switches, its rules, and what a draft of them would do. */
export function ConnectionPage({ id }: { id: string }) {
  const path = `/connections/${id}`;
  const { data, problem, reload, put } = useLoaded<Wire["connection"]>(path, { fresh: true });
  return (
    <>
      <BackTo path="/connections" name="Connections" />
      {data ? <Shown connection={data} changed={reload} put={put} /> : null}
      {data ? null : problem ? <ProblemNotice problem={problem} retry={reload} /> : <Waiting rows={6} />}
    </>
  );
}

function Shown({
  connection,
  changed,
  put,
}: {
  connection: Wire["connection"];
  changed: () => void;
  put: (connection: Wire["connection"]) => void;
}) {
  const draft = useRulesDraft(connection, put);
  const rules = rulesOf(draft);
  const { id, source, destination } = connection;
  return (
    <>
      <PageHead
        title={
          connection.name ?? (
            <>
              {source.name}
              <span class="arrow"> → </span>
              {destination.name}
            </>
          )
        }
      >
        <ConnectionActions connection={connection} changed={changed} />
      </PageHead>
      <Facts
        facts={[
          ["State", <ConnectionState connection={connection} />],
          ["Source", <a href={`/sources/${source.id}`}>{source.name}</a>],
          ["Destination", <a href={`/destinations/${destination.id}`}>{destination.name}</a>],
          ["First attempt", connection.first_attempt],
          ["Changed", <Time at={connection.updated_at} />],
          ["Events", <a href={`/events?connection_id=${id}`}>see them</a>],
        ]}
      />
      <div class="beside-editor">
        <RulesEditor draft={draft} />
        <section class="card">
          <Tabs
            tabs={[
              { name: "Test", view: () => <RulesTest sourceId={source.id} rules={rules} /> },
              { name: "Simulate", view: () => <Simulate connectionId={id} rules={rules} /> },
            ]}
          />
        </section>
      </div>
      <section class="card">
        <h2>Send to it</h2>
        <SendTo url={source.url} />
      </section>
    </>
  );
}

/** Whether a connection delivers, and if not, why. */
export function ConnectionState({ connection }: { connection: Wire["connection"] }) {
  const { enabled, paused_at, source, destination } = connection;
  if (!enabled) return <Status status="disabled" />;
  if (!source.enabled) return <Status status="disabled" note="its source" />;
  if (!destination.enabled) return <Status status="disabled" note="its destination" />;
  return <Status status={paused_at ? "paused" : "up"} />;
}

function ConnectionActions({ connection, changed }: { connection: Wire["connection"]; changed: () => void }) {
  const [asked, ask] = useState(false);
  const path = `/connections/${connection.id}`;
  const put = async (verb: string, words: string) => {
    try {
      await call("PUT", `${path}/${verb}`);
      say(words);
      changed();
      await reloadDirectory();
    } catch (error) {
      complain(error);
    }
  };
  const remove = async () => {
    try {
      await call("DELETE", path);
      say("The connection is deleted. Its events stay.");
      await reloadDirectory();
      navigate("/connections", { asked: true });
    } catch (error) {
      complain(error);
    }
  };
  return (
    <>
      <ScopedButton type="button" class="button quiet" onClick={() => ask(true)}>
        Delete
      </ScopedButton>
      {connection.enabled ? (
        <ScopedButton
          type="button"
          class="button"
          onClick={() => void put("disable", "Disabled: new requests are ignored here.")}
        >
          Disable
        </ScopedButton>
      ) : (
        <ScopedButton type="button" class="button" onClick={() => void put("enable", "Enabled.")}>
          Enable
        </ScopedButton>
      )}
      {connection.paused_at ? (
        <ScopedButton
          type="button"
          class="button primary"
          onClick={() => void put("unpause", "Released, in order of arrival.")}
        >
          <Icon name="play" size={14} /> Unpause
        </ScopedButton>
      ) : (
        <ScopedButton
          type="button"
          class="button"
          onClick={() => void put("pause", "Paused: events are held, none is lost.")}
        >
          <Icon name="pause" size={14} /> Pause
        </ScopedButton>
      )}
      {asked ? (
        <Dialog title="Delete this connection?" close={() => ask(false)}>
          <p>
            Requests of its source are no longer routed to its destination. What it has delivered stays on
            record.
          </p>
          <Choice yes="Delete" danger confirm={() => void remove()} close={() => ask(false)} />
        </Dialog>
      ) : null}
    </>
  );
}
