import { CommanderError } from "commander";
import { CommandFault, EXIT, usageFault } from "./commands/exit.ts";
import { createProgram } from "./commands/program.ts";
import { faultLines } from "./run.ts";

// Whoever reads only the beginning, such as `head`, has had enough.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  process.exit(error.code === "EPIPE" ? EXIT.ok : EXIT.fault);
});
// What nobody hears is no reason to end otherwise.
process.stderr.on("error", () => undefined);

/** Faults are told in the form of the results, also where the command line can't be read. */
const isJson = / --output[ =]json( |$)/.test(` ${process.argv.slice(2).join(" ")}`);

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

await createProgram({ silent: isJson })
  .parseAsync()
  .catch((error: unknown) => {
    const fault = faultOf(error);
    if (!fault) return;
    tell(fault);
    process.exitCode = fault.exitCode;
  });
