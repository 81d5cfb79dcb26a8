import { useEffect, useRef, useState } from "preact/hooks";
import { navigate, useAddress } from "./address.ts";
import { forgetDirectory, reloadDirectory } from "./directory.ts";
import { forgetDrafts, leaveBy, leaving } from "./drafts.ts";
import { forgetApiDocument } from "./form/api-document.ts";
import { useKeys } from "./keys.ts";
import { forgetAll } from "./loaded.ts";
import { Icon, Mark } from "./parts/icon.tsx";
import { Navigation, PLACES, placeOf } from "./navigation.tsx";
import { KeysDialog } from "./parts/keys-dialog.tsx";
import { LeaveDialog } from "./parts/leave-dialog.tsx";
import { Toast } from "./parts/toast.tsx";
import { prefer, usePreferences } from "./preferences.ts";
import { routeOf } from "./routes.tsx";
import { forgetOwnKey, learnOwnKey, useOwnKey } from "./session/own-key.ts";
import { endSession, useSession } from "./session/session.ts";
import { SignIn } from "./session/sign-in.tsx";

/** The whole page: the way in, or what is inside. */
export function App() {
  const session = useSession();
  const teamId = session?.teamId;
  const draftsOf = useRef(teamId);
  useEffect(() => {
    forgetAll();
    forgetDirectory();
    forgetOwnKey();
    forgetApiDocument();
    leaving.set(null);
    if (!teamId) return;
    // Who comes back to the same team finds what was not saved; another team has no use for it.
    if (teamId !== draftsOf.current) forgetDrafts();
    draftsOf.current = teamId;
    void learnOwnKey();
    void reloadDirectory();
  }, [teamId]);
  return (
    <>
      {session ? <Inside team={session.teamName || session.teamId} /> : <SignIn />}
      <Toast />
      <LeaveDialog />
    </>
  );
}

function Inside({ team }: { team: string }) {
  const { path } = useAddress();
  const [keysShown, showKeys] = useState(false);
  useKeys({
    "?": { says: "Show the keys", run: () => showKeys(true) },
    ...Object.fromEntries(
      PLACES.map(({ key, name, path: to }) => [key, { says: name, run: () => navigate(to) }]),
    ),
  });
  const current = placeOf(path);
  const main = useRef<HTMLElement>(null);
  useEffect(() => {
    document.title = current && current.path !== "/" ? `${current.name} · FastHook` : "FastHook";
  }, [current]);
  useEffect(() => focusOn(main.current), [path]);
  return (
    <div class="shell">
      <a
        class="skip"
        href="#content"
        target="_self"
        onClick={(click) => {
          // Without a step in the history.
          click.preventDefault();
          main.current?.focus();
        }}
      >
        Skip to the content
      </a>
      <aside>
        <a class="brand" href="/">
          <Mark /> FastHook
        </a>
        <Navigation current={current} />
        <Foot team={team} showKeys={() => showKeys(true)} />
      </aside>
      <main id="content" ref={main} tabIndex={-1}>
        {routeOf(path)}
      </main>
      {keysShown ? <KeysDialog close={() => showKeys(false)} /> : null}
    </div>
  );
}

/** Puts the focus where a page begins, if what had it is gone: with the page before, or with the way in. */
function focusOn(main: HTMLElement | null): void {
  const { activeElement } = document;
  if (activeElement !== null && activeElement !== document.body) return;
  const first = main?.querySelector<HTMLElement>("[autofocus]");
  (first ?? main)?.focus({ preventScroll: true });
}

const NEXT_THEME = { system: "light", light: "dark", dark: "system" } as const;
const THEME_ICONS = { system: "screen", light: "sun", dark: "moon" } as const;

function Foot({ team, showKeys }: { team: string; showKeys: () => void }) {
  const { theme, clock } = usePreferences();
  const key = useOwnKey();
  return (
    <footer>
      <span class="team" title={team}>
        {team}
      </span>
      {key ? (
        <span class="team" title={`Signed in with the key ${key.name}, which may ${key.scopes.join(", ")}`}>
          {key.name} <span class={`tag ${key.scopes.at(-1)}`}>{key.scopes.join(", ")}</span>
        </span>
      ) : null}
      <div class="foot-buttons">
        <button
          type="button"
          class="icon-button"
          title={`Theme: ${theme}`}
          aria-label={`Theme: ${theme}`}
          onClick={() => prefer({ theme: NEXT_THEME[theme] })}
        >
          <Icon name={THEME_ICONS[theme]} />
        </button>
        <button
          type="button"
          class="icon-button wide"
          title="Times are shown in this zone"
          onClick={() => prefer({ clock: clock === "utc" ? "local" : "utc" })}
        >
          <Icon name="clock" /> {clock === "utc" ? "UTC" : "Local"}
        </button>
        <button type="button" class="icon-button desk" title="Keys (?)" aria-label="Keys" onClick={showKeys}>
          <Icon name="keys" />
        </button>
        <button
          type="button"
          class="icon-button"
          title="Sign out"
          aria-label="Sign out"
          onClick={() => leaveBy(() => endSession())}
        >
          <Icon name="leave" />
        </button>
      </div>
    </footer>
  );
}
