import { InvalidArgumentError, Option, type Command } from "commander";
import type { Api, Query } from "./api.ts";
import { idOf, type NamedNoun } from "./nouns.ts";
import { optionName } from "./option-name.ts";

/** The options of a command by the names that commander gives them. */
export type Options = Record<string, unknown>;

const BY_NAME: Record<string, NamedNoun> = {
  source_id: "source",
  connection_id: "connection",
  destination_id: "destination",
};
const EXPLAINED: Record<string, string> = {
  from: "ISO 8601, or now-1h",
  to: "ISO 8601, or now-5m",
  name: "of exactly this name",
  status: "such as failed; several by commas, and a wrong one names all",
  cause: "why it was ignored, failed or rejected, such as FILTERED",
  error_code: "of the last attempt, such as TIMEOUT",
  attempts_min: "with so many attempts, or more",
  attempts_max: "with so many attempts, or fewer",
  q: "a text of three characters or more in body, headers, query, path or ids",
  response_status: "500, 5xx or >=500",
  ids: "several, by commas",
};

/** `response_status` is `--response-status`, `source_id` is `--source`. */
function optionOf(field: string): Option {
  const noun = BY_NAME[field];
  const value = noun ? "name|id" : field.endsWith("_id") ? "id" : "value";
  const name = optionName(field);
  return new Option(`--${name} <${value}>`, EXPLAINED[field] ?? `of this ${name.replaceAll("-", " ")}`);
}

/** Gives a command the API's filters as options. */
export function addFilters(command: Command, fields: readonly string[]): Command {
  for (const field of fields) command.addOption(optionOf(field));
  return command;
}

/** The filters that were given, as the API takes them: names have become ids. */
export async function filterOf(api: Api, options: Options, fields: readonly string[]): Promise<Query> {
  const query: Query = {};
  for (const field of fields) {
    const given = options[optionOf(field).attributeName()];
    if (typeof given !== "string") continue;
    const noun = BY_NAME[field];
    query[field] = noun ? await idsOf(api, noun, given) : given;
  }
  return query;
}

async function idsOf(api: Api, noun: NamedNoun, given: string): Promise<string> {
  const ids: string[] = [];
  for (const nameOrId of given.split(",")) ids.push(await idOf(api, noun, nameOrId.trim()));
  return ids.join(",");
}

/** Reads a whole number of an option. */
export function wholeNumber(least: number): (text: string) => number {
  return (text) => {
    if (/^\d{1,9}$/.test(text) && Number(text) >= least) return Number(text);
    throw new InvalidArgumentError(`It must be a whole number from ${least} up.`);
  };
}

/** Reads a number above 0 of an option. */
export function positiveNumber(text: string): number {
  const number = Number(text);
  if (text.trim() !== "" && number > 0 && Number.isFinite(number)) return number;
  throw new InvalidArgumentError("It must be a number above 0.");
}
