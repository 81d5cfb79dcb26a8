import {
  AttemptFilter,
  BulkOperationFilter,
  EventFilter,
  RequestFilter,
} from "../resources/record-filter.ts";
import { ID_PREFIXES } from "../resources/wire.ts";
import { listed, type Api, type Model, type Page } from "./api.ts";
import { CommandFault, EXIT } from "./exit.ts";
import type { Column } from "./output.ts";

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
  /** Whether a single one can be had with what was received. */
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

/** Models with names in place of the ids of others: one call for each kind, and ids stay where it does not tell. */
export async function withNames(
  api: Api,
  nouns: readonly NamedNoun[],
  models: readonly Model[],
): Promise<Model[]> {
  const found = await Promise.all(
    nouns.map(async (noun) => [`${noun}_id`, await namesOf(api, noun, models)] as const),
  );
  return models.map((model) => {
    const named = found.map(([field, names]): [string, unknown] => {
      const id = model[field] as string;
      return [field, names.has(id) ? names.get(id) : id];
    });
    return { ...model, ...Object.fromEntries(named) };
  });
}

async function namesOf(
  api: Api,
  noun: NamedNoun,
  models: readonly Model[],
): Promise<ReadonlyMap<string, unknown>> {
  const ids = [...new Set(models.map((model) => model[`${noun}_id`] as string))].slice(0, MOST_NAMES);
  const { models: named }: Page = await api.call("GET", NOUNS[noun].path, {
    query: { ids: ids.join(","), limit: MOST_NAMES },
  });
  return new Map(named.map(({ id, name }) => [id, name]));
}

/** The one of that name. */
export async function named(api: Api, noun: NamedNoun, name: string): Promise<Model> {
  for await (const model of listed(api, NOUNS[noun].path, { name }, 1)) return model;
  throw new CommandFault(EXIT.notFound, `there is no ${noun} named ${JSON.stringify(name)}`);
}
