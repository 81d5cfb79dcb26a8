import { useEffect, useState } from "preact/hooks";
import { navigate, useAddress } from "./address.ts";
import { forgetDirectory, reloadDirectory } from "./directory.ts";
import { leaveBy } from "./drafts.ts";
import { useKeys } from "./keys.ts";
import { forgetAll } from "./loaded.ts";
import { Icon, Mark, type IconName } from "./parts/icon.tsx";
import { KeysDialog } from "./parts/keys-dialog.tsx";
import { LeaveDialog } from "./parts/leave-dialog.tsx";
import { Toast } from "./parts/toast.tsx";
import { prefer, usePreferences } from "./preferences.ts";
import { routeOf } from "./routes.tsx";
import { endSession, useSession } from "./session/session.ts";
import { SignIn } from "./session/sign-in.tsx";

interface Place {
  path: string;
  name: string;
  /** Where there is little room. */
  short: string;
  icon: IconName;
  key: string;
}

const PLACES: Place[] = [
  { path: "/", name: "Overview", short: "Overview", icon: "overview", key: "1" },
  { path: "/requests", name: "Requests", short: "Requests", icon: "requests", key: "2" },
  { path: "/events", name: "Events", short: "Events", icon: "events", key: "3" },
  { path: "/connections", name: "Connections", short: "Connect", icon: "connections", key: "4" },
  { path: "/transformations", name: "Transformations", short: "Code", icon: "transformations", key: "5" },
  { path: "/bulk", name: "Bulk retries", short: "Bulk", icon: "bulk", key: "6" },
];

/** The whole page: the way in, or what is inside. */
export function App() {
  const session = useSession();
  const teamId = session?.teamId;
  useEffect(() => {
    forgetAll();
    forgetDirectory();
    if (teamId) void reloadDirectory();
  }, [teamId]);
  return (
    <>
      {session ? <Inside team={session.teamName || session.teamId} /> : <SignIn />}
      <Toast />
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
  useEffect(() => {
    const place = PLACES.find((it) => it.path === current);
    document.title = place && current !== "/" ? `${place.name} · FastHook` : "FastHook";
  }, [current]);
  return (
    <div class="shell">
      <a class="skip" href="#content" target="_self">
        Skip to the content
      </a>
      <aside>
        <a class="brand" href="/">
          <Mark /> FastHook
        </a>
        <nav aria-label="Main">
          {PLACES.map(({ path: to, name, short, icon, key }) => (
            <a key={to} href={to} aria-current={to === current ? "page" : undefined} aria-keyshortcuts={key}>
              <Icon name={icon} size={18} />
              <span>{name}</span>
              <small>{short}</small>
            </a>
          ))}
        </nav>
        <Foot team={team} showKeys={() => showKeys(true)} />
      </aside>
      <main id="content" tabIndex={-1}>
        {routeOf(path)}
      </main>
      <LeaveDialog />
      {keysShown ? <KeysDialog close={() => showKeys(false)} /> : null}
    </div>
  );
}

/** The place whose link is marked: ends belong to connections. */
function placeOf(path: string): string | undefined {
  if (/^\/(sources|destinations)\b/.test(path)) return "/connections";
  return PLACES.findLast((place) => path.startsWith(place.path))?.path;
}

const NEXT_THEME = { system: "light", light: "dark", dark: "system" } as const;
const THEME_ICONS = { system: "screen", light: "sun", dark: "moon" } as const;

function Foot({ team, showKeys }: { team: string; showKeys: () => void }) {
  const { theme, clock } = usePreferences();
  return (
    <footer>
      <span class="team" title={team}>
        {team}
      </span>
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
