import { EventEmitter, once } from "node:events";
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import { buffer } from "node:stream/consumers";

/** A request as it came in: names and values of headers as written, one character for each byte. */
export interface ReceivedRequest {
  method: string;
  /** The request target: path and query, raw. */
  target: string;
  headerLines: [name: string, value: string][];
  body: Buffer;
  /** Numbers the connections, from 0 on. */
  connection: number;
  receivedAt: Date;
  /** The values of one header joined by a comma, in any case of its name; null where it is missing. */
  header: (name: string) => string | null;
}

/** What is answered: 200 and `ok` where nothing else is said. `respond` takes over the answer altogether. */
export interface Reply {
  status?: number;
  headers?: Record<string, string | string[]>;
  body?: string | Buffer;
  /** Milliseconds to wait before. */
  delay?: number;
  respond?: (response: ServerResponse) => void;
}

export type Answer = Reply | ((request: ReceivedRequest, index: number) => Reply | Promise<Reply>);

/** A server on the loopback address that keeps every request and answers as it is told. */
export interface Receiver extends AsyncDisposable {
  /** Scheme, host and port. */
  url: string;
  port: number;
  requests: ReceivedRequest[];
  /** How many connections were accepted so far. */
  connections: () => number;
  /** From now on: a fixed answer, one made from the request, or a series whose last one goes on. */
  answer: (answer: Answer | Answer[]) => void;
  /** Resolves when so many requests have come; rejects after `within` milliseconds (10 s). */
  waitFor: (count: number, within?: number) => Promise<ReceivedRequest[]>;
}

export interface ReceiverOptions {
  answer?: Answer | Answer[];
  /** PEM of a certificate: then it speaks HTTPS. */
  tls?: { key: string; cert: string };
  host?: string;
}

export async function startReceiver({
  answer = {},
  tls,
  host = "127.0.0.1",
}: ReceiverOptions = {}): Promise<Receiver> {
  const requests: ReceivedRequest[] = [];
  const numbers = new Map<Socket, number>();
  const arrivals = new EventEmitter().setMaxListeners(0);
  let answers: Answer[] = [answer].flat();
  let accepted = 0;

  const listener: RequestListener = (incoming, response) => {
    receive(incoming, numbers.get(incoming.socket) ?? 0)
      .then(async (request) => {
        const index = requests.push(request) - 1;
        const next = answers.length > 1 ? answers.shift() : answers[0];
        arrivals.emit("request");
        await reply(response, typeof next === "function" ? await next(request, index) : (next ?? {}));
      })
      .catch(() => response.destroy());
  };
  const options = { maxHeaderSize: 1024 * 1024, ...tls };
  const server = tls ? createTlsServer(options, listener) : createServer(options, listener);
  // All of them: Node would keep 2,000.
  server.maxHeadersCount = 0;
  server.on(tls ? "secureConnection" : "connection", (socket: Socket) => {
    numbers.set(socket, accepted++);
    socket.once("close", () => numbers.delete(socket));
  });
  server.listen(0, host);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;

  return {
    url: `${tls ? "https" : "http"}://${host.includes(":") ? `[${host}]` : host}:${port}`,
    port,
    requests,
    connections: () => accepted,
    answer: (next) => void (answers = [next].flat()),
    async waitFor(count, within = 10_000) {
      const signal = AbortSignal.timeout(within);
      while (requests.length < count) {
        await once(arrivals, "request", { signal }).catch(() => {
          throw new Error(`${requests.length} of ${count} requests came within ${within} ms`);
        });
      }
      return requests;
    },
    async [Symbol.asyncDispose]() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function receive(incoming: IncomingMessage, connection: number): Promise<ReceivedRequest> {
  const receivedAt = new Date();
  const body = await buffer(incoming);
  const { rawHeaders } = incoming;
  const headerLines = rawHeaders.flatMap((name, at): [string, string][] =>
    at % 2 === 0 ? [[name, rawHeaders[at + 1] ?? ""]] : [],
  );
  return {
    method: incoming.method ?? "",
    target: incoming.url ?? "",
    headerLines,
    body,
    connection,
    receivedAt,
    header(wanted) {
      const values = headerLines.filter(([name]) => name.toLowerCase() === wanted.toLowerCase());
      return values.length > 0 ? values.map(([, value]) => value).join(", ") : null;
    },
  };
}

async function reply(
  response: ServerResponse,
  { status = 200, headers = {}, body = "ok", delay, respond }: Reply,
) {
  if (delay) await new Promise((resolve) => setTimeout(resolve, delay));
  if (respond) return respond(response);
  response.writeHead(status, headers);
  response.end(body);
}
