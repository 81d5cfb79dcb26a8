import type { WorkflowOrder } from "../bare/workflows.ts";
import { meter, type Processes } from "../costs.ts";
import { compare, type Figures, type Way } from "../laps.ts";
import type { Bench, Part } from "../part.ts";
import { openPipeline } from "./direct.ts";

/** Workflows, or events, that may be under way at once: as many as a worker has slots for. */
const AT_ONCE = 100;
const CONNECTIONS = 32;
/** Events in a second that no dev server reaches: so many wait before a lap that works off a backlog. */
const MORE_THAN_ENOUGH = 150;
/** Events in a second, about as many as the lane delivers. */
const PACE = 50;
/** Seconds for what is under way at the end of a lap. */
const PATIENCE = 60;

/** What the workflow lane delivers, beside what the same Temporal does of workflows with nothing in them. */
export const workflow: Part = async (bench) => {
  const ways = [...(await bareWays(bench)), await pacedWay(bench), ...(await ownWays(bench))];
  return compare({ title: `The workflow lane: ${AT_ONCE} under way`, ways }, bench);
};

/** A way that runs workflows which do nothing; parts that need Temporal's ceiling begin with one. */
export async function bareWay(
  { stage }: Bench,
  name: string,
  order: Omit<WorkflowOrder, "seconds" | "atOnce">,
): Promise<Way> {
  const bare = await stage.bareWorkflows();
  await bare.ask("prepare", order.cached);
  return {
    name,
    async lap(seconds) {
      const processes: Processes = { worker: bare.pid, ...stage.servers() };
      const cost = meter(processes);
      const { rate, all } = await bare.ask("run", { ...order, seconds, atOnce: AT_ONCE });
      return { "events/s": rate, ...cost(all, "event") };
    },
  };
}

/** Temporal's ceiling for what is started as FastHook starts events. */
export const EMPTY = { workflow: "empty", cached: true, eager: true } as const;

async function bareWays(bench: Bench): Promise<Way[]> {
  return [
    await bareWay(bench, "an empty workflow", EMPTY),
    await bareWay(bench, "with one local activity", { ...EMPTY, workflow: "withOneLocalActivity" }),
    await bareWay(bench, "an empty workflow, no cache", { ...EMPTY, cached: false }),
    await bareWay(bench, "an empty workflow, not eager", { ...EMPTY, eager: false }),
  ];
}

/** What storing and sending alone cost at such a pace: groups are small there, and each one is a write and an answer. */
async function pacedWay(bench: Bench): Promise<Way> {
  const { crew } = bench.stage;
  const { url, processes } = await openPipeline(bench, await crew.ask("receive", { answersAfter: 0 }));
  return {
    name: `a bare pipeline, ${PACE} events/s`,
    async lap(seconds) {
      const cost = meter(processes());
      const order = { url, connections: CONNECTIONS, rate: PACE, seconds, patience: PATIENCE };
      const { arrived } = await crew.ask("load", order);
      return cost(arrived, "event");
    },
  };
}

async function ownWays({ stage, gateway }: Bench): Promise<Way[]> {
  const destination = await stage.crew.ask("receive", { answersAfter: 0 });
  const { url } = await gateway.connect(destination, { first_attempt: "workflow" });
  const closedLoop = async (seconds: number): Promise<Figures> => {
    const cost = meter(gateway.processes());
    const commands = await stage.countCommands();
    const order = { url, connections: CONNECTIONS, window: AT_ONCE, seconds, patience: PATIENCE };
    const report = await stage.crew.ask("load", order);
    return {
      "events/s": report.rate,
      "latency p50 ms": report.latency.p50,
      "latency p99 ms": report.latency.p99,
      ...cost(report.arrived, "event"),
      ...(await commands(report.arrived, "event")),
    };
  };
  const backlog = async (seconds: number): Promise<Figures> => {
    const count = Math.ceil(MORE_THAN_ENOUGH * seconds);
    await stage.crew.ask("load", { url, connections: CONNECTIONS, count });
    const cost = meter(gateway.processes());
    const queued = { "outbox.due": { $exists: true } };
    const waiting = () => gateway.database.collection("events").countDocuments(queued);
    const [before, left] = [await stage.crew.ask("count", null), await waiting()];
    const started = performance.now();
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
    const done = (await stage.crew.ask("count", null)) - before;
    const passed = (performance.now() - started) / 1000;
    const figures = {
      "events/s": done / passed,
      "workflows started/s": (left - (await waiting())) / passed,
      ...cost(done, "event"),
    };
    await gateway.clear();
    return figures;
  };
  const goals = [{ figure: "events/s", of: "ratio" as const, least: 0.9 }];
  return [
    { name: "FastHook, as they come", lap: closedLoop, goals },
    { name: "FastHook, from a backlog", lap: backlog },
  ];
}
