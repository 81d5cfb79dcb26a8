import { useState } from "preact/hooks";
import { call } from "../api.ts";
import { connectionName, useDirectory } from "../directory.ts";
import { counted } from "../format.ts";
import { useKeys } from "../keys.ts";
import { Choice, Dialog } from "../parts/dialog.tsx";
import { Icon } from "../parts/icon.tsx";
import { complain, say } from "../parts/toast.tsx";
import type { Wire } from "../wire.ts";
import { useRefusal } from "../session/own-key.ts";
import { ScopedButton } from "../parts/scoped-button.tsx";

/** Routes a request again, over all connections of its source or some of them. */
export function RetryRequest({ request, retried }: { request: Wire["request"]; retried: () => void }) {
  const [asked, ask] = useState(false);
  const mayWrite = useRefusal("write") === null;
  useKeys(mayWrite ? { r: { says: "Retry this request", run: () => ask(true) } } : {});
  return (
    <>
      <ScopedButton type="button" class="button primary" onClick={() => ask(true)}>
        <Icon name="retry" size={14} /> Retry
      </ScopedButton>
      {asked ? <Question request={request} retried={retried} close={() => ask(false)} /> : null}
    </>
  );
}

function Question({
  request,
  retried,
  close,
}: {
  request: Wire["request"];
  retried: () => void;
  close: () => void;
}) {
  const directory = useDirectory();
  const ids = [...directory.connections.values()]
    .filter((it) => it.source_id === request.source_id)
    .map(({ id }) => id);
  const [chosen, choose] = useState<ReadonlySet<string>>(new Set(ids));
  const [busy, setBusy] = useState(false);

  async function retry(): Promise<void> {
    setBusy(true);
    const body = chosen.size === ids.length ? {} : { connection_ids: [...chosen] };
    try {
      await call("POST", `/requests/${request.id}/retry`, { body });
      say(`Routed again over ${counted(chosen.size, "connection")}.`);
      retried();
      close();
    } catch (error) {
      complain(error);
      setBusy(false);
    }
  }

  const toggle = (id: string) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    choose(next);
  };
  return (
    <Dialog title="Route this request again?" close={close}>
      <p>
        Its stored bytes go through the present connections and rules: each chosen connection gets a new event
        beside the earlier ones.
      </p>
      {request.status === "rejected" ? (
        <p class="notice wait">It was rejected. On your word, it is not verified.</p>
      ) : null}
      <ul class="choices">
        {ids.map((id) => (
          <li key={id}>
            <label>
              <input type="checkbox" checked={chosen.has(id)} onChange={() => toggle(id)} />
              {connectionName(directory, id)}
            </label>
          </li>
        ))}
      </ul>
      {ids.length === 0 ? <p class="faint">Its source has no connection yet.</p> : null}
      <Choice yes="Retry" busy={busy || chosen.size === 0} confirm={() => void retry()} close={close} />
    </Dialog>
  );
}
