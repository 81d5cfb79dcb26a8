import type { Connection } from "./connection.ts";

/** Whose connections, and where to: destinations that have an origin in common share none, so that a slow one takes only its own. */
export interface Way {
  destinationId: string;
  origin: string;
}

/** Connections by way: used again, bounded in number, and handed out in the order of asking. */
export interface Pool extends Disposable {
  /** Waits for a free connection where the way has its full number; rejects with the signal's reason. */
  acquire: (way: Way, signal: AbortSignal) => Promise<Connection>;
  /** Gives a connection back, in whatever state it is. */
  release: (connection: Connection) => void;
}

/** How connections are opened, and how many. */
export interface PoolOptions {
  open: (origin: string, onClosed: () => void) => Connection;
  /** More than this many exchanges on one way wait, so that a slow one can't take all sockets. */
  maxPerWay: number;
  /** Over all ways; the one unused for longest is closed. */
  maxIdle: number;
}

interface Standing {
  open: Set<Connection>;
  /** The one used last stands last, and is used next: the others can grow old and close. */
  free: Connection[];
  waiting: Set<(connection: Connection) => void>;
}

/** Closing a connection is the pool's business: whoever acquires one only gives it back. */
export function createPool({ open, maxPerWay, maxIdle }: PoolOptions): Pool {
  const ways = new Map<string, Standing>();
  const names = new WeakMap<Connection, string>();
  /** The free connections of all ways, the one unused for longest first. */
  const idle = new Set<Connection>();

  function stateOf(name: string): Standing {
    const known = ways.get(name) ?? { open: new Set(), free: [], waiting: new Set() };
    ways.set(name, known);
    return known;
  }

  function openOne(name: string, origin: string): Connection {
    const connection = open(origin, () => {
      if (idle.has(connection)) drop(connection);
    });
    names.set(connection, name);
    stateOf(name).open.add(connection);
    return connection;
  }

  function drop(connection: Connection): void {
    connection.destroy();
    const name = names.get(connection)!;
    const way = stateOf(name);
    way.open.delete(connection);
    if (idle.delete(connection)) way.free = way.free.filter((it) => it !== connection);
    if (way.open.size === 0 && way.waiting.size === 0) ways.delete(name);
  }

  return {
    async acquire({ destinationId, origin }, signal) {
      signal.throwIfAborted();
      const name = `${destinationId} ${origin}`;
      const way = stateOf(name);
      const free = way.free.pop();
      if (free) {
        idle.delete(free);
        return free;
      }
      if (way.open.size < maxPerWay) return openOne(name, origin);
      return waitForTurn(way.waiting, signal);
    },

    release(connection) {
      const name = names.get(connection)!;
      const way = stateOf(name);
      const [next] = way.waiting;
      if (next) way.waiting.delete(next);
      if (!connection.isReusable()) {
        drop(connection);
        next?.(openOne(name, connection.origin));
      } else if (next) {
        next(connection);
      } else {
        way.free.push(connection);
        idle.add(connection);
        const [oldest] = idle;
        if (oldest && idle.size > maxIdle) drop(oldest);
      }
    },

    [Symbol.dispose]() {
      for (const { open } of ways.values()) for (const connection of open) connection.destroy();
    },
  };
}

function waitForTurn(waiting: Standing["waiting"], signal: AbortSignal): Promise<Connection> {
  return new Promise((grant, reject) => {
    waiting.add(grant);
    const leave = () => {
      waiting.delete(grant);
      reject(signal.reason as Error);
    };
    signal.addEventListener("abort", leave, { once: true });
  });
}
