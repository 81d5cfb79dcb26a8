import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { FieldError } from "../errors.ts";
import { CommandFault, EXIT, faultWith, type ExitCode, type Problem } from "./exit.ts";
import { optionName } from "./option-name.ts";

/** Anything that the API answers with an id. */
export interface Model {
  id: string;
  [field: string]: unknown;
}

/** A page of a list. */
export interface Page<M = Model> {
  models: M[];
  pagination: { next: string | null };
}

/** Query parameters; what is undefined is left out. */
export type Query = Record<string, string | number | undefined>;

/** What calls need beside their path. */
export interface CallOptions {
  query?: Query;
  body?: unknown;
  /** Milliseconds for the answer, where it is wanted soon or not at all: nothing is tried again. */
  within?: number;
}

/** Calls the REST API of one gateway as one team. Paths are those below /v1. Rejects with a CommandFault. */
export interface Api {
  url: string;
  call: <T = Model>(
    method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE",
    path: string,
    options?: CallOptions,
  ) => Promise<T>;
  /** A body as it is. */
  bytes: (path: string) => Promise<Uint8Array>;
  /** A body that goes on until `stop`. */
  stream: (path: string, query: Query, stop: AbortSignal) => Promise<AsyncIterable<Uint8Array>>;
}

/** Whom to call, and as whom. */
export interface ApiSettings {
  url: string;
  apiKey: string;
  /** null: the key's own team. */
  teamId: string | null;
}

type Answer = Awaited<ReturnType<typeof fetch>>;

const ANSWER_WITHIN = 60_000;
const MOST_TRIES = 5;
/** Milliseconds between tries, where the server does not say. */
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 10_000;
const BUSY = new Set([429, 503]);
const EXIT_BY_STATUS: Record<number, ExitCode> = {
  400: EXIT.usage,
  401: EXIT.refused,
  403: EXIT.refused,
  404: EXIT.notFound,
  422: EXIT.usage,
};

/** Tries again what the server says it is too busy for; a POST has an Idempotency-Key, so that none counts twice. */
export function createApi({ url, apiKey, teamId }: ApiSettings): Api {
  const identity = { authorization: `Bearer ${apiKey}`, ...(teamId ? { "x-team-id": teamId } : {}) };

  async function send(
    method: string,
    path: string,
    options: CallOptions,
    stop?: AbortSignal,
  ): Promise<Answer> {
    const headers = {
      ...identity,
      ...(options.body === undefined ? {} : { "content-type": "application/json" }),
      ...(method === "POST" ? { "idempotency-key": randomUUID() } : {}),
    };
    const body = options.body === undefined ? undefined : JSON.stringify(options.body);
    const target = `${url}/v1${path}${queryText(options.query)}`;
    const mostTries = options.within === undefined ? MOST_TRIES : 1;
    for (let tries = 1; ; tries++) {
      const signal = stop ?? AbortSignal.timeout(options.within ?? ANSWER_WITHIN);
      const answer = await reach(url, () => fetch(target, { method, headers, body, signal }));
      if (answer.ok) return answer;
      if (!BUSY.has(answer.status) || tries === mostTries) throw await faultOf(url, answer);
      await answer.body?.cancel();
      await sleep(pauseBefore(answer, tries), undefined, { signal: stop });
    }
  }

  return {
    url,
    async call<T>(method: string, path: string, options: CallOptions = {}) {
      const answer = await send(method, path, options);
      const text = await reach(url, () => answer.text());
      return parsed<T>(url, text);
    },
    async bytes(path) {
      const answer = await send("GET", path, {});
      return new Uint8Array(await reach(url, () => answer.arrayBuffer()));
    },
    async stream(path, query, stop) {
      const { body } = await send("GET", path, { query }, stop);
      if (!body) throw new CommandFault(EXIT.fault, `${url} answered without a stream`);
      return body;
    },
  };
}

/** A proxy, or another server, may answer well with something of its own. */
function parsed<T>(url: string, text: string): T {
  try {
    return JSON.parse(text) as T;
  } catch {
    throw foreign(url);
  }
}

const foreign = (url: string) =>
  new CommandFault(EXIT.fault, `${url} answers, but not as FastHook does: set FASTHOOK_URL`);

function queryText(query: Query = {}): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  const text = new URLSearchParams(
    given.map(([name, value]): [string, string] => [name, String(value)]),
  ).toString();
  return text ? `?${text}` : "";
}

function pauseBefore(answer: Answer, tries: number): number {
  const seconds = Number(answer.headers.get("retry-after") ?? NaN);
  return Math.min(seconds >= 0 ? seconds * 1000 : FIRST_PAUSE * 2 ** (tries - 1), LONGEST_PAUSE);
}

/** A gateway that is not there says so in a word, with what to do. */
async function reach<T>(url: string, step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    const { name, message, cause } = error as Error & { cause?: { code?: string; message?: string } };
    if (name === "AbortError") throw error;
    const why = name === "TimeoutError" ? "no answer in time" : (cause?.code ?? cause?.message ?? message);
    throw new CommandFault(
      EXIT.fault,
      `${url} can't be reached (${why}): start FastHook there, or set FASTHOOK_URL`,
    );
  }
}

async function faultOf(url: string, answer: Answer): Promise<CommandFault> {
  const exitCode = EXIT_BY_STATUS[answer.status] ?? EXIT.fault;
  const problem = problemOf(await answer.text().catch(() => ""));
  if (!problem)
    return new CommandFault(exitCode, `${url} answered ${answer.status}, but not as FastHook does`);
  const { title, detail, errors = [] } = problem;
  const lines = errors.map(({ path, message }) => (path ? `${typed(path)}: ${message}` : message));
  if (exitCode === EXIT.refused) lines.push(`${url}: ${detail || title}`);
  return faultWith([problem], exitCode, lines.length > 0 ? lines : [detail || title]);
}

/** A query's parameter as the option that it came from. */
function typed(path: string): string {
  return path.replace(/^query\.(\w+)(?:\[\d+\])?$/, (_, field: string) => `--${optionName(field)}`);
}

function problemOf(text: string): (Problem & { errors?: FieldError[] }) | null {
  try {
    const read = JSON.parse(text) as Partial<Problem> | null;
    return typeof read?.title === "string" ? (read as Problem) : null;
  } catch {
    return null;
  }
}

/** The models of a list one after the other, `limit` at most, a page at a time. */
export async function* listed<M = Model>(
  api: Api,
  path: string,
  query: Query,
  limit = Infinity,
): AsyncGenerator<M> {
  let left = limit;
  let next: string | undefined;
  do {
    const page: Page<M> = await api.call("GET", path, {
      query: { ...query, limit: Math.min(left, LARGEST_PAGE), next },
    });
    if (!Array.isArray(page.models)) throw foreign(api.url);
    yield* page.models;
    left -= page.models.length;
    next = page.pagination.next ?? undefined;
  } while (next !== undefined && left > 0);
}

const LARGEST_PAGE = 250;
