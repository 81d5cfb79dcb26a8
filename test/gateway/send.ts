import { once } from "node:events";
import { request, type IncomingHttpHeaders, type IncomingMessage } from "node:http";
import { buffer } from "node:stream/consumers";

/** A call as it goes on the wire: nothing normalised, nothing added but `host` and the body's length. */
export interface Sent {
  method?: string;
  /** What stands behind the URL on the request line, as it is. */
  suffix?: string;
  headers?: [name: string, value: string][];
  body?: Buffer | string;
  /** Sends the body without its length. */
  chunked?: boolean;
}

export interface Answered {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
  /** The body as JSON. */
  json: <T>() => T;
}

/** Sends a call to `url` on a connection of its own. */
export async function send(url: string, sent: Sent = {}): Promise<Answered> {
  const { host, hostname, port, pathname } = new URL(url);
  const bytes = Buffer.from(sent.body ?? "");
  const framing = sent.chunked ? ["transfer-encoding", "chunked"] : ["content-length", String(bytes.length)];
  const outgoing = request({
    hostname,
    port,
    agent: false,
    method: sent.method ?? "POST",
    path: pathname + (sent.suffix ?? ""),
    headers: ["host", host, ...framing, "connection", "close", ...(sent.headers ?? []).flat()],
  });
  outgoing.end(bytes);
  const [incoming] = (await once(outgoing, "response")) as [IncomingMessage];
  const body = await buffer(incoming);
  return {
    status: incoming.statusCode ?? 0,
    headers: incoming.headers,
    body,
    json: <T>() => JSON.parse(body.toString()) as T,
  };
}
