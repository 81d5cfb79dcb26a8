import type { Dispatcher } from "undici";
import { createAnswer, type Answer } from "./answer.ts";
import { badResponse, classify, Fault, type Failure } from "./classify.ts";
import type { HeaderLines } from "../resources/wire.ts";
import { recordHeaders, type Composed, type RecordedHeaders } from "./compose.ts";
import { createConnector } from "./connect.ts";
import { createConnection, type Connection } from "./connection.ts";
import type { EgressProxy } from "./egress-proxy.ts";
import { createGuard } from "./guard.ts";
import { createPool } from "./pool.ts";
import { createResolver, type ResolverOptions } from "./resolve.ts";

/** A composed request without the masked form of it. */
export type OutboundRequest = Pick<Composed, "method" | "origin" | "path" | "headerLines" | "body">;

/** What came of a request. `error_code` is null exactly if the answer was a 2xx and was read. */
export interface SendResult {
  response_status: number | null;
  response_headers: RecordedHeaders | null;
  /** Text of the first 64 KiB; null without an answer. */
  response_body: string | null;
  response_body_truncated: boolean;
  error_code: Failure["error_code"] | null;
  /** Short, for people, without secrets. */
  error_message: string | null;
  remote_address: string | null;
  /** From the call to the answer's end, in whole milliseconds. */
  latency_ms: number;
  /** The `retry-after` header as it came. */
  retry_after: string | null;
}

/** Whose request it is, and its bounds. */
export interface SendOptions {
  destinationId: string;
  /** Over all phases together, from the wait for a connection to the body's last byte. */
  timeoutMs: number;
  /** The limit that a message names, where a part of it was used before. */
  limitMs?: number;
  signal?: AbortSignal;
}

/** An HTTP/1.1 client that reaches only permitted addresses, follows no redirect and repeats nothing by itself. */
export interface HttpClient extends AsyncDisposable {
  /** A failed delivery is a result; rejects only with the reason of the caller's own signal. */
  send: (request: OutboundRequest, options: SendOptions) => Promise<SendResult>;
}

/** Headers of an answer that let whoever reads them act for us. */
const SECRET_ANSWERS = new Set(["set-cookie"]);

/** What a test or a private network may need to set; the defaults are those of production. */
export interface HttpClientOptions extends Pick<ResolverOptions, "lookup" | "strangersAtOnce"> {
  /** CIDR ranges beside the public addresses that may be reached. */
  allowedSubnets: string[];
  /** Through which all requests leave; null: none. */
  proxy?: EgressProxy | null;
  /** Certificates (PEM) to trust in place of the system's. */
  ca?: string;
  /** At most so many exchanges of one destination run with one origin; more wait their turn, within their own time limit. */
  maxConnectionsPerDestination?: number;
  maxIdleConnections?: number;
  /** A monotonic clock in milliseconds. */
  clock?: () => number;
}

/** The client that all deliveries share. Throws an Error for a faulty subnet. */
export function createHttpClient({
  allowedSubnets,
  lookup,
  strangersAtOnce,
  proxy = null,
  ca,
  maxConnectionsPerDestination = 128,
  maxIdleConnections = 256,
  clock = () => performance.now(),
}: HttpClientOptions): HttpClient {
  const resolve = createResolver({ lookup, strangersAtOnce });
  const connect = createConnector({ guard: createGuard(allowedSubnets), resolve, proxy, ca });
  const pool = createPool({
    open: (origin, onClosed) => createConnection(origin, connect, onClosed),
    maxPerWay: maxConnectionsPerDestination,
    maxIdle: maxIdleConnections,
  });

  return {
    async send(request, { destinationId, timeoutMs, limitMs = timeoutMs, signal }) {
      const startedAt = clock();
      const answer = createAnswer();
      const ending = new AbortController();
      const stage: Stage = { connection: null, sent: false };
      const cancel = () => ending.abort(signal?.reason);
      const expire = () =>
        ending.abort(
          new Fault("TIMEOUT", `No full answer within ${limitMs} ms (${waitingFor(stage, answer)})`),
        );
      const timer = setTimeout(expire, timeoutMs);
      signal?.addEventListener("abort", cancel, { once: true });
      try {
        signal?.throwIfAborted();
        const connection = await pool.acquire({ destinationId, origin: request.origin }, ending.signal);
        stage.connection = connection;
        await exchange(connection, request, answer, stage, ending.signal).finally(() =>
          pool.release(connection),
        );
        return await resultOf(null, answer, stage, clock() - startedAt);
      } catch (error) {
        signal?.throwIfAborted();
        return await resultOf(error, answer, stage, clock() - startedAt);
      } finally {
        clearTimeout(timer);
        signal?.removeEventListener("abort", cancel);
      }
    },
    async [Symbol.asyncDispose]() {
      pool[Symbol.dispose]();
    },
  };
}

/** How far a request got. */
interface Stage {
  connection: Connection | null;
  sent: boolean;
}

function waitingFor({ connection, sent }: Stage, answer: Answer): string {
  if (answer.status !== null) return "reading the answer";
  if (sent) return "waiting for the answer";
  return connection?.progress.phase ?? "waiting for a free connection";
}

/** Resolves when the answer is read as far as it is wanted; after anything else the connection is closed. */
function exchange(
  connection: Connection,
  request: OutboundRequest,
  answer: Answer,
  stage: Stage,
  ending: AbortSignal,
): Promise<void> {
  return new Promise<void>((resolve, reject) => {
    const breakOff = () => {
      reject(ending.reason as Error);
      connection.destroy();
    };
    if (ending.aborted) return breakOff();
    ending.addEventListener("abort", breakOff, { once: true });
    connection.dispatch(dispatchOptions(request), {
      onRequestStart() {
        stage.sent = true;
      },
      onResponseStart(controller, status) {
        if (status < 200) return;
        answer.status = status;
        answer.headerLines = headerLines(controller);
      },
      onResponseData(_controller, chunk) {
        if (answer.take(chunk)) return;
        resolve();
        connection.destroy();
      },
      onResponseEnd() {
        answer.complete = true;
        resolve();
      },
      onResponseError: (_controller, error) => reject(error),
    });
  });
}

function dispatchOptions({ method, path, headerLines, body }: OutboundRequest): Dispatcher.DispatchOptions {
  return { method, path, headers: headerLines.flat(), body: body.length > 0 ? body : null };
}

function headerLines({ rawHeaders }: Dispatcher.DispatchController): HeaderLines {
  const texts = Array.isArray(rawHeaders)
    ? rawHeaders.map((it) => (typeof it === "string" ? it : it.toString("latin1")))
    : [];
  const lines: HeaderLines = [];
  for (let at = 0; at + 1 < texts.length; at += 2) lines.push([texts[at] ?? "", texts[at + 1] ?? ""]);
  return lines;
}

async function resultOf(error: unknown, answer: Answer, stage: Stage, latency: number): Promise<SendResult> {
  const failure = failureOf(error, answer);
  const body = answer.status === null ? null : await answer.text();
  const retryAfter = answer.headerLines.find(([name]) => name.toLowerCase() === "retry-after");
  return {
    response_status: answer.status,
    response_headers: answer.status === null ? null : recordHeaders(answer.headerLines, SECRET_ANSWERS),
    response_body: body?.text ?? null,
    response_body_truncated: body?.truncated ?? false,
    error_code: failure?.error_code ?? null,
    error_message: failure?.error_message ?? null,
    remote_address: stage.connection?.progress.remoteAddress ?? null,
    latency_ms: Math.round(latency),
    retry_after: retryAfter?.[1] ?? null,
  };
}

/** A status other than 2xx says more than how its body ended; a 2xx counts once more was read than is kept. */
function failureOf(error: unknown, answer: Answer): Failure | null {
  const { status } = answer;
  if (status !== null && (status < 200 || status > 299)) return badResponse(status);
  if (error === null || (status !== null && answer.isOverlong())) return null;
  return classify(error, status !== null);
}
