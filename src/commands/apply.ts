import type { Command } from "commander";
import { environmentVariable } from "../config.ts";
import type { Json } from "../resources/wire.ts";
import { isObject } from "../rules/json.ts";
import type { Api } from "./api.ts";
import { canAsk, confirm } from "./ask.ts";
import { cliOf } from "./cli.ts";
import { nameIn, type Settings } from "./configured.ts";
import { CommandFault, EXIT, faultWith, usageFault } from "./exit.ts";
import { readInput } from "./input.ts";
import { readManifest, type Wanted } from "./manifest.ts";
import { NOUNS } from "./nouns.ts";
import { plain, type Output } from "./output.ts";
import { planOf, type Present, type Step } from "./plan.ts";
import { readPresent } from "./present.ts";
import { createProgress } from "./progress.ts";
import { pathOf } from "./resources.ts";

interface ApplyOptions {
  plan?: true;
  check?: true;
  prune?: true;
  secrets?: true;
  yes?: true;
}

/** Makes the gateway what a file says. */
export function addApply(program: Command): void {
  program
    .command("apply")
    .description("make sources, destinations, transformations and connections what a file says")
    .argument("<file>", "YAML or JSON; - is standard input")
    .option("--plan", "only show what would be done")
    .option("--check", "the same, and exit with 5 where there is something to be done")
    .option("--prune", "delete what is not in the file, after asking")
    .option("--secrets", "send secrets again: they can't be compared")
    .option("--yes", "do not ask")
    .action(async (file: string, options: ApplyOptions, self: Command) => {
      const { output, api: connect } = cliOf(self);
      const documents = await readDocuments(file);
      if (options.prune && documents.every((it) => it === null))
        throw usageFault(`${file}: it is empty; "sources: []" would say that nothing is to stay`);
      const wanted = readManifest(documents, environmentVariable);
      const api = await connect();
      const present = await readPresent(api);
      const how = { prune: options.prune === true, secrets: options.secrets === true };
      const steps = planOf(wanted, present, how);
      const open = steps.filter(({ action }) => action !== "unchanged");
      const dry = options.plan === true || options.check === true;
      if (dry || !output.json) showPlan(output, steps);
      if (options.check && open.length > 0) throw new CommandFault(EXIT.checkFailed);
      if (dry) return;
      await allow(open, options);
      await carryOut(output, api, open, { wanted, present });
      if (output.json) output.data(planData(steps));
      else output.note(open.length > 0 ? "done" : "nothing to do");
    });
}

async function readDocuments(file: string): Promise<Json[]> {
  const { parseAllDocuments } = await import("yaml");
  const content = (await readInput(file)).toString();
  const documents = parseAllDocuments(content);
  const faults = documents.flatMap(({ errors }) =>
    errors.map(({ message }) => `${file}: ${message.split("\n")[0]}`),
  );
  if (faults.length > 0) throw usageFault(...faults);
  return documents.map((document) => document.toJS() as Json);
}

async function allow(open: readonly Step[], { yes }: ApplyOptions): Promise<void> {
  const deletions = open.filter(({ action }) => action === "delete").length;
  if (deletions === 0 || yes) return;
  if (!canAsk()) throw usageFault(`nobody can be asked about ${deletions} deletions here: give --yes`);
  await confirm(`Delete ${deletions}?`);
}

async function carryOut(
  output: Output,
  api: Api,
  open: readonly Step[],
  { wanted, present }: { wanted: readonly Wanted[]; present: readonly Present[] },
): Promise<void> {
  const progress = createProgress(output);
  const ids = new Map(present.map(({ noun, name, id }) => [`${noun} ${name}`, id]));
  const unnamed = new Set(present.flatMap(({ id, isUnnamed }) => (isUnnamed ? [id] : [])));
  try {
    for (const [at, step] of open.entries()) {
      const { noun, name } = step;
      progress.show(at / open.length, `${noun} ${plain(name)}`);
      const { settings } = wanted.find((it) => it.noun === noun && it.name === name) ?? {};
      await named(step, async () => {
        const path = NOUNS[noun].path;
        const before = ids.get(`${noun} ${name}`);
        if (!settings) return void (await api.call("DELETE", pathOf(path, before!)));
        if (before && unnamed.has(before)) await api.call("PATCH", pathOf(path, before), { body: { name } });
        const { id } = await api.call("PUT", path, { body: withIds(settings, ids) });
        ids.set(`${noun} ${name}`, id);
      });
    }
  } finally {
    progress.clear();
  }
}

/** A fault that says of which step it is: the steps before it stand, and the next run goes on from there. */
async function named({ noun, name }: Step, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof CommandFault)) throw error;
    const lines = error.lines.map((line) => `${noun} ${JSON.stringify(name)}: ${line}`);
    const problems = error.problems.map((problem) => ({ ...problem, resource: { noun, name } }));
    throw faultWith(problems, error.exitCode, lines);
  }
}

/** What connections call by name, by id. */
function withIds(settings: Settings, ids: ReadonlyMap<string, string>): object {
  const { source, destination: _, rules, ...rest } = settings;
  if (source === undefined) return settings;
  const identified = Array.isArray(rules) ? { rules: rules.map((rule) => ruleWithId(rule, ids)) } : {};
  const ends = {
    source_id: ids.get(`source ${nameIn(settings, "source")}`),
    destination_id: ids.get(`destination ${nameIn(settings, "destination")}`),
  };
  return { ...rest, ...identified, ...ends };
}

function ruleWithId(rule: Json, ids: ReadonlyMap<string, string>): Json {
  if (!isObject(rule) || typeof rule.transformation !== "string") return rule;
  const { transformation, ...rest } = rule;
  return { ...rest, transformation_id: ids.get(`transformation ${transformation}`) ?? null };
}

const MARKS = {
  create: ["+", "green"],
  update: ["~", "yellow"],
  unchanged: [" ", "dim"],
  delete: ["-", "red"],
} as const;

function planData(steps: readonly Step[]) {
  return { steps, summary: summaryOf(steps) };
}

function showPlan(output: Output, steps: readonly Step[]): void {
  if (output.json) return output.data(planData(steps));
  for (const { action, noun, name, fields, secrets } of steps) {
    const [mark, style] = MARKS[action];
    output.line(output.paint(style, `${mark} ${noun} ${plain(name)}`));
    for (const { path, from, to } of fields) output.line(`    ${path}: ${short(from)} → ${short(to)}`);
    for (const path of secrets) output.line(`    ${path}: secret, not compared`);
  }
  const { create, update, delete: deleted, unchanged } = summaryOf(steps);
  output.line(`${create} to create, ${update} to update, ${deleted} to delete, ${unchanged} unchanged`);
}

function summaryOf(steps: readonly Step[]): Record<Step["action"], number> {
  const counts = { create: 0, update: 0, delete: 0, unchanged: 0 };
  for (const { action } of steps) counts[action] += 1;
  return counts;
}

const MOST_SHOWN = 80;

function short(value: Json): string {
  const shown = plain(JSON.stringify(value));
  return shown.length > MOST_SHOWN ? `${shown.slice(0, MOST_SHOWN)}…` : shown;
}
