import { createInterface, type ReadLineOptions } from "node:readline/promises";
import { EXIT, CommandFault, usageFault } from "./exit.ts";

const UNCHANGED = "nothing was changed";

/** Whether there is somebody to ask. */
export function canAsk(): boolean {
  return process.stdin.isTTY === true && process.stderr.isTTY === true;
}

/** Goes on only after a yes; anything else ends the command, Ctrl-C and Ctrl-D as an interruption. */
export async function confirm(
  question: string,
  on: ReadLineOptions = { input: process.stdin, output: process.stderr },
): Promise<void> {
  const terminal = createInterface(on);
  try {
    const answer = await terminal.question(`${question} [y/N] `);
    if (/^y(es)?$/i.test(answer.trim())) return;
  } catch (error) {
    if ((error as Error).name !== "AbortError") throw error;
    on.output?.write("\n");
    throw new CommandFault(EXIT.interrupted, UNCHANGED);
  } finally {
    terminal.close();
  }
  throw new CommandFault(EXIT.usage, UNCHANGED);
}

/** As `confirm`; where there is nobody to ask, the fault names the option that goes on without asking. */
export async function confirmed(question: string): Promise<void> {
  if (!canAsk()) throw usageFault(`nobody can be asked here: "${question}" needs --yes`);
  await confirm(question);
}
