import type { IncomingMessage } from "node:http";
import type { HeaderLines } from "../resources/wire.ts";

/** An inbound call as it came: nothing decoded, nothing normalised. */
export interface Received {
  token: string;
  method: string;
  /** What followed the token, up to the question mark: empty, or starting with a slash. */
  path: string;
  /** Without its question mark. */
  query: string;
  headerLines: HeaderLines;
  clientIp: string | null;
}

const INGRESS_URL = /^\/in\/([^/?]*)([^?]*)(?:\?(.*))?$/s;

/** The parts of an ingress call, or null where the URL is not one of a source. `url` is as on the request line. */
export function receive(url: string, request: IncomingMessage): Received | null {
  const [, token, path, query] = INGRESS_URL.exec(url) ?? [];
  if (!token) return null;
  const headerLines: HeaderLines = [];
  for (let i = 0; i < request.rawHeaders.length; i += 2) {
    headerLines.push([request.rawHeaders[i]!.toLowerCase(), request.rawHeaders[i + 1]!]);
  }
  return {
    token,
    method: request.method ?? "",
    path: path ?? "",
    query: query ?? "",
    headerLines,
    clientIp: request.socket.remoteAddress ?? null,
  };
}
