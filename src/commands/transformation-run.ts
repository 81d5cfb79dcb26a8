import { Option, type Command } from "commander";
import type { Json } from "../resources/wire.ts";
import type { TrialExecution } from "../resources/execution.ts";
import { cliOf } from "./cli.ts";
import { CommandFault, EXIT, usageFault } from "./exit.ts";
import { readInput } from "./input.ts";
import { idOf } from "./nouns.ts";
import { plain, type Output } from "./output.ts";

interface RunOptions {
  code?: string;
  request?: string;
  event?: string;
  data?: string;
}

/** Runs a transformation, or a draft of one, without a delivery. */
export function addTransformationRun(transformation: Command): void {
  transformation
    .command("run")
    .description(
      "try a transformation, or a draft of its code with its variables, on a request: nothing is stored",
    )
    .argument("[id]", "name or id; without one, --code runs without variables")
    .option("--code <file>", "a draft of its code; - is standard input")
    .addOption(new Option("--request <id>", "on a stored request").conflicts(["event", "data"]))
    .addOption(new Option("--event <id>", "on the request of an event").conflicts("data"))
    .option("--data <file>", "on this body, JSON or text; - is standard input")
    .action(async (given: string | undefined, options: RunOptions, self: Command) => {
      const { output, api: connect } = cliOf(self);
      if (given === undefined && options.code === undefined)
        throw usageFault("give a transformation, or --code");
      if (options.code === "-" && options.data === "-")
        throw usageFault("standard input can be one of --code and --data");
      const tried = {
        code: options.code && (await readInput(options.code)).toString(),
        ...(await triedOn(options)),
      };
      const api = await connect();
      const transformation_id = given && (await idOf(api, "transformation", given));
      const body = { ...tried, transformation_id };
      const execution = await api.call<TrialExecution>("POST", "/transformations/run", { body });
      if (output.json) output.data(execution);
      else show(output, execution);
      if (execution.status !== "ok") throw new CommandFault(EXIT.checkFailed);
    });
}

async function triedOn({ request, event, data }: RunOptions): Promise<object> {
  if (request !== undefined) return { request_id: request };
  if (event !== undefined) return { event_id: event };
  if (data === undefined) throw usageFault("give what to try it on: --request, --event or --data");
  const text = (await readInput(data)).toString();
  const json = jsonIn(text);
  const type = json === undefined ? "text/plain" : "application/json";
  return { request: { headers: { "content-type": type }, body: json === undefined ? text : json } };
}

function jsonIn(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

function show(output: Output, { status, duration_ms, logs, error, output: made }: TrialExecution): void {
  output.line(`${output.paint(status === "ok" ? "green" : "red", status)} in ${Math.round(duration_ms)} ms`);
  for (const { level, message } of logs) output.line(`${plain(level)}: ${plain(message)}`);
  if (error) {
    const line = error.line === null ? "" : ` (line ${error.line})`;
    output.line(`${plain(error.name)}: ${plain(error.message)}${line}`);
  } else if (made === null) output.line("nothing is returned: the event would be ignored");
  else output.data(made);
}
