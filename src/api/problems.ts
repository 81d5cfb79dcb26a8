import type { ErrorRequestHandler, Response as HttpResponse } from "express";
import type { z } from "zod";
import { ApiError, ERRORS, Unavailable, type ErrorCode, type FieldError } from "../errors.ts";
import { isUnavailable, NameTaken } from "../store/faults.ts";
import type { Logger } from "../telemetry.ts";

/** The faults of an input as a 422. `where` is the place of the input: nothing for the body, or `query`. */
export function invalid(error: z.ZodError, prefix: (string | number)[] = []): ApiError {
  const errors = error.issues.flatMap((issue) => fieldErrors(issue, prefix));
  const detail = errors.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join("; ");
  return new ApiError("VALIDATION_FAILED", detail, { errors });
}

/** One field's fault as a 422. */
export function invalidField(path: string, message: string): ApiError {
  return new ApiError("VALIDATION_FAILED", `${path}: ${message}`, { errors: [{ path, message }] });
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
  const missing =
    issue.code === "invalid_type" && issue.input === undefined && /undefined/.test(issue.message);
  return [{ path: dotted(path), message: missing ? `is required (${issue.expected})` : issue.message }];
}

/** `rules[0].delay` */
function dotted(path: readonly PropertyKey[]): string {
  return path
    .map((step, i) => (typeof step === "number" ? `[${step}]` : `${i ? "." : ""}${String(step)}`))
    .join("");
}

/** Answers with a problem document (RFC 9457). */
export function sendProblem(
  response: HttpResponse,
  code: ErrorCode,
  detail: string,
  extra: object = {},
): void {
  const { status, title } = ERRORS[code];
  if (status === 503) response.set("retry-after", "5");
  if (status === 401) response.set("www-authenticate", "Bearer");
  const problem = { type: "about:blank", title, status, code, detail, ...extra };
  response.status(status).type("application/problem+json").send(JSON.stringify(problem));
}

/** Turns whatever was thrown into a problem document; what is nobody's input's fault is logged. */
export function problemHandler(log: Logger): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) return next(error);
    if (error instanceof ApiError) return sendProblem(response, error.code, error.message, error.extra);
    if (error instanceof NameTaken) {
      const errors = [{ path: "name", message: error.message }];
      return sendProblem(response, "NAME_TAKEN", error.message, { errors });
    }
    // A path that can't be decoded, such as %ff, names nothing.
    if (error instanceof URIError) return sendProblem(response, "NOT_FOUND", error.message);
    const body = bodyProblem(error);
    if (body) return sendProblem(response, body.code, body.detail);
    const unavailable = isUnavailable(error) || error instanceof Unavailable;
    log.error(
      { err: error, path: request.path },
      unavailable ? "a dependency failed" : "an unexpected error",
    );
    if (unavailable) return sendProblem(response, "UNAVAILABLE", "A dependency is unavailable. Try again.");
    sendProblem(response, "INTERNAL", "Something unexpected happened; the log tells more.");
  };
}

/** Errors of express.json (https://github.com/expressjs/body-parser#errors). */
function bodyProblem(error: unknown): { code: ErrorCode; detail: string } | null {
  const { type, status } = (error ?? {}) as { type?: string; status?: number };
  if (type === "entity.parse.failed") return { code: "MALFORMED_JSON", detail: (error as Error).message };
  if (type === "entity.too.large")
    return { code: "PAYLOAD_TOO_LARGE", detail: "The body may have 4 MiB at most." };
  if (status === 415) return { code: "UNSUPPORTED_MEDIA_TYPE", detail: (error as Error).message };
  if (status === 400) return { code: "MALFORMED_JSON", detail: (error as Error).message };
  return null;
}
