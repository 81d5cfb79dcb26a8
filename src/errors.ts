/** One fault of one field: `path` is dotted (`rules[0].delay`), `message` says what would be right. */
export interface FieldError {
  path: string;
  message: string;
  /** Where in a field of code, from 1. */
  line?: number | null;
  column?: number | null;
}

/** Every error code of the API, with its HTTP status and the title of its problem document (RFC 9457). */
export const ERRORS = {
  MALFORMED_JSON: { status: 400, title: "The body is not valid JSON" },
  UNAUTHORIZED: { status: 401, title: "An API key is required" },
  FORBIDDEN: { status: 403, title: "This key may not do that" },
  NOT_FOUND: { status: 404, title: "Not found" },
  METHOD_NOT_ALLOWED: { status: 405, title: "Method not allowed" },
  CONFLICT: { status: 409, title: "Conflict with the present state" },
  NAME_TAKEN: { status: 409, title: "The name is already in use" },
  IN_USE: { status: 409, title: "Still in use" },
  IDEMPOTENCY_KEY_IN_USE: {
    status: 409,
    title: "The first call with this Idempotency-Key is still under way",
  },
  GONE: { status: 410, title: "Not kept any more" },
  PAYLOAD_TOO_LARGE: { status: 413, title: "The body is too large" },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, title: "The body must be application/json" },
  VALIDATION_FAILED: { status: 422, title: "The input is not valid" },
  IDEMPOTENCY_KEY_REUSED: { status: 422, title: "The Idempotency-Key belongs to another call" },
  INTERNAL: { status: 500, title: "Internal error" },
  UNAVAILABLE: { status: 503, title: "A dependency is unavailable" },
} as const satisfies Record<string, { status: number; title: string }>;

/** A stable code, for programs to go by. */
export type ErrorCode = keyof typeof ERRORS;

/**
 * An error that a caller of the API may see: the code decides the status, `extra` joins the problem document.
 * `retry_after` is in seconds.
 */
export class ApiError extends Error {
  constructor(
    readonly code: ErrorCode,
    detail: string,
    readonly extra: { errors?: FieldError[]; retry_after?: number; [member: string]: unknown } = {},
  ) {
    super(detail);
    this.name = "ApiError";
  }
}

/** What we depend on can't be reached now, or is too busy; the same call may work later. */
export class Unavailable extends Error {
  constructor(dependency: "Temporal" | "MongoDB" | "The sandbox", reason: string, options?: ErrorOptions) {
    super(`${dependency} is unavailable: ${reason}`, options);
    this.name = "Unavailable";
  }
}

/** Another process listens where this one was to. */
export class AddressTaken extends Error {
  constructor(host: string, port: number) {
    super(`${host}:${port} is taken: stop what listens there, or set PORT to another one`);
    this.name = "AddressTaken";
  }
}
