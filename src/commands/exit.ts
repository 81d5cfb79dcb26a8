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

/** A problem document (RFC 9457); those of the API have more members. */
export interface Problem {
  type: string;
  title: string;
  /** Stable, for programs to go by. */
  code: string;
  detail: string;
  [member: string]: unknown;
}

const OWN_PROBLEMS: Record<ExitCode, Pick<Problem, "code" | "title">> = {
  [EXIT.ok]: { code: "OK", title: "Done" },
  [EXIT.fault]: { code: "FAULT", title: "The command failed" },
  [EXIT.usage]: { code: "USAGE", title: "The command line is not right" },
  [EXIT.notFound]: { code: "NOT_FOUND", title: "Not found" },
  [EXIT.refused]: { code: "UNAUTHORIZED", title: "An API key is required" },
  [EXIT.checkFailed]: { code: "CHECK_FAILED", title: "The check failed" },
  [EXIT.interrupted]: { code: "INTERRUPTED", title: "Interrupted" },
};

/** Ends a command with a code and with lines for standard error; without lines, all has been said. */
export class CommandFault extends Error {
  readonly lines: string[];
  /** The same for programs. */
  problems: Problem[];

  constructor(
    readonly exitCode: ExitCode,
    ...lines: string[]
  ) {
    super(lines.join("; "));
    this.name = "CommandFault";
    this.lines = lines;
    const own = { type: "about:blank", ...OWN_PROBLEMS[exitCode], detail: this.message };
    this.problems = lines.length > 0 ? [own] : [];
  }
}

/** A fault whose problem documents say more than its lines. */
export function faultWith(problems: Problem[], exitCode: ExitCode, lines: string[]): CommandFault {
  const fault = new CommandFault(exitCode, ...lines);
  fault.problems = problems;
  return fault;
}

/** A fault of what was typed. */
export function usageFault(...lines: string[]): CommandFault {
  return new CommandFault(EXIT.usage, ...lines);
}
