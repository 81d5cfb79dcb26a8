import { setTimeout as sleep } from "node:timers/promises";
import { listed, type Api, type Model } from "./api.ts";
import { messagesOf } from "./event-stream.ts";
import { CommandFault, EXIT } from "./exit.ts";

/** A request, as far as it is forwarded. */
export interface Received extends Model {
  status: "accepted" | "rejected";
  rejection_cause: string | null;
  method: string;
  path: string;
  query: string;
  headers: Record<string, string | string[]>;
  received_at: string;
}

/** What happens while requests are followed. */
export interface Following {
  /** All that comes from now on will be told. */
  begun: () => void;
  /** A request that was not told before, in the order in which they came. */
  told: (request: Received) => void;
  /** The connection broke; it is made again. */
  lost: (reason: string) => void;
}

/** Processes of ingress write at the same time, with clocks of their own: so far back a list may still get something. */
const OVERLAP = 30_000;
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 10_000;
/** The stream gives a sign of life each 15 s. */
const SILENCE = 45_000;

/**
 * Tells each request of a source that comes after it has begun, once, until `stop`. Whatever a broken stream has missed
 * is read from the list. Rejects where calls are refused.
 */
export async function followRequests(
  api: Api,
  sourceId: string,
  { begun, told, lost }: Following,
  stop: AbortSignal,
): Promise<void> {
  const seen = await createMemory(api, sourceId);
  let pause = FIRST_PAUSE;
  let hasBegun = false;
  const tell = (request: Received) => {
    if (seen.remember(request)) told(request);
  };
  const listen = async (silence: AbortSignal, alive: () => void) => {
    const stream = await api.stream("/requests/stream", { source_id: sourceId }, silence);
    for await (const { event, data } of messagesOf(watched(stream, alive))) {
      pause = FIRST_PAUSE;
      if (event === "changes")
        (JSON.parse(data) as { models: Received[] }).models.toSorted(byId).forEach(tell);
      if (event !== "missed") continue;
      for await (const request of seen.list()) tell(request);
      if (!hasBegun) begun();
      hasBegun = true;
    }
  };
  while (!stop.aborted) {
    const reason = await withSilence(stop, listen);
    if (stop.aborted) return;
    lost(reason);
    await sleep(pause, undefined, { signal: stop }).catch(() => undefined);
    pause = Math.min(pause * 2, LONGEST_PAUSE);
  }
}

const byId = (a: Received, b: Received) => (a.id < b.id ? -1 : 1);

/** Runs it until it ends, fails or falls silent, and answers why; a refusal is for the caller. */
async function withSilence(
  stop: AbortSignal,
  listen: (silence: AbortSignal, alive: () => void) => Promise<void>,
): Promise<string> {
  const silence = new AbortController();
  const timer = setTimeout(() => silence.abort(), SILENCE);
  try {
    await listen(AbortSignal.any([stop, silence.signal]), () => void timer.refresh());
    return "the server ended the stream";
  } catch (error) {
    if (error instanceof CommandFault && error.exitCode !== EXIT.fault) throw error;
    return error instanceof Error ? error.message : String(error);
  } finally {
    clearTimeout(timer);
  }
}

async function* watched(stream: AsyncIterable<Uint8Array>, alive: () => void): AsyncGenerator<Uint8Array> {
  for await (const chunk of stream) {
    alive();
    yield chunk;
  }
}

interface Memory {
  /** Whether it is new. */
  remember: (request: Received) => boolean;
  /** All since a while before the last one. */
  list: () => AsyncIterable<Received>;
}

/** Knows what is there already. */
async function createMemory(api: Api, sourceId: string): Promise<Memory> {
  const known = new Map<string, number>();
  let since = 0;
  const list = (): AsyncIterable<Received> => {
    const from = since > 0 ? new Date(since).toISOString() : undefined;
    return listed<Received>(api, "/requests", { source_id: sourceId, dir: "asc", from });
  };
  const remember = ({ id, received_at }: Received): boolean => {
    const at = Date.parse(received_at);
    if (known.has(id) || at < since) return false;
    known.set(id, at);
    if (at - OVERLAP > since) {
      since = at - OVERLAP;
      for (const [old, time] of known) {
        if (time >= since) break;
        known.delete(old);
      }
    }
    return true;
  };
  for await (const newest of listed<Received>(api, "/requests", { source_id: sourceId }, 1)) remember(newest);
  if (since > 0) for await (const before of list()) remember(before);
  return { remember, list };
}
