import { compare, type Figures } from "../laps.ts";
import type { Bench, Part } from "../part.ts";

const RATE = 20;
const CONNECTIONS = 32;
/** Seconds in which healthy events may still arrive. */
const PATIENCE = 30;
/** Seconds after which the slow destination answers, in laps that are no shorter. */
const SLOW = 10;
/** A port on which nobody listens: discard (RFC 863). */
const REFUSING = "http://127.0.0.1:9/hook";

/** What a healthy destination feels of others, in both lanes. */
export const isolation: Part = async (bench) => [
  ...(await trial(bench, "workflow")),
  ...(await trial(bench, "direct")),
];

async function trial(bench: Bench, first_attempt: string) {
  const { stage, gateway } = bench;
  const open = (answersAfter: number | null) => stage.crew.ask("receive", { answersAfter });
  const slow = Math.min(SLOW, bench.seconds) * 1000;
  // One retry, so that an end can be waited for.
  const rules = [{ type: "retry", strategy: "linear", interval: 100, count: 1 }];
  const timeout_ms = 1.5 * slow;
  const to = async (url: string) =>
    (await gateway.connect(url, { first_attempt, rules }, { timeout_ms })).url;
  const many = async (urls: string[]) => Promise.all(urls.map(to));
  const healthy = await to(await open(0));
  const well = await many([await open(0), await open(0), await open(0)]);
  const ill = await many([await open(slow), await open(null), REFUSING]);
  /** The others get a head start of one lap, so that what they hold up is held up. */
  const beside =
    (others: string[]) =>
    async (seconds: number): Promise<Figures> => {
      const load = (url: string, lasting: number, patience: number) =>
        stage.crew.ask("load", { url, connections: CONNECTIONS, rate: RATE, seconds: lasting, patience });
      const background = Promise.all(others.map((url) => load(url, 2 * seconds, 0)));
      if (others.length > 0) await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
      const { latency, arrived, acked } = await load(healthy, seconds, PATIENCE);
      const reached = (await background).reduce((sum, other) => sum + other.arrived, 0);
      await gateway.clear();
      return {
        "latency p50 ms": latency.p50,
        "latency p99 ms": latency.p99,
        missing: acked - arrived,
        "calls/s to the others": reached / (2 * seconds),
      };
    };
  const ways = [
    { name: "alone", lap: beside([]) },
    { name: "beside three that are well", lap: beside(well) },
    {
      name: "beside a slow, a silent and a refusing one",
      lap: beside(ill),
      goals: [{ figure: "latency p99 ms", of: "ratio" as const, most: 2 }],
    },
  ];
  return compare({ title: `Isolation, ${first_attempt} lane: ${RATE} events/s each`, ways }, bench);
}
