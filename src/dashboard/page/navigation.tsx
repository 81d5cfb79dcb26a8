import { useState } from "preact/hooks";
import { Dialog } from "./parts/dialog.tsx";
import { Icon, type IconName } from "./parts/icon.tsx";
import { useReady } from "./ready.ts";

interface Place {
  path: string;
  name: string;
  /** Where there is little room. */
  short: string;
  icon: IconName;
  key: string;
}

const DAILY: Place[] = [
  { path: "/", name: "Overview", short: "Overview", icon: "overview", key: "1" },
  { path: "/requests", name: "Requests", short: "Requests", icon: "requests", key: "2" },
  { path: "/events", name: "Events", short: "Events", icon: "events", key: "3" },
  { path: "/connections", name: "Connections", short: "Connect", icon: "connections", key: "4" },
  { path: "/transformations", name: "Transformations", short: "Code", icon: "transformations", key: "5" },
  { path: "/bulk", name: "Bulk retries", short: "Bulk", icon: "bulk", key: "6" },
];
const RARE: Place[] = [
  { path: "/keys", name: "API keys", short: "Keys", icon: "key", key: "7" },
  { path: "/audit", name: "Audit log", short: "Audit", icon: "audit", key: "8" },
];

/** Everywhere that the navigation leads. */
export const PLACES: readonly Place[] = [...DAILY, ...RARE];

/** The place whose link is marked: ends belong to connections. */
export function placeOf(path: string): Place | undefined {
  const marked = /^\/(sources|destinations)\b/.test(path) ? "/connections" : path;
  return PLACES.findLast((place) => marked.startsWith(place.path));
}

/** The ways through the page, and out of it; on a phone, the rare ones are behind "More". */
export function Navigation({ current }: { current: Place | undefined }) {
  const [more, showMore] = useState(false);
  return (
    <>
      <nav aria-label="Main">
        {DAILY.map((place) => (
          <PlaceLink key={place.path} place={place} current={current} />
        ))}
        <button type="button" class="more-places" aria-haspopup="dialog" onClick={() => showMore(true)}>
          <Icon name="more" size={18} />
          <small>More</small>
        </button>
      </nav>
      <nav class="rare" aria-label="Settings and elsewhere">
        <RareLinks current={current} />
      </nav>
      {more ? (
        <Dialog title="More" close={() => showMore(false)}>
          <nav class="places" aria-label="Settings and elsewhere" onClick={() => showMore(false)}>
            <RareLinks current={current} />
          </nav>
        </Dialog>
      ) : null}
    </>
  );
}

function PlaceLink({ place, current }: { place: Place; current: Place | undefined }) {
  const { path, name, short, icon, key } = place;
  return (
    <a href={path} aria-current={place === current ? "page" : undefined} aria-keyshortcuts={key}>
      <Icon name={icon} size={18} />
      <span>{name}</span>
      <small>{short}</small>
    </a>
  );
}

/** Where Temporal's pages are does not change while this one is open. */
const SELDOM = 300_000;

function RareLinks({ current }: { current: Place | undefined }) {
  const { ready } = useReady(SELDOM);
  const temporal = ready?.temporal.ui_url;
  return (
    <>
      {RARE.map((place) => (
        <PlaceLink key={place.path} place={place} current={current} />
      ))}
      <Outside href="/docs" name="API reference" />
      {temporal ? <Outside href={temporal} name="Temporal" /> : null}
    </>
  );
}

function Outside({ href, name }: { href: string; name: string }) {
  return (
    <a href={href} target="_blank" rel="noreferrer">
      <Icon name={href === "/docs" ? "book" : "clock"} size={18} />
      <span>{name}</span>
      <Icon name="external" size={12} />
    </a>
  );
}
