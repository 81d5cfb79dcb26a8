import { setTimeout as sleep } from "node:timers/promises";
import { Pool } from "undici";
import { quantile } from "./harness.ts";
import { MARK, type Tallies, type Tally } from "./tally.ts";

/** What is to be sent. Without a rate, each connection sends its next webhook as soon as the one before is answered. */
export interface LoadOrder {
  url: string;
  /** Connections that are kept, each with one call at a time. */
  connections: number;
  /** How long, or how many. */
  seconds?: number;
  count?: number;
  /** In a second, whatever becomes of those before. */
  rate?: number;
  /** Webhooks that may be answered and not yet arrived, at most. */
  window?: number;
  /** Seconds in which those that were sent may still arrive. */
  patience?: number;
}

/** What came of it. Times are in milliseconds. */
export interface LoadReport {
  /** Answered with a 2xx. */
  acked: number;
  refused: number;
  /** From the first call to the last answer. */
  ms: number;
  ack: Quantiles;
  /** Arrivals in a second, in the second half of `ms`: with a window, as many are under way by then as may be. */
  rate: number;
  /** How many arrived at all. */
  arrived: number;
  /** From sending to arrival, of all that arrived. */
  latency: Quantiles;
}

/** NaN where there was nothing. */
export interface Quantiles {
  p50: number;
  p99: number;
}

const HEADERS = { "content-type": "application/json", "user-agent": "bench" };
/** Of about 800 bytes. */
const BODY = JSON.stringify({
  id: "evt_1",
  type: "checkout.session.completed",
  data: { object: { id: "cs_1", amount_total: 4900, currency: "eur", note: "n".repeat(680) } },
});

/** Sends webhooks of some 800 bytes as ordered. */
export async function sendLoad(order: LoadOrder, tallies: Tallies): Promise<LoadReport> {
  const { url, connections, count = Infinity, seconds = Infinity, patience = 0 } = order;
  const { origin, pathname } = new URL(url);
  const pool = new Pool(origin, { connections, pipelining: 1 });
  const tally = tallies.begin();
  const acks: number[] = [];
  let refused = 0;
  const send = async () => {
    const at = performance.now();
    const headers = { ...HEADERS, [MARK]: tally.send() };
    const answer = await pool.request({ path: pathname, method: "POST", headers, body: BODY });
    await answer.body.dump();
    if (answer.statusCode < 300) return void acks.push(performance.now() - at);
    refused += 1;
    tally.refused();
  };
  const started = performance.now();
  const until = started + seconds * 1000;
  if (order.rate) await atRate(send, { rate: order.rate, started, until, count });
  else await inLines(send, tally, { ...order, started, until, count });
  const ended = performance.now();
  const ms = ended - started;
  await arrivals(tally, patience * 1000);
  await pool.close();
  const latencies = tally.latencies();
  return {
    acked: acks.length,
    refused,
    ms,
    ack: quantiles(acks),
    rate: (tally.arrivals(started + ms / 2, ended) * 2000) / ms,
    arrived: latencies.length,
    latency: quantiles(latencies),
  };
}

interface Course {
  started: number;
  until: number;
  count: number;
}

/** Open loop: each at its time. */
async function atRate(send: () => Promise<void>, { rate, started, until, count }: Course & { rate: number }) {
  const sent: Promise<void>[] = [];
  for (let at = started; at < until && sent.length < count; at += 1000 / rate) {
    await sleep(Math.max(0, at - performance.now()));
    sent.push(send());
  }
  await Promise.all(sent);
}

/** Closed loop: each connection has one under way. */
async function inLines(
  send: () => Promise<void>,
  tally: Tally,
  { connections, window = Infinity, until, count }: Course & Pick<LoadOrder, "connections" | "window">,
): Promise<void> {
  let left = count;
  const line = async () => {
    while (left > 0 && performance.now() < until) {
      if (tally.underWay() >= window) await Promise.race([tally.change(), sleep(100)]);
      else {
        left -= 1;
        await send();
      }
    }
  };
  await Promise.all(Array.from({ length: connections }, line));
}

/** Waits until all that were sent have arrived, for so many milliseconds at most. */
async function arrivals(tally: Tally, patience: number): Promise<void> {
  const end = performance.now() + patience;
  while (tally.underWay() > 0 && performance.now() < end) await Promise.race([tally.change(), sleep(100)]);
}

const quantiles = (values: number[]): Quantiles => ({
  p50: quantile(values, 0.5),
  p99: quantile(values, 0.99),
});
