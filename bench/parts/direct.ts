import type { PipelineVerbs } from "../bare/pipeline.ts";
import { openChild } from "../child.ts";
import { meter, type Processes } from "../costs.ts";
import { compare, type Figures, type Way } from "../laps.ts";
import type { Bench, Part } from "../part.ts";

const CONNECTIONS = 64;
/** Webhooks that may be answered and not yet arrived: what is measured is what comes out at the other end. */
const WINDOW = 500;
/** Seconds for what is under way at the end of a lap. */
const PATIENCE = 60;

/** A bare pipeline to a destination, and its processes. */
export async function openPipeline({ stage, gateway, lifetime }: Bench, destination: string) {
  const args = [stage.mongodbUri, `bare_${gateway.database.databaseName}`];
  const pipeline = await openChild<PipelineVerbs>(lifetime, "bare/pipeline.ts", args);
  const url = await pipeline.ask("open", destination);
  const processes = (): Processes => ({ pipeline: pipeline.pid, mongod: stage.servers().mongod! });
  return { url, processes };
}

/** What the direct lane delivers, beside a gateway that does nothing but store and send. */
export const direct: Part = async (bench) => {
  const { stage, gateway } = bench;
  const destination = await stage.crew.ask("receive", { answersAfter: 0 });
  const bare = await openPipeline(bench, destination);
  const own = await gateway.connect(destination, { first_attempt: "direct" });
  const lap =
    (url: string, processes: () => Processes) =>
    async (seconds: number): Promise<Figures> => {
      const cost = meter(processes());
      const commands = await stage.countCommands();
      const order = { url, connections: CONNECTIONS, window: WINDOW, seconds, patience: PATIENCE };
      const { acked, rate, arrived, ms, latency } = await stage.crew.ask("load", order);
      return {
        "events/s": rate,
        "requests/s": (acked * 1000) / ms,
        "latency p50 ms": latency.p50,
        "latency p99 ms": latency.p99,
        ...cost(arrived, "event"),
        ...(await commands(arrived, "event")),
      };
    };
  const ways: Way[] = [
    { name: "a bare pipeline", lap: lap(bare.url, bare.processes) },
    {
      name: "FastHook, direct",
      lap: lap(own.url, gateway.processes),
      goals: [
        { figure: "events/s", of: "ratio", least: 0.75 },
        { figure: "CPU-ms/event: all", of: "value", most: 1.2 },
      ],
    },
  ];
  return compare({ title: `The direct lane: ${CONNECTIONS} connections, ${WINDOW} under way`, ways }, bench);
};
