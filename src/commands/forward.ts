import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { isOfTheConnection } from "../rules/connection-headers.ts";
import { hasDotSegment } from "../rules/dot-segments.ts";
import { usageFault } from "./exit.ts";
import type { Received } from "./follow-requests.ts";

const ANSWER_WITHIN = 30_000;
const CLIMBS = "not forwarded: the path has a segment . or .., which could lead out of the target";

/** What a local server made of a request: its status, or why there is none. */
export interface Forwarded {
  status: number | null;
  error: string | null;
  ms: number;
}

/** `3000`, `:3000/hooks`, `localhost:3000/hooks` or a URL. Throws a usage fault. */
export function targetOf(given: string): URL {
  const named = given.replace(/^:?(?=\d+($|[/?]))/, "localhost:");
  const text = /^[a-z][a-z\d+.-]*:\/\//i.test(named) ? named : `http://${named}`;
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url && /^https?:$/.test(url.protocol)) return url;
  throw usageFault(
    `${JSON.stringify(given)} is no target: give a port, a port with a path (3000/hooks), or an http(s) URL`,
  );
}

/** The path and query that follow the source's URL, behind those of the target. */
export function urlOf(target: URL, { path, query }: Pick<Received, "path" | "query">): URL {
  const url = new URL(target);
  url.pathname = `${target.pathname.replace(/\/$/, "")}${path}` || "/";
  url.search = [target.search.slice(1), query].filter(Boolean).join("&");
  return url;
}

/** Sends a request as it was received, byte by byte. Whatever happens is an answer. */
export async function forward(target: URL, received: Received, body: Uint8Array): Promise<Forwarded> {
  const started = performance.now();
  const ms = () => Math.round(performance.now() - started);
  if (hasDotSegment(received.path)) return { status: null, error: CLIMBS, ms: ms() };
  try {
    return { status: await send(urlOf(target, received), received, body), error: null, ms: ms() };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return { status: null, error: code ?? message, ms: ms() };
  }
}

function send(url: URL, { id, method, headers }: Received, body: Uint8Array): Promise<number> {
  const kept = Object.entries(headers).filter(([name]) => name !== "host" && !isOfTheConnection(name));
  const own = { "x-fasthook-request-id": id, ...(body.length > 0 ? { "content-length": body.length } : {}) };
  const request = url.protocol === "https:" ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(ANSWER_WITHIN);
    const onAnswer = (answer: IncomingMessage) => {
      answer.once("end", () => resolve(answer.statusCode ?? 0)).once("error", reject);
      answer.resume();
    };
    request(url, { method, headers: { ...Object.fromEntries(kept), ...own }, signal }, onAnswer)
      .once("error", reject)
      .end(body);
  });
}
