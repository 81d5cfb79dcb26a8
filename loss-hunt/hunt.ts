import { setTimeout as sleep } from "node:timers/promises";
import { MongoClient, type Db } from "mongodb";
import { createLifetime } from "../src/lifetime.ts";
import { openApi, type Api } from "./api.ts";
import { wreak } from "./chaos.ts";
import { openDestination } from "./destination.ts";
import { describeFault, planFaults } from "./faults.ts";
import { sendLoad, type Sent } from "./load.ts";
import { operate, planDeeds } from "./operator.ts";
import { seededRandom } from "./random.ts";
import { census, readRecords, unfinished } from "./records.ts";
import { setStage } from "./stage.ts";
import { judge, type Story, type Verdict } from "./verdict.ts";

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

const CONNECTS_WITHIN = 10_000;
const DRAINS_WITHIN = 180_000;
/** Milliseconds for a process that was killed to serve again: until then it is missed. */
const RESTARTS_WITHIN = 10_000;
const POLL = 250;

/** Runs load and faults against servers of its own, lets all come to rest, and compares what was promised with what is. */
export async function hunt({ seed, seconds, rate, say }: HuntOptions): Promise<Result> {
  await using lifetime = createLifetime();
  const destination = lifetime.own(await openDestination());
  const stage = await setStage(lifetime, say);
  const api = openApi(stage.apiUrl, stage.team);
  const ways = [
    await connect(api, destination.url, "workflow"),
    await connect(api, destination.url, "direct"),
  ];
  const duration = seconds * 1000;
  const faults = planFaults(seededRandom(seed), duration);
  const acked: Sent[] = [];
  const troubles: Story["troubles"] = [];
  // Series of their own: how much load there is must not change the faults, nor these the orders.
  const random = { load: seededRandom(seed + 1), deeds: seededRandom(seed + 2) };
  const [sent, orders] = await Promise.all([
    sendLoad({
      urls: ways.map(({ url }) => url),
      rate,
      duration,
      random: random.load,
      told: (it) => void (it.requestId !== null && acked.push(it)),
    }),
    operate(planDeeds(random.deeds, duration), { api, connectionIds: ways.map(({ id }) => id), acked }),
    wreak(faults, stage, (fault) => {
      say(describeFault(fault));
      const from = Date.now();
      troubles.push({ from, to: from + ("lasts" in fault ? fault.lasts : RESTARTS_WITHIN) });
    }),
  ]);
  const over = performance.now();
  say("load and faults are over; waiting for the rest");
  const client = new MongoClient(stage.mongodbUri);
  lifetime.own({ [Symbol.asyncDispose]: () => client.close() });
  const database = client.db(stage.database);
  await drained(database, say);
  const recovery = Math.round(performance.now() - over);
  const { calls } = destination;
  const verdict = judge({ sent, orders, troubles, calls }, await readRecords(database));
  return { ...verdict, survived: faults.length, longestOutage: longestOutage(sent), recovery };
}

/** A connection with retries that don't take long, whose first attempts go that way; and its source's URL. */
async function connect(
  api: Api,
  destinationUrl: string,
  firstAttempt: "workflow" | "direct",
): Promise<{ id: string; url: string }> {
  type Connection = { id: string; source: { url: string } };
  const input = {
    source: { name: `hunt-${firstAttempt}` },
    destination: { name: `prey-${firstAttempt}`, url: destinationUrl, timeout_ms: 10_000 },
    rules: [{ type: "retry", strategy: "linear", interval: 500, count: 10 }],
    first_attempt: firstAttempt,
  };
  const made = await api.insist<Connection>("POST", "/connections", input, CONNECTS_WITHIN);
  if (!made) throw new Error("the connection was refused");
  return { id: made.id, url: made.source.url };
}

/** Waits until nothing is left to be done, or until it does not get less any more: the verdict tells what is left. */
async function drained(database: Db, say: (line: string) => void): Promise<void> {
  const deadline = performance.now() + DRAINS_WITHIN;
  while (performance.now() < deadline) {
    if ((await unfinished(database)) === 0) return;
    await sleep(POLL);
  }
  say(`${await unfinished(database)} are not final after ${DRAINS_WITHIN / 1000} s`);
  for (const line of await census(database)) say(line);
}

function longestOutage(sent: Sent[]): number {
  const promised = sent.filter((it) => it.requestId !== null).map((it) => it.answeredAt);
  const times = promised.sort((a, b) => a - b);
  return times.reduce((longest, at, index) => Math.max(longest, at - (times[index - 1] ?? at)), 0);
}
