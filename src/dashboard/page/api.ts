import { currentSession, endSession, type Session } from "./session/session.ts";
import type { Problem } from "./wire.ts";

/** Milliseconds in which a call is answered, or given up. */
const ANSWER_WITHIN = 30_000;

/** What the API refused, or could not do. */
export class ApiProblem extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail);
    this.name = "ApiProblem";
  }
}

/** How a call is made. */
export interface CallOptions {
  body?: unknown;
  signal?: AbortSignal;
  /** In place of the present session, while one is being begun. */
  as?: Pick<Session, "apiKey"> & { teamId: string | null };
}

/** The headers by which the API knows who asks. */
export function credentials(as: CallOptions["as"] | null = currentSession()): Record<string, string> {
  if (!as) return {};
  return { authorization: `Bearer ${as.apiKey}`, ...(as.teamId ? { "x-team-id": as.teamId } : {}) };
}

/** Calls the REST API, and answers the body. Rejects with an ApiProblem; a key that is refused ends the session. */
export async function call<T>(method: string, path: string, options: CallOptions = {}): Promise<T> {
  const answer = await send(method, path, options);
  const body = await readJson(answer);
  if (answer.ok) return body as T;
  throw refusalOf(body, answer.status, options);
}

/** The GET that most calls are. */
export const read = <T>(path: string, signal?: AbortSignal): Promise<T> => call<T>("GET", path, { signal });

/** The bytes that a path answers with. */
export async function readBytes(path: string, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
  const answer = await send("GET", path, { signal });
  if (answer.ok) return new Uint8Array(await answer.arrayBuffer());
  throw refusalOf(await readJson(answer), answer.status, {});
}

function refusalOf(body: unknown, status: number, { as }: CallOptions): ApiProblem {
  const problem = problemOf(body, status);
  if (problem.status === 401 && !as) endSession("The API no longer knows this key.");
  return new ApiProblem(problem);
}

async function send(method: string, path: string, { body, signal, as }: CallOptions) {
  const headers: Record<string, string> = credentials(as);
  // A click that reaches the API twice, by a retried connection, counts once.
  if (method === "POST") headers["idempotency-key"] = randomKey();
  const limit = AbortSignal.timeout(ANSWER_WITHIN);
  try {
    return await fetch(`/v1${path}`, {
      method,
      headers,
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    const detail = limit.aborted
      ? "The gateway did not answer within 30 seconds."
      : "The gateway is out of reach.";
    throw new ApiProblem({ status: 0, code: "UNREACHABLE", detail });
  }
}

async function readJson(answer: Awaited<ReturnType<typeof fetch>>): Promise<unknown> {
  const text = await answer.text();
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function problemOf(body: unknown, status: number): Problem {
  const { code = "UNKNOWN", detail, errors } = (body ?? {}) as Partial<Problem>;
  return { status, code, detail: detail ?? `The gateway answered ${status}.`, errors };
}

/** What went wrong, as a problem document, whatever was thrown. */
export function asProblem(error: unknown): Problem {
  if (error instanceof ApiProblem) return error.problem;
  return { status: 0, code: "UNKNOWN", detail: error instanceof Error ? error.message : String(error) };
}

function randomKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");
}
