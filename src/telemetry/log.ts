import { destination, pino, type Logger } from "pino";
import pretty from "pino-pretty";

export type { Logger };

const MASK = "********";

/** Fields that may hold what nobody should read in a log, whatever has put them there. */
const SECRET_FIELDS = [
  ...["authorization", "cookie", "password", "secret", "token", "api_key", "access_token", "client_secret"],
  ...["auth", "signing", "verification", "env", "headers", "header_lines", "request_headers", "body"],
];
/** How deep below a line's own fields they are looked for. */
const DEPTHS = ["", "*.", "*.*."];
/** Shorter values stand in too many texts by chance. */
const SHORTEST_HIDDEN = 8;
/** User and password in a URL (RFC 3986 section 3.2.1). */
const USER_INFO = /(\/\/)[^/\s"'@]+@/g;
/** Errors that an error was made from, and that are told with it. */
const MOST_CAUSES = 3;

/**
 * JSON lines on standard error; pretty on a terminal. Answers of commands go to standard output. `secrets` are the
 * process's own: no line repeats them.
 */
export function createLogger(level: string, secrets: readonly string[] = []): Logger {
  const stream = process.stderr.isTTY
    ? pretty({ destination: 2, ignore: "pid,hostname", sync: true })
    : destination(2);
  return createLoggerTo(stream, level, secrets);
}

/** The same to another place. */
export function createLoggerTo(
  stream: { write: (line: string) => unknown },
  level: string,
  secrets: readonly string[] = [],
): Logger {
  const scrub = createScrub(secrets);
  const paths = SECRET_FIELDS.flatMap((field) => DEPTHS.map((depth) => depth + field));
  const options = { level, base: undefined, redact: { paths, censor: MASK }, serializers: { err: describe } };
  return pino(options, { write: (line: string) => void stream.write(scrub(line)) });
}

/** What a text looks like without these values, as they stand in JSON, and without passwords in URLs. */
function createScrub(secrets: readonly string[]): (line: string) => string {
  const hidden = secrets
    .filter((secret) => secret.length >= SHORTEST_HIDDEN)
    .map((secret) => JSON.stringify(secret).slice(1, -1));
  return (line) => {
    const shown = hidden.reduce((text, secret) => text.replaceAll(secret, MASK), line);
    return shown.replace(USER_INFO, `$1${MASK}@`);
  };
}

/** An error without what libraries hang on it: MongoDB's bulk errors carry the documents, bodies and all. */
function describe(error: unknown, causes = MOST_CAUSES): unknown {
  if (!(error instanceof Error)) return error;
  const { name, message, stack, cause } = error;
  const { code } = error as { code?: unknown };
  return {
    type: name,
    message,
    stack,
    ...((typeof code === "string" || typeof code === "number") && { code }),
    ...(cause !== undefined && causes > 0 && { cause: describe(cause, causes - 1) }),
  };
}
