import { errors } from "undici";
import type { AttemptErrorCode } from "../resources/event.ts";

/** A reason for which no answer came that the delivery itself found out; the message may be shown to users. */
export class Fault extends Error {
  constructor(
    readonly errorCode: AttemptErrorCode,
    message: string,
  ) {
    super(message);
    this.name = "Fault";
  }
}

/** Why an attempt failed, as it is recorded. */
export interface Failure {
  error_code: AttemptErrorCode;
  error_message: string;
}

type Verdict = [AttemptErrorCode, string];

const VERDICTS = new Map<string, Verdict>([
  ["ECONNREFUSED", ["CONNECTION_REFUSED", "The destination refused the connection"]],
  ["ETIMEDOUT", ["TIMEOUT", "The connection timed out"]],
  // Nothing refused or reset such a connection; it never came to be.
  ["EHOSTUNREACH", ["UNKNOWN", "The destination's host can't be reached (EHOSTUNREACH)"]],
  ["ENETUNREACH", ["UNKNOWN", "The destination's network can't be reached (ENETUNREACH)"]],
  ["UND_ERR_HEADERS_OVERFLOW", ["PROTOCOL_ERROR", "The answer's headers are too large"]],
  ["UND_ERR_DESTROYED", ["UNKNOWN", "The gateway is shutting down"]],
]);

const RESET_CODES = new Set(["ECONNRESET", "ECONNABORTED", "EPIPE"]);
/** What undici throws for an answer that ends too early, where it is not malformed. */
const UNFINISHED = [errors.SocketError, errors.ResponseContentLengthMismatchError, errors.HTTPParserError];
/** What undici says of an answer that it can't take, with the code that it also has for a closed connection. */
const UNEXPECTED_ANSWERS = new Set(["bad response", "bad upgrade"]);

/** The failure behind an error of a socket or of undici. `answered`: the answer's head had been read before. */
export function classify(error: unknown, answered: boolean): Failure {
  const [error_code, error_message] = verdictOn(error, answered);
  return { error_code, error_message };
}

/** Whether the error says that the other side broke the connection off. */
export function isReset(error: unknown): boolean {
  return RESET_CODES.has(codeOf(error));
}

/** The failure that an answer other than 2xx is. */
export function badResponse(status: number): Failure {
  const hint = status >= 300 && status < 400 ? "; redirects are not followed" : "";
  return { error_code: "BAD_RESPONSE", error_message: `The destination answered ${status}${hint}` };
}

function verdictOn(error: unknown, answered: boolean): Verdict {
  if (error instanceof Fault) return [error.errorCode, error.message];
  const code = codeOf(error);
  const known = VERDICTS.get(code);
  if (known) return known;
  if (error instanceof errors.InvalidArgumentError) {
    return ["PROTOCOL_ERROR", `The request can't be sent over HTTP: ${error.message}`];
  }
  if (code.startsWith("ERR_SSL_") || code.startsWith("ERR_TLS_"))
    return ["TLS_ERROR", "The TLS connection failed"];
  if (isMalformed(error, answered)) return ["PROTOCOL_ERROR", "The answer is not valid HTTP/1.1"];
  if (isReset(error) || UNFINISHED.some((kind) => error instanceof kind)) {
    return ["CONNECTION_RESET", `The connection broke ${answered ? "within" : "before"} the answer`];
  }
  return ["UNKNOWN", code ? `The delivery failed (${code})` : "The delivery failed"];
}

/**
 * undici reports an answer that ends too early as a mismatch of its length, or as its parser's error at the end of
 * input; and an unreadable content-length as a mismatch too, but before the head is complete.
 */
function isMalformed(error: unknown, answered: boolean): boolean {
  if (error instanceof errors.HTTPParserError) return !error.message.includes("EOF");
  if (error instanceof errors.ResponseContentLengthMismatchError) return !answered;
  return error instanceof errors.SocketError && UNEXPECTED_ANSWERS.has(error.message);
}

function codeOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" ? code : "";
}
