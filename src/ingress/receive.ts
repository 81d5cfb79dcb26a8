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

/** A body's bytes, or only its size where it is over the limit. */
export type ReceivedBody = { bytes: Buffer } | { bytes: null; size: number };

/** The client went away before its body was complete. */
export class ClientGone extends Error {}

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

/** The first value of a header, or null. `name` is in lower case. */
export function headerOf(lines: HeaderLines, name: string): string | null {
  return lines.find(([lineName]) => lineName === name)?.[1] ?? null;
}

/**
 * Reads the body up to `limit` bytes. Beyond it nothing more is kept, and the size is what was declared, or else what
 * had come so far. Rejects with ClientGone.
 */
export function readBytes(request: IncomingMessage, limit: number): Promise<ReceivedBody> {
  const declared = Number(request.headers["content-length"] ?? 0);
  if (declared > limit) return Promise.resolve({ bytes: null, size: declared });
  return new Promise((resolve, reject) => {
    // It may have gone while its source was looked up: then it tells nothing more.
    if (request.destroyed && !request.complete) return reject(new ClientGone("the request ended early"));
    const chunks: Buffer[] = [];
    let size = 0;
    request.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limit) return void chunks.push(chunk);
      request.removeAllListeners("data");
      resolve({ bytes: null, size });
    });
    request.on("end", () => resolve({ bytes: Buffer.concat(chunks, size) }));
    request.on("error", () => reject(new ClientGone("the request ended early")));
    request.on("close", () => reject(new ClientGone("the request ended early")));
  });
}
