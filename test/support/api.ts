import type { z } from "zod";
import type { Attempt } from "../../src/resources/attempt.ts";
import type { BulkOperation } from "../../src/resources/bulk-operation.ts";
import type { Connection } from "../../src/resources/connection.ts";
import type { Destination } from "../../src/resources/destination.ts";
import type { Event } from "../../src/resources/event.ts";
import type { Execution, TrialExecution } from "../../src/resources/execution.ts";
import type { Request } from "../../src/resources/request.ts";
import type { Simulation } from "../../src/resources/simulation.ts";
import type { Source } from "../../src/resources/source.ts";
import type { Transformation, TransformationVersion } from "../../src/resources/transformation.ts";

/** The resources as they are on the wire. */
export interface Wire {
  source: z.input<typeof Source>;
  destination: z.input<typeof Destination>;
  connection: z.input<typeof Connection>;
  request: z.input<typeof Request>;
  event: z.input<typeof Event>;
  attempt: z.input<typeof Attempt>;
  transformation: z.input<typeof Transformation>;
  version: z.input<typeof TransformationVersion>;
  execution: z.input<typeof Execution>;
  simulation: z.input<typeof Simulation>;
  trial: z.input<typeof TrialExecution>;
  bulk: z.input<typeof BulkOperation>;
}

/** A list, as it is on the wire. */
export interface List<T> {
  models: T[];
  count: number;
  pagination: { order_by: string; dir: string; limit: number; next: string | null; prev: string | null };
}

/** A problem document. */
export interface Problem {
  status: number;
  code: string;
  detail: string;
  errors?: { path: string; message: string; line?: number | null; column?: number | null }[];
  [member: string]: unknown;
}

export interface Answer<T> {
  status: number;
  headers: Headers;
  body: T;
}

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** Calls the REST API as one team. */
export interface ApiClient {
  /** Answers whatever the status; `T` is what the test expects of the body. */
  call: <T>(
    method: Method,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ) => Promise<Answer<T>>;
  /** The body of a successful call; throws with the problem otherwise. */
  ok: <T>(method: Method, path: string, body?: unknown) => Promise<T>;
}

/** A client for the API at `url`. */
export function createApiClient(url: string, teamId: string, apiKey: string): ApiClient {
  const call: ApiClient["call"] = async <T>(
    method: Method,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ) => {
    const response = await fetch(`${url}/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${apiKey}`, "x-team-id": teamId, ...headers },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const json = /json/.test(response.headers.get("content-type") ?? "");
    return {
      status: response.status,
      headers: response.headers,
      body: (json ? JSON.parse(text) : text) as T,
    };
  };
  return {
    call,
    async ok<T>(method: Method, path: string, body?: unknown) {
      const answer = await call<T>(method, path, body);
      if (answer.status < 300) return answer.body;
      throw new Error(`${method} ${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    },
  };
}
