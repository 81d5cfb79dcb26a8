import { useState } from "preact/hooks";
import { asProblem, call } from "../api.ts";
import { useLoss } from "../drafts.ts";
import { useLoaded } from "../loaded.ts";
import { Copy, Id } from "../parts/copy.tsx";
import { Choice, Dialog } from "../parts/dialog.tsx";
import { Icon } from "../parts/icon.tsx";
import { ProblemNotice, Waiting } from "../parts/notice.tsx";
import { PageHead } from "../parts/page-head.tsx";
import { Time, useNow } from "../parts/time.tsx";
import { say } from "../parts/toast.tsx";
import type { List, Problem, Wire } from "../wire.ts";
import { AdminOnly } from "./admin-only.tsx";
import { NewKey } from "./new-key.tsx";

/** Keys to the API: who has one, what it may do, and the way to take it back. */
export function KeysPage() {
  const { data, problem, reload } = useLoaded<List<Wire["apiKey"]>>("/api_keys?limit=250");
  const [asked, ask] = useState(false);
  const [made, setMade] = useState<Wire["madeApiKey"] | null>(null);
  return (
    <>
      <PageHead title="API keys">
        {data ? (
          <button
            type="button"
            class="button primary"
            disabled={made !== null}
            title={made ? "Copy the key that was made first" : undefined}
            onClick={() => ask(true)}
          >
            <Icon name="plus" size={14} /> New key
          </button>
        ) : null}
      </PageHead>
      {made ? <Made apiKey={made} done={() => setMade(null)} /> : null}
      {problem ? <AdminOnly problem={problem} what="API keys" retry={reload} /> : null}
      {!data && !problem ? <Waiting rows={4} /> : null}
      {data ? <KeyRows keys={data.models} changed={reload} /> : null}
      {asked ? (
        <NewKey
          close={() => ask(false)}
          made={(it) => {
            setMade(it);
            ask(false);
            reload();
          }}
        />
      ) : null}
    </>
  );
}

function Made({ apiKey, done }: { apiKey: Wire["madeApiKey"]; done: () => void }) {
  useLoss(true, `The key ${apiKey.name} is shown this once alone. Leaving this page loses it.`);
  return (
    <section class="card made" role="status">
      <h2>The key {apiKey.name} is made. Copy it now: it is never shown again.</h2>
      <div class="command">
        <pre>{apiKey.key}</pre>
        <Copy text={apiKey.key} label="Copy the key" words="Copy" />
      </div>
      <button type="button" class="button" onClick={done}>
        I have it
      </button>
    </section>
  );
}

function KeyRows({ keys, changed }: { keys: Wire["apiKey"][]; changed: () => void }) {
  const [revoked, revoke] = useState<Wire["apiKey"] | null>(null);
  return (
    <section class="records">
      <div class="row head keys-row" aria-hidden="true">
        {["Name", "May", "Last used", "Ends", "Made", ""].map((head) => (
          <span key={head}>{head}</span>
        ))}
      </div>
      <ul class="rows">
        {keys.map((key) => (
          <li key={key.id} class="row keys-row">
            <span class="cell-main">
              <b>{key.name}</b> <Id id={key.id} />
            </span>
            <span class="cell-scopes">
              {key.scopes.map((scope) => (
                <span key={scope} class={`tag ${scope}`}>
                  {scope}
                </span>
              ))}
            </span>
            <span class="cell-note">
              <small>last used </small>
              {key.last_used_at ? <Time at={key.last_used_at} /> : <span class="faint">never</span>}
            </span>
            <span class="cell-where">
              <Ends at={key.expires_at} />
            </span>
            <span class="cell-time">
              <Time at={key.created_at} />
            </span>
            <span class="cell-action">
              <button
                type="button"
                class="button"
                aria-label={`Revoke ${key.name}`}
                onClick={() => revoke(key)}
              >
                Revoke
              </button>
            </span>
          </li>
        ))}
      </ul>
      {revoked ? <Revoke apiKey={revoked} close={() => revoke(null)} changed={changed} /> : null}
    </section>
  );
}

function Ends({ at }: { at: string | null }) {
  const now = useNow();
  if (!at) return <span class="faint">never ends</span>;
  if (Date.parse(at) <= now) return <span class="ended">has ended</span>;
  return (
    <>
      ends <Time at={at} />
    </>
  );
}

function Revoke({
  apiKey: { id, name },
  close,
  changed,
}: {
  apiKey: Wire["apiKey"];
  close: () => void;
  changed: () => void;
}) {
  const [problem, setProblem] = useState<Problem | null>(null);
  const revoke = () =>
    call("DELETE", `/api_keys/${id}`).then(
      () => {
        say(`${name} is revoked.`);
        changed();
        close();
      },
      (error: unknown) => setProblem(asProblem(error)),
    );
  return (
    <Dialog title={`Revoke ${name}?`} close={close}>
      <p>Whatever calls the API with it is refused at once, and for ever.</p>
      {problem ? <ProblemNotice problem={problem} /> : null}
      <Choice yes="Revoke" danger confirm={() => void revoke()} close={close} />
    </Dialog>
  );
}
