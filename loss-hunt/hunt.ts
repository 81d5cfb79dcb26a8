import { setTimeout as sleep } from "node:timers/promises";
import { MongoClient } from "mongodb";
import { createLifetime } from "../src/lifetime.ts";
import { wreak } from "./chaos.ts";
import { openDestination } from "./destination.ts";
import { describeFault, planFaults } from "./faults.ts";
import { sendLoad, type Sent } from "./load.ts";
import { seededRandom } from "./random.ts";
import { readRecords, unfinished } from "./records.ts";
import { setStage, type Stage } from "./stage.ts";
import { judge, type Verdict } from "./verdict.ts";

/** How a hunt goes: the same seed makes the same faults and the same load. */
export interface HuntOptions {
  seed: number;
  /** Of load and faults; what is left then is waited for beyond it. */
  seconds: number;
  /** Webhooks in a second, on average. */
  rate: number;
  say: (line: string) => void;
}

/** What a hunt found. Times are in milliseconds. */
export interface Result extends Verdict {
  /** How many faults were made. */
  survived: number;
  /** The longest time without a promise, while there were webhooks. */
  longestOutage: number;
  /** From the end of load and faults until all was final. */
  recovery: number;
}

const DRAINS_WITHIN = 180_000;
const POLL = 250;

/** Runs load and faults against servers of its own, lets all come to rest, and compares what was promised with what is. */
export async function hunt({ seed, seconds, rate, say }: HuntOptions): Promise<Result> {
  await using lifetime = createLifetime();
  const destination = lifetime.own(await openDestination());
  const stage = await setStage(lifetime, say);
  const url = await connect(stage, destination.url);
  const duration = seconds * 1000;
  const faults = planFaults(seededRandom(seed), duration);
  const [sent] = await Promise.all([
    // Its own series: how much load there is must not change the faults.
    sendLoad({ url, rate, duration, random: seededRandom(seed + 1) }),
    wreak(faults, stage, (fault) => say(describeFault(fault))),
  ]);
  const over = performance.now();
  say("load and faults are over; waiting for the rest");
  const client = new MongoClient(stage.mongodbUri);
  lifetime.own({ [Symbol.asyncDispose]: () => client.close() });
  const database = client.db(stage.database);
  await drained(() => unfinished(database), say);
  const recovery = Math.round(performance.now() - over);
  const verdict = judge(sent, await readRecords(database), destination.calls);
  return { ...verdict, survived: faults.length, longestOutage: longestOutage(sent), recovery };
}

/** A connection with retries that don't take long; answers the source's URL. */
async function connect({ apiUrl, team }: Stage, destinationUrl: string): Promise<string> {
  const rules = [{ type: "retry", strategy: "linear", interval: 500, count: 10 }];
  const answer = await fetch(`${apiUrl}/v1/connections`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${team.apiKey}`,
      "x-team-id": team.id,
      "content-type": "application/json",
    },
    body: JSON.stringify({
      source: { name: "hunt" },
      destination: { name: "prey", url: destinationUrl, timeout_ms: 10_000 },
      rules,
    }),
  });
  if (!answer.ok) throw new Error(`the connection was refused: ${await answer.text()}`);
  const { source } = (await answer.json()) as { source: { url: string } };
  return source.url;
}

/** Waits until nothing is left to be done, or until it does not get less any more: the verdict tells what is left. */
async function drained(left: () => Promise<number>, say: (line: string) => void): Promise<void> {
  const deadline = performance.now() + DRAINS_WITHIN;
  while (performance.now() < deadline) {
    if ((await left()) === 0) return;
    await sleep(POLL);
  }
  say(`${await left()} are not final after ${DRAINS_WITHIN / 1000} s`);
}

function longestOutage(sent: Sent[]): number {
  const promised = sent.filter((it) => it.requestId !== null).map((it) => it.answeredAt);
  const times = promised.sort((a, b) => a - b);
  return times.reduce((longest, at, index) => Math.max(longest, at - (times[index - 1] ?? at)), 0);
}
