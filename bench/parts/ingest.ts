import type { ExpressVerbs } from "../bare/express.ts";
import { openChild } from "../child.ts";
import { forgetPeaks, memoryOf, meter, type Processes } from "../costs.ts";
import { compare, type Figures, type Way } from "../laps.ts";
import type { LoadReport } from "../load.ts";
import type { Bench, Part } from "../part.ts";

const CONNECTIONS = 64;
/** Requests in a second at which a machine is not busy: what an ack takes by itself. */
const QUIET_RATE = 200;
/** Events that wait, for each second of a lap under full delivery load. */
const BACKLOG = 200;
const BURST = 50_000;

const figuresOf = ({ acked, ms, ack }: LoadReport): Figures => ({
  "requests/s": (acked * 1000) / ms,
  "ack p50 ms": ack.p50,
  "ack p99 ms": ack.p99,
});

/** How fast webhooks are taken, with the deliveries off and under full delivery load. */
export const ingest: Part = async (bench) => [
  ...(await compare(await throughput(bench), bench)),
  ...(await compare(await quiet(bench), bench)),
  ...(await compare(await burst(bench), bench)),
];

async function ends({ stage, gateway }: Bench) {
  const destination = await stage.crew.ask("receive", { answersAfter: 0 });
  const paused = await gateway.connect(destination);
  await gateway.api("PUT", `/connections/${paused.id}/pause`);
  return { paused, live: await gateway.connect(destination) };
}

async function throughput(bench: Bench) {
  const { stage, gateway, lifetime } = bench;
  const args = [stage.mongodbUri, `bare_${gateway.database.databaseName}`];
  const express = await openChild<ExpressVerbs>(lifetime, "bare/express.ts", args);
  const { answering, storing } = await express.ask("urls", null);
  const { paused, live } = await ends(bench);
  const { mongod } = stage.servers() as { mongod: number };
  const own = { Express: express.pid, mongod };
  const lap = (url: string, processes: () => Processes) => async (seconds: number) => {
    const cost = meter(processes());
    const report = await stage.crew.ask("load", { url, connections: CONNECTIONS, seconds });
    const figures = { ...figuresOf(report), ...cost(report.acked, "request") };
    // What is left over, to be routed or delivered, is not the next lap's.
    await gateway.clear();
    return figures;
  };
  const ways: Way[] = [
    { name: "bare Express, answering 202", lap: lap(answering, () => own) },
    { name: "bare Express with group commit", lap: lap(storing, () => own) },
    {
      name: "FastHook, deliveries off",
      lap: lap(paused.url, gateway.processes),
      goals: [{ figure: "requests/s", of: "ratio", least: 0.8 }],
    },
    { name: "FastHook, all being delivered", lap: lap(live.url, gateway.processes) },
  ];
  return { title: `Ingest: ${CONNECTIONS} connections, as fast as it goes`, ways };
}

/** The ack itself, while workers deliver as much as they can. */
async function quiet(bench: Bench) {
  const { stage, gateway } = bench;
  const { paused, live } = await ends(bench);
  const lap = async (seconds: number) =>
    figuresOf(
      await stage.crew.ask("load", {
        url: paused.url,
        connections: CONNECTIONS,
        rate: QUIET_RATE,
        seconds,
      }),
    );
  const ways: Way[] = [
    { name: "deliveries off", lap },
    {
      name: "under full delivery load",
      goals: [{ figure: "ack p99 ms", of: "ratio", most: 2 }],
      lap: async (seconds) => {
        const count = Math.ceil(BACKLOG * seconds);
        await stage.crew.ask("load", { url: live.url, connections: CONNECTIONS, count });
        const figures = await lap(seconds);
        await gateway.clear();
        return figures;
      },
    },
  ];
  return { title: `Ingest: acks at ${QUIET_RATE} requests/s`, ways };
}

async function burst(bench: Bench) {
  const { stage, gateway, size } = bench;
  const count = size ?? BURST;
  const { paused } = await ends(bench);
  const lap = async () => {
    const { ingress, worker } = gateway.processes() as { ingress: number; worker: number };
    forgetPeaks({ ingress, worker });
    const report = await stage.crew.ask("load", { url: paused.url, connections: CONNECTIONS, count });
    const routed = performance.now();
    await gateway.clear();
    return {
      ...figuresOf(report),
      refused: report.refused,
      "routed after ms": performance.now() - routed,
      ...memoryOf({ "ingress, at most": ingress, "worker, at most": worker }, "VmHWM"),
    };
  };
  return {
    title: `Ingest: a burst of ${count.toLocaleString("en-US")} requests`,
    ways: [{ name: "FastHook", lap }],
  };
}
