import { destination, pino, type Logger } from "pino";
import pretty from "pino-pretty";
import { collectDefaultMetrics, Counter, Histogram, Registry } from "prom-client";

export type { Logger };

/** JSON lines on standard error; pretty on a terminal. Answers of commands go to standard output. */
export function createLogger(level: string): Logger {
  const stream = process.stderr.isTTY
    ? pretty({ destination: 2, ignore: "pid,hostname", sync: true })
    : destination(2);
  return pino({ level, base: undefined }, stream);
}

/** What `/metrics` tells of this process, in Prometheus' text form. */
export function createMetrics() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const of = { registers: [registry] };
  return {
    registry,
    requests: new Counter({
      ...of,
      name: "fasthook_requests_total",
      help: "Requests at ingress by outcome: accepted, a rejection cause, or unavailable.",
      labelNames: ["outcome"],
    }),
    acknowledged: new Histogram({
      ...of,
      name: "fasthook_ingress_seconds",
      help: "Time from a request's headers to its answer.",
      buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    }),
    attempts: new Counter({
      ...of,
      name: "fasthook_attempts_total",
      help: "Delivery attempts by result: delivered, or an error code.",
      labelNames: ["result"],
    }),
    attemptSeconds: new Histogram({
      ...of,
      name: "fasthook_attempt_seconds",
      help: "Duration of delivery attempts.",
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120],
    }),
  };
}
/** The metrics of one process. */
export type Metrics = ReturnType<typeof createMetrics>;
