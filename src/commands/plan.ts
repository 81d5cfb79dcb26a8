import { MASK, type Json } from "../resources/wire.ts";
import { isObject, sameJson } from "../rules/json.ts";
import { CONFIGURED, masked, nameIn, type Settings } from "./configured.ts";
import { usageFault } from "./exit.ts";
import type { Wanted } from "./manifest.ts";
import type { NamedNoun } from "./nouns.ts";

/** One thing as the gateway has it. */
export interface Present {
  noun: NamedNoun;
  name: string;
  id: string;
  settings: Settings;
  /** It has no name yet, and gets this one with the first change. */
  isUnnamed?: boolean;
}

/** One place where the file and the gateway differ; secrets are masked. */
export interface FieldChange {
  path: string;
  from: Json;
  to: Json;
}

/** What is to be done about one thing. */
export interface Step {
  action: "create" | "update" | "unchanged" | "delete";
  noun: NamedNoun;
  name: string;
  fields: FieldChange[];
  /** Where there is a secret: it can't be read back, and so not be compared. */
  secrets: string[];
}

/** How a plan is made. */
export interface PlanOptions {
  /** Deletes what is not in the file. */
  prune: boolean;
  /** Sends secrets again, though they may be the same. */
  secrets: boolean;
}

/** What leads from the present to what is wanted, in an order that works. Throws where a needed variable is not set. */
export function planOf(wanted: readonly Wanted[], present: readonly Present[], options: PlanOptions): Step[] {
  const faults = [...unknownNames(wanted, present)];
  const kept = wanted.map((it) => {
    const before = find(present, it.noun, it.name);
    const step = stepOf(it, before ?? null, options);
    faults.push(...unset(it, step, before?.settings ?? null, options));
    return step;
  });
  if (faults.length > 0) throw usageFault(...faults);
  if (!options.prune) return kept;
  const extra = [...CONFIGURED].reverse().flatMap((noun) => present.filter((it) => it.noun === noun));
  const deleted = extra.filter((it) => !find(wanted, it.noun, it.name));
  return [
    ...kept,
    ...deleted.map(({ noun, name }) => ({ action: "delete" as const, noun, name, ...NOTHING })),
  ];
}

/** A file that names no signing secret leaves the one that the gateway made. */
const MADE_BY_ITSELF = "signing.secret";

const NOTHING = { fields: [], secrets: [] };

function find<T extends { noun: NamedNoun; name: string }>(
  list: readonly T[],
  noun: NamedNoun,
  name: string,
): T | undefined {
  return list.find((it) => it.noun === noun && it.name === name);
}

function stepOf({ noun, name, settings }: Wanted, before: Present | null, options: PlanOptions): Step {
  const after = masked(noun, settings);
  const secrets: string[] = [];
  if (!before) return { action: "create", noun, name, fields: [], secrets };
  const had: Settings = { ...before.settings, ...(before.isUnnamed && { name: null }) };
  const fields = Object.entries(after).flatMap(([field, to]) => compare(had[field], to, field, secrets));
  const isChanged = fields.length > 0 || (options.secrets && secrets.length > 0);
  return { action: isChanged ? "update" : "unchanged", noun, name, fields, secrets };
}

/** Nested settings are replaced as a whole, so that what is there and not wanted is a difference too. */
function compare(
  from: Json | undefined,
  to: Json | undefined,
  path: string,
  secrets: string[],
): FieldChange[] {
  if (from === MASK && to === MASK) {
    secrets.push(path);
    return [];
  }
  if (from === MASK && to === undefined && path === MADE_BY_ITSELF) return [];
  if (isObject(from) && isObject(to)) {
    const names = [...new Set([...Object.keys(from), ...Object.keys(to)])];
    return names.flatMap((name) => compare(from[name], to[name], `${path}.${name}`, secrets));
  }
  if (Array.isArray(from) && Array.isArray(to) && from.length === to.length) {
    return from.flatMap((element, at) => compare(element, to[at], `${path}[${at}]`, secrets));
  }
  const isSame = from !== undefined && to !== undefined && sameJson(from, to);
  return isSame ? [] : [{ path, from: from ?? null, to: to ?? null }];
}

/** A masked value that is sent keeps the secret that is there: only elsewhere a variable must be set. */
function unset(
  { noun, name, missing }: Wanted,
  step: Step,
  before: Settings | null,
  options: PlanOptions,
): string[] {
  const keeps = (path: string) =>
    before !== null && step.secrets.includes(path) && !(options.secrets && step.action === "update");
  return missing.flatMap(({ path, variable }) =>
    keeps(path) ? [] : [`${noun} ${JSON.stringify(name)}: ${path}: the variable ${variable} is not set`],
  );
}

function unknownNames(wanted: readonly Wanted[], present: readonly Present[]): string[] {
  const isThere = (noun: NamedNoun, name: string) => find(wanted, noun, name) ?? find(present, noun, name);
  return wanted.flatMap((it) =>
    namesIn(it)
      .filter(({ noun, name }) => !isThere(noun, name))
      .map(
        ({ noun, name }) =>
          `connection ${JSON.stringify(it.name)}: there is no ${noun} ${JSON.stringify(name)}`,
      ),
  );
}

/** Whom a connection names. */
function namesIn({ noun, settings }: Wanted): { noun: NamedNoun; name: string }[] {
  if (noun !== "connection") return [];
  const rules = Array.isArray(settings.rules) ? settings.rules : [];
  const transformations = rules.flatMap((rule) =>
    isObject(rule) && typeof rule.transformation === "string" ? [rule.transformation] : [],
  );
  return [
    { noun: "source", name: nameIn(settings, "source") },
    { noun: "destination", name: nameIn(settings, "destination") },
    ...transformations.map((name) => ({ noun: "transformation" as const, name })),
  ];
}
