import { setTimeout as sleep } from "node:timers/promises";
import { memoryOf, meter, usage } from "../costs.ts";
import { until } from "../gateway.ts";
import { compare, type Figures } from "../laps.ts";
import type { Part } from "../part.ts";

const EVENTS = 2000;
/** In a second: fewer than a dev server runs workflows, so that what is late is not late for want of it. */
const RATE = 20;
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
  const delay = Math.ceil((count * 1000) / RATE) * 2 + 3 * rest;
  const { url, id } = await gateway.connect(destination, { rules: [{ type: "delay", delay }] });
  const lap = async (): Promise<Figures> => {
    const before = memoryOf(gateway.processes());
    const cost = meter(gateway.processes());
    const order = { url, connections: CONNECTIONS, count, rate: RATE, patience: delay / 1000 + PATIENCE };
    const sent = stage.crew.ask("load", order);
    const events = gateway.database.collection("events");
    const told = { connection_id: id, outbox: { $exists: false } };
    const started = async () => (await events.countDocuments(told)) >= count;
    await until("all delayed events wait in Temporal", STARTED_WITHIN, started);
    const resting = usage(gateway.processes());
    await sleep(rest);
    const shares = resting();
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
