import { useState } from "preact/hooks";
import { useDirectory, useDirectoryKnown } from "../directory.ts";
import { Icon } from "../parts/icon.tsx";
import { Empty, Waiting } from "../parts/notice.tsx";
import { PageHead } from "../parts/page-head.tsx";
import type { Wire } from "../wire.ts";
import { useTraffic } from "./traffic.ts";
import { ConnectionsPicture } from "./picture.tsx";

/** More than this many connections make no picture that helps: they are searched. */
const MOST_DRAWN = 60;

/** The picture of all connections, and the ends that have none. */
export function ConnectionsPage() {
  const { connections, sources, destinations } = useDirectory();
  const known = useDirectoryKnown();
  const [wanted, setWanted] = useState("");
  const traffic = useTraffic();
  const all = [...connections.values()];
  const found = all.filter((connection) => matches(connection, wanted.toLowerCase()));
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
        <a class="button primary" href="/connections/new">
          <Icon name="plus" size={14} /> New connection
        </a>
      </PageHead>
      {all.length > 8 ? (
        <div class="filters">
          <label class="search">
            <Icon name="search" />
            <span class="hidden">Find</span>
            <input
              type="search"
              placeholder="Find by source, destination or name"
              value={wanted}
              onInput={(it) => setWanted(it.currentTarget.value)}
            />
          </label>
        </div>
      ) : null}
      {!known ? <Waiting rows={5} /> : null}
      {known && all.length === 0 ? (
        <Empty title="No connection yet">
          <p>A connection takes what a source receives to a destination, by its rules.</p>
          <a class="button primary" href="/start">
            Make the first one
          </a>
        </Empty>
      ) : null}
      {drawn.length > 0 ? <ConnectionsPicture connections={drawn} traffic={traffic} /> : null}
      {found.length > drawn.length ? (
        <p class="faint">{found.length - drawn.length} more: search to see them.</p>
      ) : null}
      {loose.length > 0 ? (
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

function matches({ name, source, destination }: Wire["connection"], wanted: string): boolean {
  return [name ?? "", source.name, destination.name, destination.url].some((text) =>
    text.toLowerCase().includes(wanted),
  );
}
