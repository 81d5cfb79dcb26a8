/** What the command line's exit codes say; 130 is a Ctrl-C before the end. */
export const EXIT = {
  ok: 0,
  /** Of the server, the network, or the state of what was to be changed. */
  fault: 1,
  usage: 2,
  notFound: 3,
  /** No key, an unknown one, or one that may not do that. */
  refused: 4,
  /** It was looked at, and is not as it should be: a signature, a plan, a server, the end of a bulk operation. */
  checkFailed: 5,
  interrupted: 130,
} as const;
/** One of the `EXIT` codes. */
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Ends a command with a code and with lines for standard error; without lines, all has been said. */
export class CommandFault extends Error {
  readonly lines: string[];

  constructor(
    readonly exitCode: ExitCode,
    ...lines: string[]
  ) {
    super(lines.join("; "));
    this.name = "CommandFault";
    this.lines = lines;
  }
}

/** A fault of what was typed. */
export function usageFault(...lines: string[]): CommandFault {
  return new CommandFault(EXIT.usage, ...lines);
}
