import { useState } from "preact/hooks";
import { navigate } from "../address.ts";
import { call } from "../api.ts";
import { connectionName, reloadDirectory, useDirectory } from "../directory.ts";
import { useLoaded } from "../loaded.ts";
import { Copy, Id } from "../parts/copy.tsx";
import { Choice, Dialog } from "../parts/dialog.tsx";
import { Facts } from "../parts/facts.tsx";
import { ProblemNotice, Waiting } from "../parts/notice.tsx";
import { BackTo, PageHead } from "../parts/page-head.tsx";
import { Status } from "../parts/status.tsx";
import { Time } from "../parts/time.tsx";
import { complain, say } from "../parts/toast.tsx";
import { EndSettings, type End, type Noun } from "./end-settings.tsx";
import { NewUrl } from "./new-url.tsx";
import { SigningSecret } from "./signing-secret.tsx";
import { ScopedButton } from "../parts/scoped-button.tsx";

/** A source or a destination: its address, its settings, and the connections that use it. */
export function EndPage({ noun, id }: { noun: Noun; id: string }) {
  const directory = useDirectory();
  const { data: end, problem, reload, put } = useLoaded<End>(`/${noun}/${id}`, { fresh: true });
  const back = <BackTo path="/connections" name="Connections" />;
  if (!end)
    return (
      <>
        {back}
        {problem ? <ProblemNotice problem={problem} retry={reload} /> : <Waiting rows={6} />}
      </>
    );
  const field = noun === "sources" ? "source_id" : "destination_id";
  const users = [...directory.connections.values()].filter((it) => it[field] === id);
  const changed = () => {
    reload();
    void reloadDirectory();
  };
  return (
    <>
      {back}
      <PageHead title={end.name}>
        <EndActions noun={noun} end={end} changed={changed} />
      </PageHead>
      <Facts
        facts={[
          ["State", <Status status={end.enabled ? "up" : "disabled"} />],
          [
            "URL",
            <span class="id">
              <code class="wrap">{end.url}</code>
              <Copy text={end.url} label="Copy the URL" />
            </span>,
          ],
          ["Changed", <Time at={end.updated_at} />],
          [
            "Records",
            <>
              {noun === "sources" ? <a href={`/requests?source_id=${id}`}>requests</a> : null}
              {noun === "sources" ? ", " : null}
              <a href={`/events?${field}=${id}`}>events</a>,{" "}
              <a href={`/events?${field}=${id}&status=failed`}>failed ones</a>
            </>,
          ],
          [noun === "sources" ? "Source" : "Destination", <Id id={id} whole />],
        ]}
      />
      {noun === "destinations" ? <SigningSecret id={id} /> : null}
      <EndSettings noun={noun} end={end} put={put} />
      <section class="card">
        <h2>Connections</h2>
        {users.length === 0 ? <p class="faint">None.</p> : null}
        <ul class="loose">
          {users.map((it) => (
            <li key={it.id}>
              <a href={`/connections/${it.id}`}>{connectionName(directory, it.id)}</a>
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}

function EndActions({ noun, end, changed }: { noun: Noun; end: End; changed: () => void }) {
  const [asked, ask] = useState(false);
  const verb = end.enabled ? "disable" : "enable";
  const turn = () =>
    call("PUT", `/${noun}/${end.id}/${verb}`).then(() => {
      say(`${end.name} is ${verb}d.`);
      changed();
    }, complain);
  const remove = () =>
    call("DELETE", `/${noun}/${end.id}`).then(() => {
      say(`${end.name} is deleted.`);
      void reloadDirectory();
      navigate("/connections", { asked: true });
    }, complain);
  return (
    <>
      <ScopedButton type="button" class="button quiet" onClick={() => ask(true)}>
        Delete
      </ScopedButton>
      {noun === "sources" ? <NewUrl id={end.id} changed={changed} /> : null}
      <ScopedButton type="button" class="button" onClick={() => void turn()}>
        {end.enabled ? "Disable" : "Enable"}
      </ScopedButton>
      {asked ? (
        <Dialog title={`Delete ${end.name}?`} close={() => ask(false)}>
          <p>It can't be deleted while connections use it. What came through it stays on record.</p>
          <Choice yes="Delete" danger confirm={() => void remove()} close={() => ask(false)} />
        </Dialog>
      ) : null}
    </>
  );
}
