import { Option, type Command } from "commander";
import { listed, type Api, type Model } from "./api.ts";
import { cliOf } from "./cli.ts";
import { CommandFault, faultWith, usageFault } from "./exit.ts";
import { addFilters, filterOf, wholeNumber, type Options } from "./filters.ts";
import { idOf, NOUNS, withNames, type ListedNoun, type NamedNoun, type NounForm } from "./nouns.ts";
import type { Output } from "./output.ts";

/** All but tab and line ends. */
const CONTROL = /[^\t\n\r\x20-\x7e\x80-\xff]/;

/** Records that a list shows where nothing else is said. */
const SHOWN = 50;

/** `list` and `get` of every noun; answers the command of each, for what else it can do. */
export function addResources(program: Command): Record<ListedNoun, Command> {
  const commands = Object.entries(NOUNS).map(([name, form]) => {
    const noun = name as ListedNoun;
    const command = program.command(noun).description(`${noun}s of the team`);
    addList(command, noun, form);
    addGet(command, noun, form);
    if (form.hasData) addCountAndBody(command, noun, form);
    return [noun, command];
  });
  return Object.fromEntries(commands) as Record<ListedNoun, Command>;
}

function addList(command: Command, noun: ListedNoun, form: NounForm): void {
  const list = command.command("list").description(`list ${noun}s, the newest first`);
  addFilters(list, form.filters);
  addPaging(list).action(async (options: Options & Paging, self: Command) => {
    const { output, api: connect } = cliOf(self);
    const api = await connect();
    const query = await filterOf(api, options, form.filters);
    const models = listed(api, form.path, { ...query, dir: options.dir }, limitOf(options));
    await showList({ output, api }, form, models);
  });
}

/** How much of a list, and from which end. */
export interface Paging {
  limit: number;
  dir: "asc" | "desc";
  all?: true;
}

/** Gives a list the options of `Paging`. */
export function addPaging(list: Command): Command {
  return list
    .option("--limit <count>", "how many at most", wholeNumber(1), SHOWN)
    .option("--all", "all of them, whatever the limit")
    .addOption(
      new Option("--dir <order>", "newest or oldest first").choices(["asc", "desc"]).default("desc"),
    );
}

/** How many are wanted. */
export function limitOf({ limit, all }: Paging): number {
  return all ? Infinity : limit;
}

/** Writes a list: a table with names in place of ids, or `{models, count}` as the API has them. */
export async function showList(
  { output, api }: { output: Output; api: Api },
  { columns, refersTo = [] }: Pick<NounForm, "columns" | "refersTo">,
  models: AsyncIterable<Model>,
): Promise<void> {
  const found: Model[] = [];
  for await (const model of models) found.push(model);
  if (output.json) return output.data({ models: found, count: found.length });
  if (found.length === 0) return output.note("none found");
  output.table(await withNames(api, refersTo, found), columns);
}

interface Counted {
  count: number;
  total_exact: boolean;
}

function addGet(command: Command, noun: ListedNoun, form: NounForm): void {
  const isNamed = form.filters.includes("name");
  const get = command
    .command("get")
    .description(`show one ${noun}, or several${isNamed ? ", by name or id" : ""}`);
  get.argument("<ids...>", isNamed ? "names or ids" : "ids");
  if (form.hasData) get.option("--data", "with headers, query, path and body");
  get.action(async (given: string[], { data }: { data?: true }, self: Command) => {
    const { output, api: connect } = cliOf(self);
    const api = await connect();
    const query = data ? { include: "data" } : {};
    for (const nameOrId of given) {
      const id = isNamed ? await idOf(api, noun as NamedNoun, nameOrId) : nameOrId;
      showOne(output, await api.call("GET", pathOf(form.path, id), { query }));
    }
  });
}

/** Of what a count counts, and of whose bytes were kept. */
function addCountAndBody(command: Command, noun: ListedNoun, form: NounForm): void {
  addFilters(
    command.command("count").description(`count ${noun}s, all or those that match`),
    form.filters,
  ).action(async (options: Options, self: Command) => {
    const { output, api: connect } = cliOf(self);
    const api = await connect();
    const query = await filterOf(api, options, form.filters);
    const counted = await api.call<Counted>("GET", `${form.path}/count`, { query });
    if (output.json) output.data(counted);
    else output.line(counted.total_exact ? String(counted.count) : `${counted.count} or more`);
  });
  command
    .command("body")
    .description(
      `write the body of one ${noun} as it ${noun === "event" ? "is delivered" : "came"}, byte by byte`,
    )
    .argument("<id>", "id")
    .action(async (id: string, _: unknown, self: Command) => {
      const api = await cliOf(self).api();
      const bytes = await api.bytes(pathOf(form.path, id, "raw_body"));
      // What a stranger sent could steer the terminal.
      if (process.stdout.isTTY && CONTROL.test(Buffer.from(bytes).toString("latin1")))
        throw usageFault("the body has control characters: send it into a file or another program");
      process.stdout.write(bytes);
    });
}

/** Where one record is; whatever the id, it stays one step of the path. */
export function pathOf(path: string, id: string, ...rest: string[]): string {
  return [path, encodeURIComponent(id), ...rest].join("/");
}

/** Writes one record. */
export function showOne(output: Output, model: object): void {
  if (output.json) output.data(model);
  else output.fields(model);
}

/** Does the same to each of several, whatever becomes of the others; ends with the first fault's exit code. */
export async function forEachId(
  self: Command,
  ids: string[],
  act: (api: Api, id: string) => Promise<{ shown: object; line: string }>,
): Promise<void> {
  const { output, api: connect } = cliOf(self);
  const api = await connect();
  const faults: CommandFault[] = [];
  for (const id of new Set(ids)) {
    try {
      const { shown, line } = await act(api, id);
      if (output.json) output.data(shown);
      else output.line(line);
    } catch (error) {
      if (!(error instanceof CommandFault)) throw error;
      faults.push(error);
    }
  }
  const [first] = faults;
  if (!first) return;
  const [problems, lines] = [faults.flatMap((it) => it.problems), faults.flatMap((it) => it.lines)];
  throw faultWith(problems, first.exitCode, lines);
}
