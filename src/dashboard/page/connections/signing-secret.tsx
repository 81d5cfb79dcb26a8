import { useState } from "preact/hooks";
import { call, read } from "../api.ts";
import { Copy } from "../parts/copy.tsx";
import { Choice, Dialog } from "../parts/dialog.tsx";
import { Time } from "../parts/time.tsx";
import { complain, say } from "../parts/toast.tsx";
import type { Wire } from "../wire.ts";
import { ScopedButton } from "../parts/scoped-button.tsx";

/** The secret that signs what a destination gets: shown when asked for, since each look is written to the audit log. */
export function SigningSecret({ id }: { id: string }) {
  const [secrets, show] = useState<Wire["signingSecrets"] | null>(null);
  const [asked, ask] = useState(false);
  const reveal = () =>
    read<Wire["signingSecrets"]>(`/destinations/${id}/signing_secret`).then(show, complain);
  return (
    <section class="card">
      <div class="card-head">
        <h2>Signing secret</h2>
        <div class="actions">
          <ScopedButton
            needs="admin"
            type="button"
            class="button"
            onClick={() => (secrets ? show(null) : void reveal())}
          >
            {secrets ? "Hide" : "Reveal"}
          </ScopedButton>
          <ScopedButton needs="admin" type="button" class="button" onClick={() => ask(true)}>
            Rotate
          </ScopedButton>
        </div>
      </div>
      {secrets ? <Shown secrets={secrets} /> : null}
      <p class="faint">
        The receiver verifies <code>webhook-signature</code> with it (Standard Webhooks). Whoever reads it is
        noted in the audit log.
      </p>
      {asked ? <Rotate id={id} close={() => ask(false)} rotated={() => void reveal()} /> : null}
    </section>
  );
}

function Shown({ secrets: { secret, earlier = [] } }: { secrets: Wire["signingSecrets"] }) {
  return (
    <div class="stack">
      <span class="id">
        <code class="wrap">{secret}</code>
        <Copy text={secret} label="Copy the signing secret" />
      </span>
      {earlier.map((it) => (
        <span key={it.secret} class="id faint">
          <code class="wrap">{it.secret}</code>
          <Copy text={it.secret} label="Copy the earlier secret" /> signs too, ends{" "}
          <Time at={it.valid_until} />
        </span>
      ))}
    </div>
  );
}

const HOUR = 3_600_000;
/** For how long the present secret goes on signing beside the new one. */
const OVERLAPS = [
  [0, "not at all: it is known to others"],
  [HOUR, "an hour"],
  [24 * HOUR, "a day"],
  [7 * 24 * HOUR, "a week"],
  [30 * 24 * HOUR, "30 days"],
] as const;

function Rotate({ id, close, rotated }: { id: string; close: () => void; rotated: () => void }) {
  const [overlap, setOverlap] = useState(24 * HOUR);
  const [busy, setBusy] = useState(false);
  async function rotate(): Promise<void> {
    setBusy(true);
    try {
      await call("POST", `/destinations/${id}/rotate_secret`, { body: { overlap_ms: overlap } });
      say("A new secret signs from now on.");
      rotated();
      close();
    } catch (error) {
      complain(error);
      setBusy(false);
    }
  }
  return (
    <Dialog title="Make a new signing secret?" close={close}>
      <p>
        Each delivery is signed with both until the present one ends, so that the receiver can change over.
      </p>
      <label class="field">
        <span>The present one goes on for</span>
        <select value={overlap} onChange={(it) => setOverlap(Number(it.currentTarget.value))}>
          {OVERLAPS.map(([ms, says]) => (
            <option key={ms} value={ms}>
              {says}
            </option>
          ))}
        </select>
      </label>
      <Choice yes="Rotate" busy={busy} confirm={() => void rotate()} close={close} />
    </Dialog>
  );
}
