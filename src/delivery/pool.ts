import type { Connection } from "./connection.ts";

/** Connections by origin: used again, bounded in number, and handed out in the order of asking. */
export interface Pool extends Disposable {
  /** Waits for a free connection where the origin has its full number; rejects with the signal's reason. */
  acquire: (origin: string, signal: AbortSignal) => Promise<Connection>;
  /** Gives a connection back, in whatever state it is. */
  release: (connection: Connection) => void;
}

/** How connections are opened, and how many. */
export interface PoolOptions {
  open: (origin: string, onClosed: () => void) => Connection;
  /** More than this many exchanges with one origin wait, so that a slow one can't take all sockets. */
  maxPerOrigin: number;
  /** Over all origins; the one unused for longest is closed. */
  maxIdle: number;
}

interface Origin {
  open: Set<Connection>;
  /** The one used last stands last, and is used next: the others can grow old and close. */
  free: Connection[];
  waiting: Set<(connection: Connection) => void>;
}

/** Closing a connection is the pool's business: whoever acquires one only gives it back. */
export function createPool({ open, maxPerOrigin, maxIdle }: PoolOptions): Pool {
  const origins = new Map<string, Origin>();
  /** The free connections of all origins, the one unused for longest first. */
  const idle = new Set<Connection>();

  function stateOf(name: string): Origin {
    const known = origins.get(name) ?? { open: new Set(), free: [], waiting: new Set() };
    origins.set(name, known);
    return known;
  }

  function openOne(name: string): Connection {
    const connection = open(name, () => {
      if (idle.has(connection)) drop(connection);
    });
    stateOf(name).open.add(connection);
    return connection;
  }

  function drop(connection: Connection): void {
    connection.destroy();
    const origin = stateOf(connection.origin);
    origin.open.delete(connection);
    if (idle.delete(connection)) origin.free = origin.free.filter((it) => it !== connection);
    if (origin.open.size === 0 && origin.waiting.size === 0) origins.delete(connection.origin);
  }

  return {
    async acquire(name, signal) {
      signal.throwIfAborted();
      const origin = stateOf(name);
      const free = origin.free.pop();
      if (free) {
        idle.delete(free);
        return free;
      }
      if (origin.open.size < maxPerOrigin) return openOne(name);
      return waitForTurn(origin.waiting, signal);
    },

    release(connection) {
      const origin = stateOf(connection.origin);
      const [next] = origin.waiting;
      if (next) origin.waiting.delete(next);
      if (!connection.isReusable()) {
        drop(connection);
        next?.(openOne(connection.origin));
      } else if (next) {
        next(connection);
      } else {
        origin.free.push(connection);
        idle.add(connection);
        const [oldest] = idle;
        if (oldest && idle.size > maxIdle) drop(oldest);
      }
    },

    [Symbol.dispose]() {
      for (const { open } of origins.values()) for (const connection of open) connection.destroy();
    },
  };
}

function waitForTurn(waiting: Origin["waiting"], signal: AbortSignal): Promise<Connection> {
  return new Promise((grant, reject) => {
    waiting.add(grant);
    const leave = () => {
      waiting.delete(grant);
      reject(signal.reason as Error);
    };
    signal.addEventListener("abort", leave, { once: true });
  });
}
