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
  ready: Promise<NativeConnection>;
  /** Throws Unavailable before there is a connection. */
  client: () => Client;
  /** Whether Temporal answers within `timeoutMs`. */
  answers: (timeoutMs: number) => Promise<boolean>;
}

const LONGEST_PAUSE = 5000;

/** Connects in the background for as long as it takes: nothing at ingress waits for Temporal. */
export function connectTemporal(settings: TemporalSettings, log: Logger): TemporalConnection {
  const stop = new AbortController();
  let connection: NativeConnection | null = null;
  let client: Client | null = null;

  async function connect(): Promise<NativeConnection> {
    for (let pause = 500; ; pause = Math.min(pause * 2, LONGEST_PAUSE)) {
      stop.signal.throwIfAborted();
      try {
        connection ??= await NativeConnection.connect({ address: settings.address });
        await registerSearchAttributes(connection, settings.namespace);
        client = new Client({ connection, namespace: settings.namespace });
        return connection;
      } catch (error) {
        log.warn(
          { address: settings.address, reason: String(error) },
          "Temporal can't be reached; trying again",
        );
        await sleep(pause, undefined, { signal: stop.signal }).catch(() => undefined);
      }
    }
  }

  const ready = connect();
  ready.catch(() => undefined);
  return {
    settings,
    ready,
    client() {
      if (!client) throw new Unavailable("Temporal", "there is no connection yet");
      return client;
    },
    async answers(timeoutMs) {
      const at = connection;
      if (!at || !client) return false;
      const ask = () => at.workflowService.describeNamespace({ namespace: settings.namespace });
      return at.withDeadline(Date.now() + timeoutMs, ask).then(
        () => true,
        () => false,
      );
    },
    async [Symbol.asyncDispose]() {
      stop.abort(new Unavailable("Temporal", "shutting down"));
      await ready.catch(() => undefined);
      await connection?.close();
    },
  };
}
