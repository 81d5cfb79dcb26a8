import { ConnectionInput, ConnectionUpsert } from "../resources/connection.ts";
import { DestinationInput, DestinationUpsert } from "../resources/destination.ts";
import { SourceInput, SourceUpsert } from "../resources/source.ts";
import { TransformationInput, TransformationUpsert } from "../resources/transformation.ts";
import { MASK, type Json } from "../resources/wire.ts";
import { isObject } from "../rules/json.ts";
import { maskSecrets } from "../store/secrets.ts";
import type { Model } from "./api.ts";
import type { NamedNoun } from "./nouns.ts";

/** The settings of one thing, as a file has them: the others by name, no ids. */
export type Settings = Record<string, Json>;

/** The nouns of a file, each after those that it names. */
export const CONFIGURED = [
  "transformation",
  "source",
  "destination",
  "connection",
] as const satisfies NamedNoun[];

const SCHEMAS = {
  transformation: { input: TransformationInput, upsert: TransformationUpsert },
  source: { input: SourceInput, upsert: SourceUpsert },
  destination: { input: DestinationInput, upsert: DestinationUpsert },
  connection: { input: ConnectionInput, upsert: ConnectionUpsert },
};

/** What the API takes for a noun's `PUT`. */
export function upsertOf(noun: NamedNoun) {
  return SCHEMAS[noun].upsert;
}

/** A copy of settings with each secret masked, as a read of them would show it. */
export function masked(noun: NamedNoun, settings: Settings): Settings {
  const shown = maskSecrets(SCHEMAS[noun].upsert, settings);
  if (noun !== "transformation" || !isObject(shown.env)) return shown;
  const env = Object.entries(shown.env).map(([name, it]) => [
    name,
    isObject(it) ? { ...it, value: MASK } : it,
  ]);
  return { ...shown, env: Object.fromEntries(env) as Json };
}

/** The name that stands in a field; nothing where there is no text. */
export function nameIn(settings: Settings, field: "name" | "source" | "destination"): string {
  const name = settings[field];
  return typeof name === "string" ? name : "";
}

/** The settings of what the API answered; `names` tells a transformation's name by its id. */
export function settingsOf(noun: NamedNoun, model: Model, names: ReadonlyMap<string, string>): Settings {
  const fields = Object.keys(SCHEMAS[noun].input.shape).filter((field) => model[field] !== undefined);
  const settings = Object.fromEntries(fields.map((field) => [field, model[field]])) as Settings;
  if (noun !== "connection") return settings;
  const nameOf = (end: unknown) => (end as Model).name as string;
  const rules = (settings.rules as Settings[]).map((rule) => withTransformationName(rule, names));
  return withoutIds({
    ...settings,
    rules,
    source: nameOf(model.source),
    destination: nameOf(model.destination),
  });
}

function withoutIds({ source_id: _source, destination_id: _destination, ...settings }: Settings): Settings {
  return settings;
}

function withTransformationName(rule: Settings, names: ReadonlyMap<string, string>): Settings {
  const { transformation_id, ...rest } = rule;
  const name = typeof transformation_id === "string" ? names.get(transformation_id) : undefined;
  return name === undefined ? rule : { ...rest, transformation: name };
}

/** What the API fills in where a new one says nothing; a file leaves that out. */
export function defaultsOf(noun: NamedNoun): Settings {
  const least = {
    transformation: { name: "-", code: "-" },
    source: { name: "-" },
    destination: { name: "-", url: "http://localhost" },
    connection: { name: "-", source_id: "src_0", destination_id: "des_0" },
  };
  return SCHEMAS[noun].input.parse(least[noun]);
}
