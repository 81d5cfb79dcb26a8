import type { Socket } from "node:net";
import { Client, type Dispatcher } from "undici";
import type { Connector, Progress } from "./connect.ts";

/** One connection to an origin, opened at its first exchange. It serves one exchange at a time. */
export interface Connection {
  readonly origin: string;
  readonly progress: Readonly<Progress>;
  dispatch: (options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler) => void;
  /** Whether another exchange can follow. */
  isReusable: () => boolean;
  /** Closes it at once; a running exchange fails. */
  destroy: () => void;
}

/**
 * For how long a connection is kept without use, in milliseconds, where the server doesn't say it. Shorter than the
 * shortest common default of a server (2 s, gunicorn): a request that crosses the server's close on the wire fails,
 * and must not be repeated here, for nobody knows whether it was processed.
 */
const KEEP_ALIVE = 1500;
/** The longest that a server's own `keep-alive: timeout=` is believed. */
const LONGEST_KEEP_ALIVE = 30_000;
/** What is taken off a server's `keep-alive: timeout=`, for the way. */
const KEEP_ALIVE_MARGIN = 1000;
const MAX_HEADER_BYTES = 32 * 1024;

/** `onClosed` is called each time that the connection closes, whether in use or not. */
export function createConnection(origin: string, connect: Connector, onClosed: () => void): Connection {
  const closing = new AbortController();
  const progress: Progress = { phase: "connecting", remoteAddress: null };
  let socket: Socket | null = null;

  const client = new Client(origin, {
    pipelining: 1,
    allowH2: false,
    maxHeaderSize: MAX_HEADER_BYTES,
    // One deadline stands above all phases: see client.ts.
    headersTimeout: 0,
    bodyTimeout: 0,
    keepAliveTimeout: KEEP_ALIVE,
    keepAliveMaxTimeout: LONGEST_KEEP_ALIVE,
    keepAliveTimeoutThreshold: KEEP_ALIVE_MARGIN,
    connect({ hostname, port, protocol, servername }, callback) {
      const secure = protocol === "https:";
      const target = {
        hostname,
        port: Number(port) || (secure ? 443 : 80),
        secure,
        servername: servername ?? null,
      };
      connect(target, progress, closing.signal).then(
        (opened) => {
          socket = opened;
          callback(null, opened);
        },
        (error: Error) => callback(error, null),
      );
    },
  });
  client.on("disconnect", onClosed);

  return {
    origin,
    progress,
    dispatch: (options, handler) => void client.dispatch(options, handler),
    isReusable: () => socket !== null && !socket.destroyed && !closing.signal.aborted,
    destroy() {
      closing.abort();
      void client.destroy();
    },
  };
}
