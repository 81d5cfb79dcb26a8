import { plainly } from "../api/wording.ts";
import type { Json } from "../resources/wire.ts";
import { isObject } from "../rules/json.ts";
import { CONFIGURED, nameIn, upsertOf, type Settings } from "./configured.ts";
import { usageFault } from "./exit.ts";
import type { NamedNoun } from "./nouns.ts";
import { resolveReferences, type Missing } from "./references.ts";

/** One thing that a file wants to be there. */
export interface Wanted {
  noun: NamedNoun;
  name: string;
  /** As the API takes them, with the defaults of nested fields; others are called by name. */
  settings: Settings;
  missing: Missing[];
}

/** Where in the file something stands, with what is wrong there. */
type Faults = string[];

/** A rule's transformation, while the rule is checked. */
const ANY_TRANSFORMATION = "trf_0";

/** What the documents of a file want. Throws a usage fault with one line for each thing that is wrong. */
export function readManifest(
  documents: readonly Json[],
  variable: (name: string) => string | undefined,
): Wanted[] {
  const faults: Faults = [];
  const sections = documents.flatMap((document) => sectionsOf(document, faults));
  const wanted = CONFIGURED.flatMap((noun) =>
    sections
      .filter((section) => section.noun === noun)
      .flatMap(({ entries }) => entries)
      .map((entry, at) => readEntry(noun, entry, `${noun}s[${at}]`, variable, faults)),
  ).filter((it) => it !== null);
  const keys = wanted.map(({ noun, name }) => `${noun} ${JSON.stringify(name)}`);
  const twice = keys.filter((key, at) => keys.indexOf(key) !== at);
  faults.push(...twice.map((key) => `${key}: is there twice`));
  if (faults.length > 0) throw usageFault(...faults);
  return wanted;
}

function sectionsOf(document: Json, faults: Faults): { noun: NamedNoun; entries: Json[] }[] {
  if (document === null) return [];
  if (!isObject(document)) {
    faults.push("the file must be an object with sources, destinations, transformations and connections");
    return [];
  }
  return Object.entries(document).flatMap(([title, entries]) => {
    const noun = CONFIGURED.find((it) => `${it}s` === title);
    if (!noun) faults.push(`${title}: is none of ${CONFIGURED.map((it) => `${it}s`).join(", ")}`);
    else if (!Array.isArray(entries)) faults.push(`${title}: must be a list`);
    else return [{ noun, entries }];
    return [];
  });
}

function readEntry(
  noun: NamedNoun,
  entry: Json,
  place: string,
  variable: (name: string) => string | undefined,
  faults: Faults,
): Wanted | null {
  if (!isObject(entry)) {
    faults.push(`${place}: must be an object with a name`);
    return null;
  }
  const { value, missing } = resolveReferences(entry, variable);
  const { settings, errors } =
    noun === "connection" ? checkConnection(value as Settings) : check(noun, value);
  const unset = new Map(missing.map((it) => [it.path, it.variable]));
  for (const { path, message } of errors) {
    const name = unset.get(path);
    faults.push(`${place}.${path}: ${name ? `the variable ${name} is not set` : message}`);
  }
  return { noun, name: nameIn(settings, "name"), settings, missing };
}

interface Checked {
  settings: Settings;
  errors: { path: string; message: string }[];
}

function check(noun: NamedNoun, value: Json): Checked {
  const result = upsertOf(noun).safeParse(value, { error: plainly });
  if (result.success) return { settings: result.data, errors: [] };
  const errors = result.error.issues.flatMap((issue) => {
    const steps =
      issue.code === "unrecognized_keys" ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
    const message = issue.code === "unrecognized_keys" ? "is not a known field" : issue.message;
    return steps.map((path) => ({ path: dotted(path), message }));
  });
  return { settings: value as Settings, errors };
}

function dotted(path: readonly PropertyKey[]): string {
  return path
    .map((step, at) => (typeof step === "number" ? `[${step}]` : `${at ? "." : ""}${String(step)}`))
    .join("");
}

/** A connection calls its ends, and the transformations of its rules, by their names. */
function checkConnection({ source, destination, ...rest }: Settings): Checked {
  const rules = Array.isArray(rest.rules) ? rest.rules : null;
  const names = rules?.map((rule) => (isObject(rule) ? rule.transformation : undefined)) ?? [];
  const identified = rules?.map((rule) => (isObject(rule) ? withAnyId(rule) : rule));
  const { settings, errors } = check("connection", identified ? { ...rest, rules: identified } : rest);
  for (const [end, name] of Object.entries({ source, destination })) {
    if (typeof name !== "string") errors.push({ path: end, message: `must be the name of a ${end}` });
  }
  if (errors.length > 0 || !rules) return { settings: { ...settings, ...ends(source, destination) }, errors };
  const named = (settings.rules as Settings[]).map((rule, at) => {
    const { transformation_id: _, ...others } = rule;
    return names[at] === undefined ? rule : { ...others, transformation: names[at] };
  });
  return { settings: { ...settings, rules: named, ...ends(source, destination) }, errors };
}

function withAnyId({ transformation, ...rule }: Settings): Settings {
  return typeof transformation === "string"
    ? { ...rule, transformation_id: ANY_TRANSFORMATION }
    : { ...rule, ...(transformation === undefined ? {} : { transformation }) };
}

const ends = (source: Json | undefined, destination: Json | undefined): Settings => ({
  source: source ?? null,
  destination: destination ?? null,
});
