import { setTimeout as sleep } from "node:timers/promises";
import { digestOf } from "./destination.ts";
import type { Random } from "./random.ts";

/** One webhook, and how it was answered. */
export interface Sent {
  number: number;
  digest: string;
  /** The HTTP status; null where there was no answer. */
  status: number | null;
  /** Where the answer was a promise. */
  requestId: string | null;
  /** Of a 503: whether it said when to come again. */
  retryAfter: boolean;
  sentAt: number;
  answeredAt: number;
}

/** Milliseconds after which a sender gives up. */
const PATIENCE = 20_000;
const LARGEST_FILLER = 4000;

/**
 * Open-loop load: a webhook at each of its times, `rate` in a second on average, to the sources in turn, whatever became
 * of those before. Resolves when all were answered, or given up; `told` of each at once.
 */
export async function sendLoad(options: {
  urls: string[];
  rate: number;
  /** In milliseconds. */
  duration: number;
  random: Random;
  told: (sent: Sent) => void;
}): Promise<Sent[]> {
  const { urls, rate, duration, random, told } = options;
  const begun = performance.now();
  const sent: Promise<Sent>[] = [];
  for (let at = 0; at < duration; at += random.between(0, 2000 / rate)) {
    await sleep(Math.max(0, at - (performance.now() - begun)));
    const number = sent.length;
    const filler = "x".repeat(Math.round(random.next() ** 3 * LARGEST_FILLER));
    const one = sendOne(urls[number % urls.length]!, number, JSON.stringify({ number, filler }));
    sent.push(one);
    void one.then(told);
  }
  return Promise.all(sent);
}

async function sendOne(url: string, number: number, body: string): Promise<Sent> {
  const sent = { number, digest: digestOf(body), requestId: null, retryAfter: false, sentAt: Date.now() };
  try {
    const answer = await fetch(url, {
      method: "POST",
      body,
      headers: { "content-type": "application/json" },
      signal: AbortSignal.timeout(PATIENCE),
    });
    // The status is the promise: a process may die before the body is read.
    const requestId = answer.headers.get("x-request-id");
    const retryAfter = answer.headers.has("retry-after");
    await answer.arrayBuffer().catch(() => undefined);
    return {
      ...sent,
      status: answer.status,
      retryAfter,
      answeredAt: Date.now(),
      ...(answer.ok && { requestId }),
    };
  } catch {
    return { ...sent, status: null, answeredAt: Date.now() };
  }
}
