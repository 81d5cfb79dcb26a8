import { useState } from "preact/hooks";
import { asProblem, call } from "../api.ts";
import { useCell } from "../cell.ts";
import { useLoss, useSomethingKept } from "../drafts.ts";
import { Mark } from "../parts/icon.tsx";
import { ProblemNotice } from "../parts/notice.tsx";
import type { Problem, Wire } from "../wire.ts";
import { beginSession, farewell } from "./session.ts";

/** Asks for a key, tries it, and begins the session. */
export function SignIn() {
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const reason = useCell(farewell);
  const kept = useSomethingKept();
  useLoss(kept, "Leaving loses what you have not saved.");

  async function submit(form: HTMLFormElement): Promise<void> {
    const fields = new FormData(form);
    const text = (name: string) => (fields.get(name) as string).trim();
    const as = { apiKey: text("api_key"), teamId: text("team_id") || null };
    setBusy(true);
    try {
      const team = await call<Wire["team"]>("GET", "/team", { as });
      beginSession({ apiKey: as.apiKey, teamId: team.id, teamName: team.name });
    } catch (error) {
      setProblem(asProblem(error));
      setBusy(false);
    }
  }

  return (
    <main class="sign-in">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void submit(event.currentTarget);
        }}
      >
        <header>
          <Mark />
          <h1>FastHook</h1>
        </header>
        <p class="faint">
          Sign in with an API key. It stays in this tab and is sent to this gateway alone.{" "}
          <code>npm run dev</code> prints one.
        </p>
        {reason ? <p class="notice wait">{reason}</p> : null}
        {kept ? (
          <p class="notice">
            What you have not saved is kept in this tab, and there again with a key of the same team.
          </p>
        ) : null}
        {problem ? <ProblemNotice problem={problem} /> : null}
        <label>
          API key
          <input name="api_key" type="password" required autocomplete="current-password" autofocus />
        </label>
        <label>
          <span>
            Team id <span class="faint">optional: the key knows its team</span>
          </span>
          <input name="team_id" autocomplete="username" placeholder="tm_…" spellcheck={false} />
        </label>
        <button class="button primary" disabled={busy}>
          {busy ? "Signing in…" : "Sign in"}
        </button>
      </form>
    </main>
  );
}
