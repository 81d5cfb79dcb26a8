import type { ErrorRequestHandler } from "express";
import type { z } from "zod";
import { ApiError, ERRORS, Unavailable, type ErrorCode, type FieldError } from "../errors.ts";
import { isUnavailable, NameTaken } from "../store/faults.ts";
import type { Logger } from "../telemetry/log.ts";
import { sendAnswer, type Answer } from "./answer.ts";
import { plainly } from "./wording.ts";

/** An input as its schema reads it; `prefix` is its place: nothing for the body, or `query`. Throws a 422. */
export function parsed<S extends z.ZodType>(
  schema: S,
  input: unknown,
  prefix: (string | number)[] = [],
): z.output<S> {
  const result = schema.safeParse(input, { error: plainly });
  if (!result.success) throw invalid(result.error, prefix);
  return result.data;
}

function invalid(error: z.ZodError, prefix: (string | number)[]): ApiError {
  return invalidFields(error.issues.flatMap((issue) => fieldErrors(issue, prefix)));
}

/** Fields' faults as a 422. */
export function invalidFields(errors: FieldError[]): ApiError {
  const detail = errors.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join("; ");
  return new ApiError("VALIDATION_FAILED", detail, { errors });
}

/** One field's fault as a 422. */
export function invalidField(path: string, message: string): ApiError {
  return invalidFields([{ path, message }]);
}

/** 404, in the same words whether the object is missing or another team's. */
export function notFound(what: string, id: string): ApiError {
  return new ApiError("NOT_FOUND", `There is no ${what} ${id}.`);
}

function fieldErrors(issue: z.core.$ZodIssue, prefix: (string | number)[]): FieldError[] {
  const path = [...prefix, ...issue.path];
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({ path: dotted([...path, key]), message: "is not a known field" }));
  }
  if (issue.code === "invalid_key") {
    return issue.issues.map(({ message }) => ({ path: dotted(path), message }));
  }
  return [{ path: dotted(path), message: issue.message }];
}

/** `rules[0].delay` */
function dotted(path: readonly PropertyKey[]): string {
  return path
    .map((step, i) => (typeof step === "number" ? `[${step}]` : `${i ? "." : ""}${String(step)}`))
    .join("");
}

/** A problem document (RFC 9457), ready to be sent. */
export interface Problem extends Answer {
  body: string;
}

function problem(code: ErrorCode, detail: string, extra: ApiError["extra"] = {}): Problem {
  const { status, title } = ERRORS[code];
  const headers: Record<string, string> = { "content-type": "application/problem+json; charset=utf-8" };
  const retryAfter = status === 503 ? 5 : extra.retry_after;
  if (retryAfter !== undefined) headers["retry-after"] = String(retryAfter);
  if (status === 401) headers["www-authenticate"] = "Bearer";
  const body = JSON.stringify({ type: "about:blank", title, status, code, detail, ...extra });
  return { status, headers, body };
}

/** What was thrown as a problem document; null for what is nobody's input's fault. */
export function problemOf(error: unknown): Problem | null {
  if (error instanceof ApiError) return problem(error.code, error.message, error.extra);
  if (error instanceof NameTaken) {
    const errors = [{ path: "name", message: error.message }];
    return problem("NAME_TAKEN", error.message, { errors });
  }
  // A path that can't be decoded, such as %ff, names nothing.
  if (error instanceof URIError) return problem("NOT_FOUND", error.message);
  return bodyProblem(error);
}

/** Answers whatever was thrown with a problem document; what is nobody's input's fault is logged. */
export function problemHandler(log: Logger): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) return next(error);
    sendAnswer(response, problemOf(error) ?? ownFault(error, request.path, log));
  };
}

function ownFault(error: unknown, path: string, log: Logger): Problem {
  const unavailable = isUnavailable(error) || error instanceof Unavailable;
  log.error({ err: error, path }, unavailable ? "a dependency failed" : "an unexpected error");
  if (unavailable) return problem("UNAVAILABLE", "A dependency is unavailable. Try again.");
  return problem("INTERNAL", "Something unexpected happened; the log tells more.");
}

/** Errors of express.json (https://github.com/expressjs/body-parser#errors). */
function bodyProblem(error: unknown): Problem | null {
  const { type, status } = (error ?? {}) as { type?: string; status?: number };
  if (type === "entity.too.large") return problem("PAYLOAD_TOO_LARGE", "The body may have 4 MiB at most.");
  if (status === 415) return problem("UNSUPPORTED_MEDIA_TYPE", (error as Error).message);
  // What JSON.parse says quotes the body, which may hold a secret.
  if (type === "entity.parse.failed") return problem("MALFORMED_JSON", "The body is not valid JSON.");
  if (status === 400) return problem("MALFORMED_JSON", (error as Error).message);
  return null;
}
