import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "@temporalio/client";
import { NativeConnection } from "@temporalio/worker";
import { Unavailable } from "../errors.ts";
import type { Logger } from "../telemetry/log.ts";
import { registerSearchAttributes } from "./search-attributes.ts";

/** Where Temporal is. */
export interface TemporalSettings {
  address: string;
  namespace: string;
  taskQueue: string;
}

/** One connection to Temporal for a whole process: a client that shares it with the worker gets eager starts. */
export interface TemporalConnection extends AsyncDisposable {
  settings: TemporalSettings;
  /** Resolves once there is a connection and the search attributes exist; rejects only when disposed before. */
  readonly ready: Promise<NativeConnection>;
  /** Throws Unavailable before there is a connection. */
  connection: () => NativeConnection;
  /** Throws Unavailable before there is a connection. */
  client: () => Client;
  /** Connects anew, for `ready` to wait for. The connection before serves until then; calls under way there are answered. */
  renew: () => void;
  /** Whether Temporal answers within `timeoutMs`. */
  answers: (timeoutMs: number) => Promise<boolean>;
}

const LONGEST_PAUSE = 5000;

/** Connects in the background for as long as it takes: nothing at ingress waits for Temporal. */
export function connectTemporal(settings: TemporalSettings, log: Logger): TemporalConnection {
  const stop = new AbortController();
  const opened = new Set<NativeConnection>();
  let current: { connection: NativeConnection; client: Client } | null = null;

  async function open(): Promise<NativeConnection> {
    const connection = await NativeConnection.connect({ address: settings.address });
    opened.add(connection);
    return connection;
  }

  async function close(connection: NativeConnection): Promise<void> {
    opened.delete(connection);
    await connection.close();
  }

  async function connect(): Promise<NativeConnection> {
    let connection: NativeConnection | null = null;
    for (let pause = 500; ; pause = Math.min(pause * 2, LONGEST_PAUSE)) {
      stop.signal.throwIfAborted();
      try {
        connection ??= await open();
        await registerSearchAttributes(connection, settings.namespace);
        break;
      } catch (error) {
        log.warn(
          { address: settings.address, reason: String(error) },
          "Temporal can't be reached; trying again",
        );
        await sleep(pause, undefined, { signal: stop.signal }).catch(() => undefined);
      }
    }
    const before = current?.connection;
    current = { connection, client: new Client({ connection, namespace: settings.namespace }) };
    const warn = (err: unknown) => log.warn({ err }, "a connection to Temporal could not be closed");
    if (before) await close(before).catch(warn);
    return connection;
  }

  function existing() {
    if (!current) throw new Unavailable("Temporal", "there is no connection yet");
    return current;
  }

  let ready = connect();
  ready.catch(() => undefined);
  return {
    settings,
    get ready() {
      return ready;
    },
    connection: () => existing().connection,
    client: () => existing().client,
    renew() {
      ready = ready.then(connect);
      ready.catch(() => undefined);
    },
    async answers(timeoutMs) {
      if (!current) return false;
      const { connection } = current;
      const ask = () => connection.workflowService.describeNamespace({ namespace: settings.namespace });
      return connection.withDeadline(Date.now() + timeoutMs, ask).then(
        () => true,
        () => false,
      );
    },
    async [Symbol.asyncDispose]() {
      stop.abort(new Unavailable("Temporal", "shutting down"));
      await ready.catch(() => undefined);
      await Promise.all([...opened].map(close));
    },
  };
}
