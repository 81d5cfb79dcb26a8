import { CommanderError } from "commander";
import { CommandFault, EXIT, usageFault } from "./commands/exit.ts";
import { createProgram } from "./commands/program.ts";
import { faultLines } from "./run.ts";

/** Faults are told in the form of the results, also where the command line can't be read. */
const isJson = / --output[ =]json( |$)/.test(` ${process.argv.slice(2).join(" ")}`);

/** Commands that do nothing but tell, maybe without an end. */
const TELLING = new Set(["list", "get", "count", "body", "metrics", "whoami", "listen"]);
let running = "";
const program = createProgram({ silent: isJson }).hook("preAction", (_, command) => {
  running = command.name();
});

// Whoever reads only the beginning, such as `head`, has had enough: what changes something goes on to its end unheard.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") process.exit(EXIT.fault);
  if (TELLING.has(running)) process.exit(EXIT.ok);
});
// What nobody hears is no reason to end otherwise.
process.stderr.on("error", () => undefined);

/** What ended a command; null: help or the version, which were asked for. */
function faultOf(error: unknown): CommandFault | null {
  if (error instanceof CommandFault) return error;
  if (!(error instanceof CommanderError)) return new CommandFault(EXIT.fault, ...faultLines(error));
  if (error.exitCode === 0) return null;
  if (!isJson) return new CommandFault(EXIT.usage);
  const isHelp = error.code === "commander.help";
  return usageFault(
    isHelp ? "a command is missing: --help tells which" : error.message.replace(/^error: /, ""),
  );
}

function tell({ lines, problems }: CommandFault): void {
  if (isJson) for (const problem of problems) process.stderr.write(`${JSON.stringify(problem, null, 2)}\n`);
  else for (const line of lines) process.stderr.write(`fasthook: ${line}\n`);
}

await program.parseAsync().catch((error: unknown) => {
  const fault = faultOf(error);
  if (!fault) return;
  tell(fault);
  process.exitCode = fault.exitCode;
});
