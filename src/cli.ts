import { CommanderError } from "commander";
import { CommandFault, EXIT } from "./commands/exit.ts";
import { createProgram } from "./commands/program.ts";
import { complain } from "./run.ts";

// Whoever reads only the beginning, such as `head`, has had enough.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  process.exit(error.code === "EPIPE" ? EXIT.ok : EXIT.fault);
});

/** Says what went wrong, where commander has not said it already, and answers the exit code. */
function exitCodeOf(error: unknown): number {
  // Help and the version, asked for, end that way too.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  if (!(error instanceof CommandFault)) {
    complain(error);
    return EXIT.fault;
  }
  for (const line of error.lines) process.stderr.write(`fasthook: ${line}\n`);
  return error.exitCode;
}

await createProgram()
  .parseAsync()
  .catch((error: unknown) => {
    process.exitCode = exitCodeOf(error);
  });
