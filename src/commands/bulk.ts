import type { Command } from "commander";
import { EventFilter, RequestFilter } from "../resources/record-filter.ts";
import { listed, type Api, type Model } from "./api.ts";
import { confirmed } from "./ask.ts";
import { follow } from "./bulk-follow.ts";
import { cliOf } from "./cli.ts";
import { CommandFault, EXIT, usageFault } from "./exit.ts";
import { addFilters, filterOf, positiveNumber, wholeNumber, type Options } from "./filters.ts";
import { BULK } from "./nouns.ts";
import type { Output } from "./output.ts";
import { addPaging, forEachId, limitOf, pathOf, showList, showOne, type Paging } from "./resources.ts";

/** What bulk operations work on; the API keeps them apart. */
type Kind = "events" | "requests";

const pathOfKind = (kind: Kind) => `/${kind}/bulk_operations`;
const FILTERS: Record<Kind, string[]> = {
  events: Object.keys(EventFilter.shape),
  requests: Object.keys(RequestFilter.shape),
};

interface BulkOptions {
  requests?: true;
  all?: true;
  rate?: number;
  maxFailures?: number;
  canary?: number;
  refresh?: true;
  dryRun?: true;
  yes?: true;
  detach?: true;
}

interface Preview {
  total_count: number;
  by_status: Record<string, number>;
  by_cause: Record<string, number>;
}

/** Operations on many events or requests at once. */
export function addBulk(program: Command): void {
  const bulk = program.command("bulk").description("operations on many events or requests at once");
  addBulkRetry(bulk);
  addBulkList(bulk);
  bulk
    .command("get")
    .description("show one bulk operation, or several")
    .argument("<ids...>", "ids of bulk operations")
    .action(async (ids: string[], _: unknown, self: Command) => {
      const { output, api: connect } = cliOf(self);
      const api = await connect();
      for (const id of ids) showOne(output, (await found(api, id)).operation);
    });
  bulk
    .command("follow")
    .description("watch a bulk operation until it ends")
    .argument("<id>", "id of a bulk operation")
    .action(async (id: string, _: unknown, self: Command) => {
      const { output, api: connect } = cliOf(self);
      const api = await connect();
      const { kind } = await found(api, id);
      await follow(output, api, pathOf(pathOfKind(kind), id));
    });
  for (const [verb, description] of [
    ["pause", "start nothing further for now"],
    ["resume", "go on after a pause"],
    ["cancel", "start nothing further, for good"],
  ] as const) {
    bulk
      .command(verb)
      .description(description)
      .argument("<ids...>", "ids of bulk operations")
      .action((ids: string[], _: unknown, self: Command) =>
        forEachId(self, ids, async (api, id) => {
          const { kind } = await found(api, id);
          const shown = await api.call("PUT", pathOf(pathOfKind(kind), id, verb));
          return { shown, line: `${shown.id} is ${String(shown.status)}` };
        }),
      );
  }
}

function addBulkRetry(bulk: Command): void {
  const retry = bulk
    .command("retry")
    .description("send many events again: counts, asks, and shows how it goes");
  addFilters(retry, FILTERS.events)
    .option("--requests", "route requests again instead, by the filters that requests have")
    .option("--all", "everything: without it there must be a filter")
    .option("--rate <n>", "how many are started in a second at most", positiveNumber)
    .option("--max-failures <n>", "stop after more failures than these", wholeNumber(0))
    .option("--canary <n>", "send so many first, and go on only if all are delivered", wholeNumber(1))
    .option("--refresh", "make the payloads anew, by the present rules")
    .option("--dry-run", "only count")
    .option("--yes", "do not ask")
    .option("--detach", "do not wait for the end")
    .action(async (options: Options & BulkOptions, self: Command) => {
      const { output, api: connect } = cliOf(self);
      const api = await connect();
      const kind: Kind = options.requests ? "requests" : "events";
      const body = await bodyOf(api, kind, options);
      const preview: Preview = await api.call("POST", pathOfKind(kind), { body: { ...body, dry_run: true } });
      if (options.dryRun) return showPreview(output, kind, preview);
      if (preview.total_count === 0) return nothingToDo(output, kind, preview);
      if (!options.yes) await confirmed(`Retry ${inWords(kind, preview)}?`);
      const operation = await api.call("POST", pathOfKind(kind), { body });
      if (options.detach) return showOne(output, operation);
      output.note(`${operation.id}: ${inWords(kind, preview)}`);
      await follow(output, api, pathOf(pathOfKind(kind), operation.id));
    });
}

async function bodyOf(api: Api, kind: Kind, options: Options & BulkOptions): Promise<object> {
  const filter = await filterOf(api, options, FILTERS.events);
  const foreign = Object.keys(filter).filter((field) => !FILTERS[kind].includes(field));
  if (foreign.length > 0)
    throw usageFault(...foreign.map((field) => `${field}: ${kind} can't be filtered by it`));
  const { all, rate, maxFailures, canary, refresh } = options;
  return { ...filter, all, rate_per_second: rate, max_failures: maxFailures, canary, refresh };
}

function inWords(kind: Kind, { total_count, by_status, by_cause }: Preview): string {
  const parts = [by_status, by_cause].map((counts) =>
    Object.entries(counts)
      .map(([name, count]) => `${count} ${name}`)
      .join(", "),
  );
  const noun = total_count === 1 ? kind.slice(0, -1) : kind;
  return [`${total_count} ${noun}`, ...parts.filter(Boolean)].join(": ");
}

function showPreview(output: Output, kind: Kind, preview: Preview): void {
  if (output.json) output.data(preview);
  else output.line(`${inWords(kind, preview)} would be retried`);
}

function nothingToDo(output: Output, kind: Kind, preview: Preview): void {
  if (output.json) output.data(preview);
  else output.note(`no ${kind} match: nothing to retry`);
}

function addBulkList(bulk: Command): void {
  const list = bulk.command("list").description("list bulk operations on events, the newest first");
  addFilters(list, BULK.filters).option("--requests", "those on requests instead");
  addPaging(list).action(async (options: Options & Paging & BulkOptions, self: Command) => {
    const { output, api: connect } = cliOf(self);
    const api = await connect();
    const query = { ...(await filterOf(api, options, BULK.filters)), dir: options.dir };
    const path = pathOfKind(options.requests ? "requests" : "events");
    await showList({ output, api }, BULK, listed(api, path, query, limitOf(options)));
  });
}

/** An id does not tell which of the two lists it is in. */
async function found(api: Api, id: string): Promise<{ kind: Kind; operation: Model }> {
  try {
    return { kind: "events", operation: await api.call("GET", pathOf(pathOfKind("events"), id)) };
  } catch (error) {
    if (!(error instanceof CommandFault) || error.exitCode !== EXIT.notFound) throw error;
    return { kind: "requests", operation: await api.call("GET", pathOf(pathOfKind("requests"), id)) };
  }
}
