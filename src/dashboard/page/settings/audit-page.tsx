import { useAddress } from "../address.ts";
import { useLoaded } from "../loaded.ts";
import { Details } from "../parts/details.tsx";
import { TextDiff } from "../parts/diff-view.tsx";
import { readTree } from "../parts/json-tree.ts";
import { Json } from "../parts/json.tsx";
import { Empty, Waiting } from "../parts/notice.tsx";
import { PageHead } from "../parts/page-head.tsx";
import { Time } from "../parts/time.tsx";
import { tailOf } from "../format.ts";
import { useDirectory, type Directory } from "../directory.ts";
import { Filters, type FilterField } from "../records/filters.tsx";
import { Pager } from "../records/pager.tsx";
import type { List, Wire } from "../wire.ts";
import { AdminOnly } from "./admin-only.tsx";

const RESOURCES = [
  "source",
  "destination",
  "connection",
  "transformation",
  "request",
  "event",
  "bulk_operation",
  "api_key",
];
const ROWS = 50;

/** Who changed what, and when: the filters are those of the API, kept in the address. */
export function AuditPage() {
  const { query } = useAddress();
  const list = useLoaded<List<Wire["auditEntry"]>>(`/audit_log?${query && `${query}&`}limit=${ROWS}`);
  const keys = useLoaded<List<Wire["apiKey"]>>("/api_keys?limit=250");
  const fields: FilterField[] = [
    { name: "resource_type", label: "Resource", values: RESOURCES },
    { name: "actor", label: "By", options: keys.data?.models.map(({ id, name }) => [id, name]) ?? [] },
    { name: "action", label: "Action", placeholder: "connection.pause" },
    { name: "resource_id", label: "Id", placeholder: "con_…" },
  ];
  const { data, problem, reload } = list;
  return (
    <>
      <PageHead title="Audit log" />
      {problem?.status === 403 ? null : <Filters fields={fields} statuses={[]} isSearchable={false} />}
      {problem ? <AdminOnly problem={problem} what="the audit log" retry={reload} /> : null}
      {!data && !problem ? <Waiting rows={8} /> : null}
      {data && data.models.length === 0 ? (
        <Empty title={query ? "No entry matches" : "No entry yet"}>
          <p>Every call that changes something is written here, and kept for a year.</p>
        </Empty>
      ) : null}
      <ul class="rows audit">
        {data?.models.map((entry) => (
          <li key={entry.id}>
            <Details summary={<Line entry={entry} />}>{() => <Told entry={entry} />}</Details>
          </li>
        ))}
      </ul>
      <Pager list={data} />
    </>
  );
}

function Line({ entry }: { entry: Wire["auditEntry"] }) {
  const directory = useDirectory();
  const { action, actor, resource_id, created_at, completed_at } = entry;
  return (
    <span class="row audit-row">
      <span class="cell-main">
        <code>{action}</code>
        {completed_at === null ? <span class="tag">under way or cut off</span> : null}
      </span>
      <span class="cell-where">{resource_id ? nameOf(directory, entry) : "—"}</span>
      <span class="cell-note">by {actor.name}</span>
      <span class="cell-time">
        <Time at={created_at} />
      </span>
    </span>
  );
}

/** What a resource was called at the time, or is called now, or its id. */
function nameOf(directory: Directory, { resource_id, before, after }: Wire["auditEntry"]): string {
  const id = resource_id ?? "";
  const named = after?.name ?? before?.name;
  if (typeof named === "string") return named;
  const { sources, destinations, connections, transformations } = directory;
  const known = sources.get(id) ?? destinations.get(id) ?? connections.get(id) ?? transformations.get(id);
  return known?.name ?? tailOf(id);
}

const PLACES: Record<string, string> = {
  source: "sources",
  destination: "destinations",
  connection: "connections",
  transformation: "transformations",
  request: "requests",
  event: "events",
  bulk_operation: "bulk",
};

function Told({ entry }: { entry: Wire["auditEntry"] }) {
  const { before, after, input, resource_type, resource_id, actor, request_id } = entry;
  const place = PLACES[resource_type];
  return (
    <div class="stack audit-more">
      <p class="faint">
        {resource_id ? (
          <>
            {resource_type.replaceAll("_", " ")}{" "}
            {place ? <a href={`/${place}/${resource_id}`}>{resource_id}</a> : <code>{resource_id}</code>}{" "}
            ·{" "}
          </>
        ) : null}
        by {actor.name} <code>{actor.key_id}</code> · call <code>{request_id}</code>
      </p>
      {before && after ? <TextDiff before={linesOf(before)} after={linesOf(after)} /> : null}
      {before && after ? null : <Whole fields={after ?? before ?? input} />}
      {before || after || input ? null : <p class="faint">Nothing more is known of it.</p>}
    </div>
  );
}

/** What was made or taken away, or what a call was given that changes no fields. */
function Whole({ fields }: { fields: object | null }) {
  const tree = readTree(JSON.stringify(fields));
  return tree ? <Json tree={tree} /> : null;
}

/** Without the commas, as in other differences. */
const linesOf = (fields: object): string => JSON.stringify(fields, null, 2).replace(/,$/gm, "");
