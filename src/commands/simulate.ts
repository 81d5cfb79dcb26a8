import { setTimeout as sleep } from "node:timers/promises";
import type { Command } from "commander";
import { RequestFilter } from "../resources/record-filter.ts";
import { OPEN_SIMULATION_STATUSES, type WireSimulation } from "../resources/simulation.ts";
import type { Api } from "./api.ts";
import { cliOf } from "./cli.ts";
import { CommandFault, EXIT, usageFault } from "./exit.ts";
import { addFilters, filterOf, wholeNumber, type Options } from "./filters.ts";
import { readInput } from "./input.ts";
import { idOf } from "./nouns.ts";
import { plain, type Output } from "./output.ts";
import { createProgress } from "./progress.ts";
import { pathOf } from "./resources.ts";

type Sample = WireSimulation["samples"][number];

interface SimulateOptions {
  rules: string;
  sample?: number;
}

const EVERY = 500;
const OPEN: readonly string[] = OPEN_SIMULATION_STATUSES;
/** The source is the connection's own. */
const FILTERS = Object.keys(RequestFilter.shape).filter((field) => field !== "source_id");

/** Tries a draft of a connection's rules on what came. */
export function addSimulate(connection: Command): void {
  const simulate = connection
    .command("simulate")
    .description("try a draft of its rules on stored requests: nothing is sent, and nothing changes")
    .argument("<id>", "name or id")
    .requiredOption("--rules <file>", "the draft, an array in YAML or JSON; - is standard input")
    .option("--sample <count>", "how many requests that change are shown", wholeNumber(0));
  addFilters(simulate, FILTERS).action(
    async (given: string, { rules, sample, ...options }: Options & SimulateOptions, self: Command) => {
      const { output, api: connect } = cliOf(self);
      const draft = await readRules(rules);
      const api = await connect();
      const path = pathOf("/connections", await idOf(api, "connection", given));
      const body = { ...(await filterOf(api, options, FILTERS)), rules: draft, sample };
      const begun = await api.call<WireSimulation>("POST", `${path}/simulate`, { body });
      const found = await ended(output, api, path, begun);
      if (output.json) output.data(found);
      else show(output, found);
      if (found.status !== "completed")
        throw new CommandFault(EXIT.fault, found.error ?? `it was ${found.status}`);
    },
  );
}

async function readRules(file: string): Promise<unknown> {
  const { parse } = await import("yaml");
  const text = (await readInput(file)).toString();
  try {
    return parse(text);
  } catch (error) {
    throw usageFault(`${file}: ${(error as Error).message.split("\n")[0]}`);
  }
}

/** Ctrl-C ends the look alone: a simulation ends by itself. */
async function ended(output: Output, api: Api, path: string, begun: WireSimulation): Promise<WireSimulation> {
  const progress = createProgress(output);
  let found = begun;
  while (OPEN.includes(found.status)) {
    progress.show(found.progress, `${found.done_count} requests`);
    await sleep(EVERY);
    found = await api.call<WireSimulation>("GET", `${path}/simulations/${found.id}`);
  }
  progress.clear();
  return found;
}

const OUTCOMES = ["delivered", "ignored", "failed", "rejected"] as const;

function show(output: Output, found: WireSimulation): void {
  const outcomes = OUTCOMES.map((outcome) => `${found[`${outcome}_count`]} ${outcome}`).join(", ");
  output.line(
    `of ${found.done_count} requests the draft would leave ${outcomes}; ${found.unchanged_count} unchanged`,
  );
  if (found.samples.length === 0) return;
  output.table(found.samples, [
    { title: "REQUEST", value: (it: Sample) => it.request_id },
    { title: "CHANGE", value: (it: Sample) => it.change },
    { title: "NOW", value: nowOf },
    { title: "DRAFT", value: (it: Sample) => it.after.outcome },
    {
      title: "WHY",
      value: (it: Sample) => it.after.cause ?? it.diff.map(({ path }) => plain(path)).join(" "),
    },
  ]);
}

/** What rules let through has fared at its destination since. */
const nowOf = ({ before: { outcome }, event_status: status }: Sample) =>
  outcome === "delivered" && status !== null && status !== outcome ? `let through, ${status}` : outcome;
