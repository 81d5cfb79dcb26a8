import createFetchClient, { type Client, type Middleware } from "openapi-fetch";
import { retrying, type RetryOptions } from "./retrying.ts";
import type { paths } from "./schema.d.ts";

export type { components, paths } from "./schema.d.ts";

/** Where FastHook is, and as whom to call it. */
export interface ClientOptions extends RetryOptions {
  /** Such as `http://127.0.0.1:3400`. */
  url: string;
  apiKey: string;
  /** Left out, it is the key's own team. */
  teamId?: string;
}

/** What FastHook answered in place of a success: a problem document (RFC 9457). */
export class FastHookError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
    readonly errors: readonly { path: string; message: string }[],
  ) {
    super(detail);
    this.name = "FastHookError";
  }
}

type Paths = keyof paths;
type Page<P extends Paths> = paths[P] extends {
  get: { responses: { 200: { content: { "application/json": infer Body } } } };
}
  ? Body
  : never;
/** The paths that answer lists. */
export type ListPath = { [P in Paths]: Page<P> extends { models: unknown[] } ? P : never }[Paths];
/** What a list is a list of. */
export type Model<P extends ListPath> = Page<P> extends { models: (infer M)[] } ? M : never;
type Parameters<P extends ListPath> = paths[P] extends { get: { parameters: infer All } } ? All : never;
type Place<P extends ListPath> = Pick<Parameters<P>, Extract<keyof Parameters<P>, "path" | "query">>;

/**
 * A client whose paths, parameters and answers have the types of the OpenAPI document. Calls reject with
 * `FastHookError`, or with the network's error when all tries have failed; a POST carries an `Idempotency-Key`, so that
 * trying it again has one effect.
 */
export interface FastHookClient extends Client<paths> {
  /** Every model of a list, page after page. */
  all: <P extends ListPath>(path: P, place?: Place<P>) => AsyncGenerator<Model<P>, void>;
}

/** Makes a client; it holds nothing that would have to be closed. */
export function createClient({ url, apiKey, teamId, ...retry }: ClientOptions): FastHookClient {
  const client = createFetchClient<paths>({
    baseUrl: url.replace(/\/+$/, ""),
    headers: { authorization: `Bearer ${apiKey}`, ...(teamId === undefined ? {} : { "x-team-id": teamId }) },
    fetch: retrying(retry),
  });
  client.use(throwing);
  return { ...client, all: (path, place) => walk(client, path, place) };
}

const throwing: Middleware = {
  async onResponse({ response }) {
    if (response.ok) return;
    const problem = (await response.json().catch(() => ({}))) as Record<string, unknown>;
    const { code = "UNKNOWN", detail = `FastHook answered ${response.status}`, errors = [] } = problem;
    throw new FastHookError(response.status, String(code), String(detail), errors as FastHookError["errors"]);
  },
};

async function* walk<P extends ListPath>(
  client: Client<paths>,
  path: P,
  place: Place<P> = {} as Place<P>,
): AsyncGenerator<Model<P>, void> {
  // The library's own types can't follow a path that is a type parameter.
  const get = client.GET as unknown as (path: P, init: object) => Promise<{ data: AnyPage<P> }>;
  const { query, ...rest } = place as { query?: object };
  for (let next: string | undefined; ;) {
    const { data } = await get(path, { params: { ...rest, query: { ...query, ...(next && { next }) } } });
    yield* data.models;
    if (data.pagination.next === null) return;
    next = data.pagination.next;
  }
}

interface AnyPage<P extends ListPath> {
  models: Model<P>[];
  pagination: { next: string | null };
}
