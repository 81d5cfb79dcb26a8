import {
  AttemptFilter,
  BulkOperationFilter,
  EventFilter,
  RequestFilter,
} from "../resources/record-filter.ts";
import { ID_PREFIXES } from "../resources/wire.ts";
import { listed, type Api, type Model, type Page } from "./api.ts";
import { CommandFault, EXIT, usageFault } from "./exit.ts";
import { plain, type Column } from "./output.ts";

/** What is made by people, and may be called by its name. */
export type NamedNoun = "source" | "destination" | "connection" | "transformation";
/** What commands list and get. */
export type ListedNoun = NamedNoun | "request" | "event" | "attempt";

/** How one noun is asked for and shown. */
export interface NounForm {
  path: string;
  /** The API's own filters, by the names that it has for them. */
  filters: readonly string[];
  columns: readonly Column<Model>[];
  /** What its columns name that the API has as an id alone. */
  refersTo?: readonly NamedNoun[];
  /** Whether a single one can be had with what was received, and its body alone; these are counted too. */
  hasData?: boolean;
}

const field = (title: string, name = title.toLowerCase()): Column<Model> => ({
  title,
  value: (model) => model[name],
});
const id = field("ID");
const created = field("CREATED", "created_at");
const end = (name: string): Column<Model> => ({
  title: name.toUpperCase(),
  value: (model) => (model[name] as Model | undefined)?.name,
});
const state: Column<Model> = {
  title: "STATE",
  value: (model) => (model.enabled === false ? "disabled" : model.paused_at ? "paused" : "enabled"),
};

/** Every noun with a list of its own. */
export const NOUNS: Record<ListedNoun, NounForm> = {
  source: { path: "/sources", filters: ["name"], columns: [id, field("NAME"), state, field("URL")] },
  destination: {
    path: "/destinations",
    filters: ["name"],
    columns: [id, field("NAME"), state, field("URL")],
  },
  connection: {
    path: "/connections",
    filters: ["name", "source_id", "destination_id"],
    columns: [id, field("NAME"), state, end("source"), end("destination")],
  },
  transformation: {
    path: "/transformations",
    filters: ["name"],
    columns: [id, field("NAME"), field("VERSION"), field("UPDATED", "updated_at")],
  },
  request: {
    path: "/requests",
    filters: Object.keys(RequestFilter.shape),
    columns: [
      id,
      field("STATUS"),
      field("CAUSE", "rejection_cause"),
      field("SOURCE", "source_id"),
      field("METHOD"),
      field("PATH"),
      field("SIZE", "body_size"),
      field("EVENTS", "events_count"),
      field("RECEIVED", "received_at"),
    ],
    refersTo: ["source"],
    hasData: true,
  },
  event: {
    path: "/events",
    filters: Object.keys(EventFilter.shape),
    columns: [
      id,
      field("STATUS"),
      { title: "WHY", value: (it) => it.cause ?? it.error_code },
      field("ANSWER", "response_status"),
      field("ATTEMPTS", "attempts_count"),
      field("SOURCE", "source_id"),
      field("CONNECTION", "connection_id"),
      field("DESTINATION", "destination_id"),
      created,
    ],
    refersTo: ["source", "connection", "destination"],
    hasData: true,
  },
  attempt: {
    path: "/attempts",
    filters: Object.keys(AttemptFilter.shape),
    columns: [
      id,
      field("EVENT", "event_id"),
      field("NO", "attempt_number"),
      field("DESTINATION", "destination_id"),
      field("STATUS"),
      field("ANSWER", "response_status"),
      field("WHY", "error_code"),
      field("MS", "latency_ms"),
      field("REQUESTED", "requested_at"),
    ],
    refersTo: ["destination"],
  },
};

/** Bulk operations, which the API lists by what they work on. */
export const BULK: Omit<NounForm, "path"> = {
  filters: Object.keys(BulkOperationFilter.shape),
  columns: [
    id,
    field("TYPE"),
    field("STATUS"),
    field("DONE", "done_count"),
    field("TOTAL", "total_count"),
    field("FAILED", "failed_count"),
    created,
  ],
};

/** The id of what is given by name or id. Rejects with `notFound` where no such name is there. */
export async function idOf(api: Api, noun: NamedNoun, nameOrId: string): Promise<string> {
  if (new RegExp(`^${ID_PREFIXES[noun]}_[0-9A-Za-z]{1,64}$`).test(nameOrId)) return nameOrId;
  return (await named(api, noun, nameOrId)).id;
}

/** So many ids are a query that proxies let through. */
const MOST_NAMES = 200;

/** Records with names in place of the ids of others: one call for each kind, and ids stay where it does not tell. */
export async function withNames<R extends Record<string, unknown>>(
  api: Api,
  nouns: readonly NamedNoun[],
  records: readonly R[],
): Promise<R[]> {
  const found = await Promise.all(
    nouns.map(async (noun) => [`${noun}_id`, await namesOf(api, noun, records)] as const),
  );
  return records.map((record) => {
    const named = found.map(([field, names]): [string, unknown] => {
      const id = record[field];
      return [field, names.has(id) ? names.get(id) : id];
    });
    return { ...record, ...Object.fromEntries(named) };
  });
}

async function namesOf(
  api: Api,
  noun: NamedNoun,
  records: readonly Record<string, unknown>[],
): Promise<ReadonlyMap<unknown, unknown>> {
  const ids = [...new Set(records.map((record) => record[`${noun}_id`]))].filter(
    (id) => typeof id === "string",
  );
  if (ids.length === 0) return new Map();
  const query = { ids: ids.slice(0, MOST_NAMES).join(","), limit: MOST_NAMES };
  try {
    const { models }: Page = await api.call("GET", NOUNS[noun].path, { query });
    return new Map(models.map(({ id, name }) => [id, name]));
  } catch (error) {
    // The records are there already: they are shown with ids.
    if (error instanceof CommandFault) return new Map();
    throw error;
  }
}

/** As many sources as a fault names. */
const MOST_NAMED = 10;

/** The source that is given by name or id, or the only one that there is. Rejects with `usage` where it is not clear. */
export async function sourceGiven(api: Api, given: string | undefined): Promise<Model> {
  if (given !== undefined) return api.call("GET", `${NOUNS.source.path}/${await idOf(api, "source", given)}`);
  const sources: Model[] = [];
  for await (const source of listed(api, NOUNS.source.path, {}, MOST_NAMED)) sources.push(source);
  const [only] = sources;
  if (!only) throw usageFault("there is no source yet: echo 'sources: [{ name: shop }]' | fasthook apply -");
  if (sources.length === 1) return only;
  throw usageFault(`--source: which one? ${sources.map(({ name }) => plain(name)).join(", ")}`);
}

/** The one of that name. */
export async function named(api: Api, noun: NamedNoun, name: string): Promise<Model> {
  for await (const model of listed(api, NOUNS[noun].path, { name }, 1)) return model;
  const where = `fasthook ${noun} list shows those that are`;
  throw new CommandFault(EXIT.notFound, `there is no ${noun} named ${JSON.stringify(name)}: ${where}`);
}
