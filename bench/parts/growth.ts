import { fill, RARE_WORD } from "../fill.ts";
import type { Connection, Gateway } from "../gateway.ts";
import { quantile } from "../harness.ts";
import { memoryOf } from "../costs.ts";
import { compare, type Figures, type Finding } from "../laps.ts";
import type { Bench, Part } from "../part.ts";

const SIZES = [10_000, 100_000];
const CONNECTIONS = 64;
/** Times that each question is asked in a lap, at most; and for how many seconds. */
const ASKED = 20;
const PATIENCE = 30;
const TITLE = "Growth: the same with more stored";

/** Seconds of the questions that scan. */
const QUESTIONS: Record<string, (connection: Connection) => string> = {
  "list of events": () => "/events?limit=100",
  "list of a connection's failed": ({ id }) => `/events?limit=100&connection_id=${id}&status=failed`,
  "list of requests": () => "/requests?limit=100",
  "count of events": () => "/events/count",
  "count of failed": () => "/events/count?status=failed",
  "metrics of a day": () => "/metrics/events?from=now-1d&granularity=1h",
  "a rare word": () => `/requests?q=${RARE_WORD}&limit=10`,
  "a word that is nowhere": () => "/requests?q=axolotl&limit=10",
};

/** Whether anything that is done often takes longer when much is stored. */
export const growth: Part = async (bench) => {
  const { stage, gateway, size } = bench;
  const destination = await stage.crew.ask("receive", { answersAfter: 0 });
  const paused = await gateway.connect(destination);
  await gateway.api("PUT", `/connections/${paused.id}/pause`);
  const live = await gateway.connect(destination);
  const filled = await gateway.connect(destination);
  const findings: Finding[] = [];
  let stored = 0;
  for (const next of sizesUpTo(size)) {
    await fill(stage, gateway, {
      connection: filled,
      count: next - stored,
      statusOf: (index) => (index % 20 === 0 ? "failed" : "delivered"),
    });
    stored = next;
    const name = `${next.toLocaleString("en-US")} requests, events and attempts`;
    const lap = async (seconds: number): Promise<Figures> => ({
      ...(await hotPath(bench, { paused, live }, seconds)),
      ...(await questions(gateway, filled, seconds)),
      ...(await sizes(bench)),
    });
    findings.push(...(await compare({ title: TITLE, ways: [{ name, lap }] }, bench)));
  }
  return withRatios(findings);
};

/** The sizes to look at; a given one is the last. */
function sizesUpTo(size: number | null): number[] {
  return size === null ? SIZES : [...SIZES.filter((it) => it < size), size];
}

/** The sizes can't take turns, for nothing is taken away again: each is compared with the smallest, by its median. */
function withRatios(findings: Finding[]): Finding[] {
  return findings.map((finding) => {
    const first = findings.find(({ figure }) => figure === finding.figure)!;
    if (first === finding || first.value.median === 0) return finding;
    const of = (value: number) => value / first.value.median;
    const { min, median, max } = finding.value;
    return { ...finding, ratio: { min: of(min), median: of(median), max: of(max) } };
  });
}

async function hotPath({ stage }: Bench, to: { paused: Connection; live: Connection }, seconds: number) {
  const taken = await stage.crew.ask("load", { url: to.paused.url, connections: CONNECTIONS, seconds });
  const one = { url: to.live.url, connections: 1, window: 1, seconds, patience: PATIENCE };
  const { latency } = await stage.crew.ask("load", one);
  return {
    "requests/s": (taken.acked * 1000) / taken.ms,
    "ack p99 ms": taken.ack.p99,
    "delivery p50 ms": latency.p50,
  };
}

async function questions(gateway: Gateway, connection: Connection, seconds: number): Promise<Figures> {
  const figures: Figures = {};
  for (const [name, pathOf] of Object.entries(QUESTIONS)) {
    const took: number[] = [];
    const until = performance.now() + seconds * 1000;
    while (took.length === 0 || (took.length < ASKED && performance.now() < until)) {
      const started = performance.now();
      await gateway.api("GET", pathOf(connection));
      took.push(performance.now() - started);
    }
    figures[`${name}, p50 ms`] = quantile(took, 0.5);
  }
  return figures;
}

/** Of everything that is stored, also of what the laps before have added. */
async function sizes({ gateway }: Bench): Promise<Figures> {
  const { database } = gateway;
  const [stats, events] = await Promise.all([
    database.stats(),
    database.collection("events").estimatedDocumentCount(),
  ]);
  return {
    "bytes on disk/event: data": Number(stats.storageSize) / events,
    "bytes on disk/event: indexes": Number(stats.indexSize) / events,
    ...memoryOf(gateway.processes()),
  };
}
