import { compare, type Figures, type Way } from "../laps.ts";
import type { Part } from "../part.ts";
import { openPipeline } from "./direct.ts";

/** Seconds for the last one. */
const PATIENCE = 10;

/** From the provider's request to the destination's, one at a time. */
export const latency: Part = async (bench) => {
  const { stage, gateway } = bench;
  const destination = await stage.crew.ask("receive", { answersAfter: 0 });
  const lap =
    (url: string) =>
    async (seconds: number): Promise<Figures> => {
      const order = { url, connections: 1, window: 1, seconds, patience: PATIENCE };
      const report = await stage.crew.ask("load", order);
      return { "p50 ms": report.latency.p50, "p99 ms": report.latency.p99, "ack p50 ms": report.ack.p50 };
    };
  const bare = await openPipeline(bench, destination);
  const to = async (first_attempt: string) => (await gateway.connect(destination, { first_attempt })).url;
  const ways: Way[] = [
    { name: "a bare pipeline", lap: lap(bare.url) },
    {
      name: "FastHook, direct",
      lap: lap(await to("direct")),
      goals: [{ figure: "p50 ms", of: "value", most: 5 }],
    },
    { name: "FastHook, workflow", lap: lap(await to("workflow")) },
  ];
  return compare({ title: "Idle latency: one webhook at a time", ways }, bench);
};
