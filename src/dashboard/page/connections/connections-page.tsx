import { useRef } from "preact/hooks";
import { navigate, useAddress, withQuery } from "../address.ts";
import { useDirectory, useDirectoryKnown } from "../directory.ts";
import { useKeys } from "../keys.ts";
import { Icon } from "../parts/icon.tsx";
import { Empty, ProblemNotice, Waiting } from "../parts/notice.tsx";
import { PageHead } from "../parts/page-head.tsx";
import type { Wire } from "../wire.ts";
import { useTraffic, type Traffic } from "./traffic.ts";
import { ConnectionsPicture } from "./picture.tsx";
import { ScopedLink } from "../parts/scoped-link.tsx";

/** More than this many connections make no picture that helps: they are searched. */
const MOST_DRAWN = 60;
/** So many are seen at a glance. */
const FEW = 8;
const STATES = ["failing", "waiting", "paused", "disabled"] as const;
type State = (typeof STATES)[number];

/** The picture of all connections, and the ends that have none. */
export function ConnectionsPage() {
  const { connections, sources, destinations } = useDirectory();
  const known = useDirectoryKnown();
  const address = useAddress();
  const query = new URLSearchParams(address.query);
  const wanted = query.get("find") ?? "";
  const state = STATES.find((it) => it === query.get("state")) ?? null;
  const change = (changes: Record<string, string | null>) =>
    // What is typed is one step in the history, however long it takes.
    navigate(withQuery(address, changes), { replace: "find" in changes && wanted !== "" });
  const traffic = useTraffic();
  const search = useRef<HTMLInputElement>(null);
  useKeys({ "/": { says: "Find", run: () => search.current?.focus() } });
  const all = [...connections.values()];
  const found = all
    .filter((connection) => matches(connection, wanted.trim().toLowerCase()))
    .filter((connection) => state === null || isIn(state, connection, traffic));
  const drawn = found.slice(0, MOST_DRAWN);
  const loose = [
    ...[...sources.values()]
      .filter(({ id }) => !all.some((it) => it.source_id === id))
      .map(({ id, name }) => ({ href: `/sources/${id}`, name, noun: "source" })),
    ...[...destinations.values()]
      .filter(({ id }) => !all.some((it) => it.destination_id === id))
      .map(({ id, name }) => ({ href: `/destinations/${id}`, name, noun: "destination" })),
  ];
  return (
    <>
      <PageHead title="Connections">
        <ScopedLink class="button primary" href="/connections/new">
          <Icon name="plus" size={14} /> New connection
        </ScopedLink>
      </PageHead>
      {traffic.problem ? <ProblemNotice problem={traffic.problem} /> : null}
      {all.length > FEW || wanted || state ? (
        <div class="filters">
          <div class="filter-row">
            <label class="search">
              <Icon name="search" />
              <span class="hidden">Find</span>
              <input
                ref={search}
                type="search"
                placeholder="Find by source, destination or name"
                value={wanted}
                onInput={(it) => change({ find: it.currentTarget.value })}
              />
            </label>
            <div class="chips" role="group" aria-label="State">
              {STATES.map((it) => (
                <button
                  key={it}
                  type="button"
                  class="chip"
                  aria-pressed={it === state}
                  onClick={() => change({ state: it === state ? null : it })}
                >
                  {it} <b>{all.filter((connection) => isIn(it, connection, traffic)).length}</b>
                </button>
              ))}
            </div>
          </div>
        </div>
      ) : null}
      {!known ? <Waiting rows={5} /> : null}
      {known && all.length === 0 ? (
        <Empty title="No connection yet">
          <p>A connection takes what a source receives to a destination, by its rules.</p>
          <ScopedLink class="button primary" href="/start">
            Make the first one
          </ScopedLink>
        </Empty>
      ) : null}
      {all.length > 0 && found.length === 0 ? (
        <Empty title="No connection matches">
          <button type="button" class="button" onClick={() => change({ find: null, state: null })}>
            Show all of them
          </button>
        </Empty>
      ) : null}
      {drawn.length > 0 ? <ConnectionsPicture connections={drawn} traffic={traffic} /> : null}
      {found.length > drawn.length ? (
        <p class="faint more-rows">{found.length - drawn.length} more: search to see them.</p>
      ) : null}
      {loose.length > 0 && !wanted && !state ? (
        <section class="card">
          <h2>Without a connection</h2>
          <ul class="loose">
            {loose.map(({ href, name, noun }) => (
              <li key={href}>
                <a href={href}>{name}</a> <span class="faint">{noun}</span>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </>
  );
}

/** Whether a connection is in a state; it may be in several. */
function isIn(state: State, { id, ...it }: Wire["connection"], { connections }: Traffic): boolean {
  const { failed = 0, waiting = 0 } = connections.get(id) ?? {};
  switch (state) {
    case "failing":
      return failed > 0;
    case "waiting":
      return waiting > 0;
    case "paused":
      return it.paused_at !== null;
    case "disabled":
      return !(it.enabled && it.source.enabled && it.destination.enabled);
  }
}

function matches({ name, source, destination }: Wire["connection"], wanted: string): boolean {
  return [name ?? "", source.name, destination.name, destination.url].some((text) =>
    text.toLowerCase().includes(wanted),
  );
}
