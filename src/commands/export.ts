import type { Command } from "commander";
import { MASK, type Json } from "../resources/wire.ts";
import { isObject, sameJson } from "../rules/json.ts";
import { cliOf } from "./cli.ts";
import { CONFIGURED, defaultsOf, type Settings } from "./configured.ts";
import type { NamedNoun } from "./nouns.ts";
import { plain } from "./output.ts";
import type { Present } from "./plan.ts";
import { readPresent } from "./present.ts";
import { escapeReferences } from "./references.ts";

/** Writes what `apply` reads. */
export function addExport(program: Command): void {
  program
    .command("export")
    .description("write what apply reads, in YAML: secrets as ${NAME}, defaults left out")
    .action(async (_: unknown, self: Command) => {
      const { output, api: connect } = cliOf(self);
      const present = await readPresent(await connect());
      for (const { name, isUnnamed } of present)
        if (isUnnamed)
          output.note(`a connection without a name is called ${plain(name)} here; apply names it so`);
      const file = fileOf(present);
      if (output.json) return output.data(file);
      const { stringify } = await import("yaml");
      output.line(stringify(file, { lineWidth: 0 }).trimEnd());
    });
}

/** A file that says what is there. A signing secret is left out: the gateway makes one where none is named. */
export function fileOf(present: readonly Present[]): Record<string, Settings[]> {
  const sections = CONFIGURED.map((noun) => {
    const defaults = defaultsOf(noun);
    const entries = present.filter((it) => it.noun === noun);
    return [`${noun}s`, entries.map((it) => entryOf(it, defaults))] as const;
  });
  return Object.fromEntries(sections.filter(([, entries]) => entries.length > 0));
}

function entryOf({ noun, name, settings }: Present, defaults: Settings): Settings {
  const isTold = (field: string, value: Json) =>
    field !== "signing" && (defaults[field] === undefined || !sameJson(defaults[field], value));
  const told = Object.entries(settings).filter(([field, value]) => field !== "name" && isTold(field, value));
  const referred = told.map(([field, value]) => [
    field,
    field === "code" ? value : refer(value, [noun, name, field]),
  ]);
  return { name: escapeReferences(name), ...(Object.fromEntries(referred) as Settings) };
}

/** `${SOURCE_STRIPE_VERIFICATION_SECRET}` for a masked text; where a name has other signs, `_` stands for them. */
function refer(value: Json, path: [NamedNoun, ...string[]]): Json {
  if (value === MASK)
    return `\${${path
      .join("_")
      .toUpperCase()
      .replace(/[^A-Z0-9]+/g, "_")}}`;
  if (typeof value === "string") return escapeReferences(value);
  if (Array.isArray(value)) return value.map((element, at) => refer(element, [...path, String(at)]));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, it]) => [name, refer(it, [...path, name])]));
}
