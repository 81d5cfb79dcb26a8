import { Argument, Option, type Command } from "commander";
import {
  Granularity,
  METRIC_QUERIES,
  METRICS,
  type Measured,
  type WireMetricSeries,
} from "../resources/metric.ts";
import type { Api } from "./api.ts";
import { cliOf } from "./cli.ts";
import { usageFault } from "./exit.ts";
import { addFilters, filterOf, type Options } from "./filters.ts";
import { withNames, type NamedNoun } from "./nouns.ts";
import { optionName } from "./option-name.ts";
import type { Output } from "./output.ts";

interface MetricOptions {
  groupBy?: string;
  measures?: string;
  granularity?: string;
}

/** What makes a series, beside what narrows it. */
const OF_SERIES = ["granularity", "group_by", "measures"];
const filtersOf = (of: Measured) =>
  Object.keys(METRIC_QUERIES[of].shape).filter((field) => !OF_SERIES.includes(field));
const ALL_FILTERS = [...new Set((Object.keys(METRICS) as Measured[]).flatMap(filtersOf))];

/** Shows how many there were, how they went, and how long they took. */
export function addMetrics(program: Command): void {
  const metrics = program
    .command("metrics")
    .description("sums of requests, events, attempts, or of what waits now; JSON has them over time too")
    .addArgument(new Argument("<of>").choices(Object.keys(METRICS)));
  addFilters(metrics, ALL_FILTERS)
    .option(
      "--group-by <fields>",
      "a line for each, such as destination, status or error_code; several by commas",
    )
    .option("--measures <names>", "only these, such as count,failed,latency_p95")
    .addOption(new Option("--granularity <length>", "of the intervals in JSON").choices(Granularity.options))
    .action(async (of: Measured, options: Options & MetricOptions, self: Command) => {
      const { output, api: connect } = cliOf(self);
      const api = await connect();
      const { groupBy, measures, granularity } = options;
      const query = {
        ...(await narrowedBy(api, of, options)),
        granularity,
        measures,
        group_by: fieldsOf(of, groupBy),
      };
      const found = await api.call<WireMetricSeries>("GET", `/metrics/${of}`, { query });
      if (output.json) output.data(found);
      else await show(output, api, found);
    });
}

async function narrowedBy(api: Api, of: Measured, options: Options) {
  const query = await filterOf(api, options, ALL_FILTERS);
  const foreign = Object.keys(query).filter((field) => !filtersOf(of).includes(field));
  if (foreign.length > 0)
    throw usageFault(...foreign.map((field) => `--${optionName(field)}: ${of} have none of it`));
  if (of === "queue" && (query.from ?? query.to) !== undefined)
    throw usageFault("--from, --to: the queue is what waits now");
  return query;
}

/** `destination` is what the API calls `destination_id`. */
function fieldsOf(of: Measured, by: string | undefined): string | undefined {
  const groups: readonly string[] = METRICS[of].groups;
  const fields = by?.split(",").map((field) => (groups.includes(`${field}_id`) ? `${field}_id` : field));
  return fields?.join(",");
}

/** A row for each group, with its totals. */
async function show(
  output: Output,
  api: Api,
  { group_by, measures, series, applied_range }: WireMetricSeries,
) {
  const nouns = group_by.flatMap((field) =>
    field.endsWith("_id") ? [field.replace(/_id$/, "") as NamedNoun] : [],
  );
  const rows = await withNames(
    api,
    nouns,
    series.map(({ group, totals }) => ({ ...group, ...prefixed(totals) })),
  );
  output.note(`from ${applied_range.from} to ${applied_range.to}`);
  output.table(rows, [
    ...group_by.map((field) => ({ title: titleOf(field), value: (row: Row) => row[field] })),
    ...measures.map((name) => ({ title: titleOf(name), value: (row: Row) => row[`=${name}`] })),
  ]);
}

type Row = Record<string, unknown>;

/** A status is a measure, and may be a group too. */
const prefixed = (totals: WireMetricSeries["series"][number]["totals"]): Row =>
  Object.fromEntries(
    Object.entries(totals).map(([name, value]) => [`=${name}`, value && Math.round(value * 1000) / 1000]),
  );

const titleOf = (field: string) => field.replace(/_id$/, "").replaceAll("_", " ").toUpperCase();
