import { connect, isIPv6, type Socket } from "node:net";
import { Fault } from "./classify.ts";
import { basicCredentials } from "./compose.ts";

/** An HTTP proxy through which all requests leave. */
export interface EgressProxy {
  hostname: string;
  port: number;
  /** The value of `proxy-authorization`, a secret; null where the proxy asks for none. */
  authorization: string | null;
}

/** `http://host:port`, user and password before the host where it asks for them; null where the text is something else. */
export function parseEgressProxy(text: string): EgressProxy | null {
  if (!URL.canParse(text)) return null;
  const { protocol, hostname, port, username, password, pathname, search, hash } = new URL(text);
  if (protocol !== "http:" || !hostname || pathname !== "/" || search || hash) return null;
  const user = decoded(username);
  const secret = decoded(password);
  if (user === null || secret === null) return null;
  return {
    hostname: hostname.replace(/^\[(.*)\]$/, "$1"),
    port: Number(port) || 80,
    authorization: user || secret ? basicCredentials(user, secret) : null,
  };
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

const MAX_HEAD_BYTES = 16 * 1024;
const HEAD_END = "\r\n\r\n";

/**
 * A connection through the proxy (CONNECT, RFC 9110 section 9.3.6), for plain HTTP too, so that every destination is
 * reached in the same way. Rejects with a Fault; what it says of the proxy never holds the proxy's credentials. Aborting
 * the signal destroys it.
 */
export async function openTunnel(
  proxy: EgressProxy,
  target: { hostname: string; port: number },
  signal: AbortSignal,
): Promise<Socket> {
  const socket = connect({ host: proxy.hostname, port: proxy.port, noDelay: true });
  const abort = () => void socket.destroy();
  signal.addEventListener("abort", abort, { once: true });
  // Not before: the signal ends the tunnel for as long as it is open.
  socket.once("close", () => signal.removeEventListener("abort", abort));
  socket.write(connectRequest(proxy, target));
  try {
    const fault = refusalOf(statusOf(await readHead(socket)));
    if (fault) throw fault;
    return socket;
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

function connectRequest(
  { authorization }: EgressProxy,
  { hostname, port }: Parameters<typeof openTunnel>[1],
) {
  const authority = `${isIPv6(hostname) ? `[${hostname}]` : hostname}:${port}`;
  const lines = [`CONNECT ${authority} HTTP/1.1`, `host: ${authority}`];
  if (authorization !== null) lines.push(`proxy-authorization: ${authorization}`);
  return Buffer.from(lines.join("\r\n") + HEAD_END, "latin1");
}

/** The head of the proxy's answer; what follows it stays in the socket. */
function readHead(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    let received = Buffer.alloc(0);
    const read = () => {
      for (let chunk = next(socket); chunk; chunk = next(socket)) received = Buffer.concat([received, chunk]);
      const end = received.indexOf(HEAD_END);
      if (end < 0 && received.length <= MAX_HEAD_BYTES) return;
      socket.off("readable", read);
      if (end < 0) return reject(new Fault("UNKNOWN", "The egress proxy's answer is not HTTP"));
      const rest = received.subarray(end + HEAD_END.length);
      if (rest.length > 0) socket.unshift(rest);
      resolve(received.toString("latin1", 0, end));
    };
    socket.on("readable", read);
    // Stays: an error that comes before the next owner listens must not end the process.
    socket.on("error", ({ code }: NodeJS.ErrnoException) =>
      reject(new Fault("UNKNOWN", `The egress proxy can't be reached${code ? ` (${code})` : ""}`)),
    );
    socket.once("close", () =>
      reject(new Fault("UNKNOWN", "The egress proxy closed the connection before its answer")),
    );
  });
}

const next = (socket: Socket) => socket.read() as Buffer | null;

function statusOf(head: string): number {
  return Number(/^HTTP\/1\.[01] (\d{3})\b/.exec(head)?.[1] ?? 0);
}

/** Why there is no tunnel; null after a 2xx. */
function refusalOf(status: number): Fault | null {
  if (status >= 200 && status < 300) return null;
  if (status === 0) return new Fault("UNKNOWN", "The egress proxy's answer is not HTTP");
  if (status === 403) return new Fault("BLOCKED_ADDRESS", "The egress proxy refuses this destination (403)");
  if (status === 407)
    return new Fault("UNKNOWN", "The egress proxy refuses FASTHOOK_EGRESS_PROXY's credentials (407)");
  if (status === 504)
    return new Fault("TIMEOUT", "The egress proxy did not reach the destination in time (504)");
  return new Fault("UNKNOWN", `The egress proxy opened no connection to the destination (${status})`);
}
