import { useState } from "preact/hooks";
import { asProblem, call } from "../api.ts";
import { Dialog } from "../parts/dialog.tsx";
import { ProblemNotice } from "../parts/notice.tsx";
import type { Problem, Wire } from "../wire.ts";

const SCOPES = [
  ["read", "sees everything but secrets"],
  ["write", "and changes, retries and cancels"],
  ["admin", "and manages keys, reads signing secrets and the audit log"],
] as const;
const DAYS = [
  ["", "never"],
  ["7", "in a week"],
  ["30", "in 30 days"],
  ["90", "in 90 days"],
  ["365", "in a year"],
] as const;
const DAY = 86_400_000;

/** Asks what a new key is for, and makes it. */
export function NewKey({ close, made }: { close: () => void; made: (key: Wire["madeApiKey"]) => void }) {
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  async function submit(form: HTMLFormElement): Promise<void> {
    const fields = new FormData(form);
    const text = (name: string) => fields.get(name) as string;
    const days = Number(text("days"));
    const body = {
      name: text("name").trim(),
      scopes: [text("scope")],
      expires_at: days ? new Date(Date.now() + days * DAY).toISOString() : null,
    };
    setBusy(true);
    try {
      made(await call<Wire["madeApiKey"]>("POST", "/api_keys", { body }));
    } catch (error) {
      setProblem(asProblem(error));
      setBusy(false);
    }
  }
  return (
    <Dialog title="New API key" close={close}>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy) void submit(event.currentTarget);
        }}
      >
        <label>
          Name
          <input name="name" required autofocus placeholder="ci-deployer" />
        </label>
        <fieldset>
          <legend>It may</legend>
          {SCOPES.map(([scope, says]) => (
            <label key={scope} class="check">
              <input type="radio" name="scope" value={scope} defaultChecked={scope === "read"} />
              <span>
                <b>{scope}</b> <span class="faint">{says}</span>
              </span>
            </label>
          ))}
        </fieldset>
        <label>
          It ends
          <select name="days">
            {DAYS.map(([days, says]) => (
              <option key={days} value={days}>
                {says}
              </option>
            ))}
          </select>
        </label>
        {problem ? <ProblemNotice problem={problem} /> : null}
        <div class="actions end">
          <button type="button" class="button" onClick={close}>
            Not now
          </button>
          <button class="button primary" disabled={busy}>
            Make the key
          </button>
        </div>
      </form>
    </Dialog>
  );
}
