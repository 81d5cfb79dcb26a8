import { useEffect, useRef, useState } from "preact/hooks";
import { useDirectory } from "../directory.ts";
import { short } from "../format.ts";
import type { Wire } from "../wire.ts";
import { ConnectionState } from "./connection-page.tsx";
import { layOut } from "./layout.ts";
import { wordsOf } from "./rule-words.ts";
import type { Traffic } from "./traffic.ts";

/** The shares of the width that the columns end and begin at: sources, rules, destinations. */
const COLUMNS = { sourceEnd: 0.24, rulesBegin: 0.32, rulesEnd: 0.68, destinationBegin: 0.76 };

/** In a picture of more rows than this, the ends of a row may be out of sight: it names them itself. */
const TALL = 12;

/** Sources to the left, rules in the middle, destinations to the right; on a phone, one card for each connection. */
export function ConnectionsPicture({
  connections,
  traffic,
}: {
  connections: Wire["connection"][];
  traffic: Traffic;
}) {
  const place = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const resize = new ResizeObserver(() => setWidth(element.clientWidth));
    resize.observe(element);
    return () => resize.disconnect();
  }, []);
  const [pointed, point] = useState<string | null>(null);
  const { height, rows, sources, destinations } = layOut(connections);
  // What is pointed at, or has the focus, stands out with all that is tied to it.
  const pointAt = (id: string) => ({
    onMouseEnter: () => point(id),
    onMouseLeave: () => point(null),
    onFocus: () => point(id),
    onBlur: () => point(null),
  });
  const isTied = ({ id, source_id, destination_id }: Wire["connection"]) =>
    pointed === null || [id, source_id, destination_id].includes(pointed);
  const tied = new Set(
    rows
      .filter(({ connection }) => isTied(connection))
      .flatMap(({ connection: { id, source_id, destination_id } }) => [id, source_id, destination_id]),
  );
  const dim = (id: string) => (tied.has(id) ? "" : "dim");
  const sourceY = new Map(sources.map(({ source, y }) => [source.id, y]));
  const destinationY = new Map(destinations.map(({ destination, y }) => [destination.id, y]));
  return (
    <div
      class={rows.length > TALL ? "picture tall" : "picture"}
      ref={place}
      style={{ height: `${height}px` }}
    >
      <svg width={width} height={height} aria-hidden="true">
        {rows.map(({ connection, y }) => (
          <g key={connection.id} class={`${lineClass(connection, traffic)} ${dim(connection.id)}`}>
            <path
              d={curve(
                width * COLUMNS.sourceEnd,
                sourceY.get(connection.source_id)!,
                width * COLUMNS.rulesBegin,
                y,
              )}
            />
            <path
              d={curve(
                width * COLUMNS.rulesEnd,
                y,
                width * COLUMNS.destinationBegin,
                destinationY.get(connection.destination_id)!,
              )}
            />
          </g>
        ))}
      </svg>
      {sources.map(({ source, y }) => (
        <a
          key={source.id}
          class={`end source ${source.enabled ? "" : "off"} ${dim(source.id)}`}
          {...pointAt(source.id)}
          href={`/sources/${source.id}`}
          style={{ top: `${y}px` }}
        >
          <b>{source.name}</b>
          <span>{traffic.problem ? "–" : `${short(traffic.sources.get(source.id) ?? 0)} in 24 h`}</span>
        </a>
      ))}
      {rows.map(({ connection, y }) => (
        <a
          key={connection.id}
          class={`middle ${dim(connection.id)}`}
          href={`/connections/${connection.id}`}
          style={{ top: `${y}px` }}
          {...pointAt(connection.id)}
        >
          <ConnectionRow connection={connection} traffic={traffic} />
        </a>
      ))}
      {destinations.map(({ destination, y }) => (
        <a
          key={destination.id}
          class={`end destination ${destination.enabled ? "" : "off"} ${dim(destination.id)}`}
          {...pointAt(destination.id)}
          href={`/destinations/${destination.id}`}
          style={{ top: `${y}px` }}
        >
          <b>{destination.name}</b>
          <span>{destination.url.replace(/^https?:\/\//, "")}</span>
        </a>
      ))}
    </div>
  );
}

function ConnectionRow({ connection, traffic }: { connection: Wire["connection"]; traffic: Traffic }) {
  const { transformations } = useDirectory();
  const counts = traffic.connections.get(connection.id);
  const rules = connection.rules.map((rule) => wordsOf(rule, (id) => transformations.get(id)?.name ?? id));
  const [open, failed] = [counts?.waiting ?? 0, counts?.failed ?? 0];
  return (
    <>
      <span class="middle-ends">
        {connection.source.name} → {connection.destination.name}
      </span>
      <span class="middle-rules" title={rules.join("\n")}>
        {connection.name ? <b>{connection.name}</b> : null}
        {connection.rules.length === 0 ? <i class="faint">no rules</i> : null}
        {connection.rules.map((rule, at) => (
          <i key={at} class="rule">
            {rule.type}
          </i>
        ))}
      </span>
      <span class="middle-counts">
        {!connection.enabled || connection.paused_at ? <ConnectionState connection={connection} /> : null}
        {traffic.problem ? null : <span class="good">{short(counts?.delivered ?? 0)} delivered</span>}
        {failed > 0 ? <span class="bad">{short(failed)} failed</span> : null}
        {open > 0 ? <span class="wait">{short(open)} waiting</span> : null}
      </span>
    </>
  );
}

function lineClass({ id, enabled, paused_at }: Wire["connection"], { connections }: Traffic): string {
  if (!enabled) return "line off";
  if (paused_at) return "line paused";
  const { delivered = 0, failed = 0, waiting = 0 } = connections.get(id) ?? {};
  if (delivered > 0) return "line busy";
  return failed + waiting > 0 ? "line bad" : "line";
}

function curve(x1: number, y1: number, x2: number, y2: number): string {
  const middle = (x1 + x2) / 2;
  return `M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}`;
}
