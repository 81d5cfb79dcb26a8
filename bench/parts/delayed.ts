import { setTimeout as sleep } from "node:timers/promises";
import { memoryOf, meter, usage } from "../costs.ts";
import { until } from "../gateway.ts";
import { compare, type Figures } from "../laps.ts";
import type { Part } from "../part.ts";

const EVENTS = 2000;
/** In a second: two thirds of the workflows that a dev server on two cores runs. */
const RATE = 50;
/** Milliseconds for the last one to be dispatched, beside a tenth of the time in which they come. */
const SLACK = 1000;
const CONNECTIONS = 8;
const PATIENCE = 120;
const STARTED_WITHIN = 3_600_000;
/** Milliseconds for which those that wait are watched, where there are enough of them. */
const REST = 2000;

/** What delayed events cost while they wait, and how late they are delivered. */
export const delayed: Part = async (bench) => {
  const { stage, gateway } = bench;
  const count = bench.size ?? EVENTS;
  const destination = await stage.crew.ask("receive", { answersAfter: 0 });
  const rest = Math.min(REST, 25 * count);
  // Until the last one has its workflow, and is watched, the first one is not due.
  const delay = Math.ceil((count * 1100) / RATE) + SLACK + 3 * rest;
  const { url } = await gateway.connect(destination, { rules: [{ type: "delay", delay }] });
  const lap = async (): Promise<Figures> => {
    const before = memoryOf(gateway.processes());
    const cost = meter(gateway.processes());
    const order = { url, connections: CONNECTIONS, count, rate: RATE, patience: delay / 1000 + PATIENCE };
    const began = performance.now();
    const events = gateway.database.collection("events");
    const already = await events.estimatedDocumentCount();
    const sent = stage.crew.ask("load", order);
    const queued = { "outbox.due": { $exists: true } };
    // Asked often: both are answered without a look at the events themselves.
    const made = async () => (await events.estimatedDocumentCount()) - already;
    const started = async () => (await made()) >= count && (await events.countDocuments(queued)) === 0;
    await until("all delayed events wait in Temporal", STARTED_WITHIN, started);
    const resting = usage(gateway.processes());
    await sleep(rest);
    const shares = resting();
    if (performance.now() - began > delay) throw new Error("the first was due before all were started");
    const after = memoryOf(gateway.processes());
    const { latency, arrived } = await sent;
    return {
      arrived,
      "late p50 ms": latency.p50 - delay,
      "late p99 ms": latency.p99 - delay,
      ...grown(before, after, count),
      ...prefixed("waiting, ", shares),
      ...cost(count, "event"),
    };
  };
  const name = `${count.toLocaleString("en-US")} events, delayed by ${(delay / 1000).toFixed(0)} s`;
  // One lap is as long as the delay: they are not repeated, and each tells its own spread.
  return compare({ title: "Delayed events", ways: [{ name, lap }] }, { ...bench, laps: 1 });
};

const prefixed = (prefix: string, figures: Figures): Figures =>
  Object.fromEntries(Object.entries(figures).map(([name, value]) => [`${prefix}${name}`, value]));

function grown(before: Figures, after: Figures, count: number): Figures {
  const each = Object.entries(after).map(([name, mib]) => {
    const process = name.replace("RSS MiB: ", "");
    return [`KiB/event: ${process}`, ((mib - before[name]!) * 1024) / count] as const;
  });
  return Object.fromEntries(each);
}
