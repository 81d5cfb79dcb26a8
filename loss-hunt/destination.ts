import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

/** One call that came, and what it was answered. */
export interface Call {
  eventId: string;
  attempt: number;
  /** The number that the load gave the request, from its body. */
  number: number;
  digest: string;
  answered: number;
  at: number;
}

/** Where events are sent: it keeps a line for each call. */
export interface Destination extends AsyncDisposable {
  url: string;
  calls: Call[];
}

/** A digest of a body, to compare what came with what was sent. */
export const digestOf = (body: Uint8Array | string) => createHash("sha256").update(body).digest("hex");

/**
 * What the destination makes of a request: most are taken at once, each twentieth fails at first and is taken at the
 * second attempt, each fiftieth is refused for good.
 */
export function answerTo(number: number, attempt: number): number {
  if (number % 50 === 13) return 410;
  return number % 20 === 7 && attempt === 1 ? 503 : 200;
}

/** Opens the destination on 127.0.0.1. */
export async function openDestination(): Promise<Destination> {
  const calls: Call[] = [];
  const server = createServer((incoming, response) => {
    receive(incoming)
      .then((call) => {
        calls.push(call);
        response.writeHead(call.answered).end();
      })
      // Who breaks off in mid-body has not delivered.
      .catch(() => response.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    async [Symbol.asyncDispose]() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function receive(incoming: IncomingMessage): Promise<Call> {
  const body = await buffer(incoming);
  const { number } = JSON.parse(body.toString()) as { number: number };
  const attempt = Number(incoming.headers["x-fasthook-attempt"]);
  return {
    eventId: String(incoming.headers["x-fasthook-event-id"]),
    attempt,
    number,
    digest: digestOf(body),
    answered: answerTo(number, attempt),
    at: Date.now(),
  };
}
