import type { Random } from "./random.ts";

/** What can fail: our processes, and the servers that they need. */
export const PROCESSES = ["ingress", "worker-1", "worker-2", "mongod", "temporal"] as const;
/** Something that can be killed or frozen. */
export type ProcessName = (typeof PROCESSES)[number];

/** The connections that can be cut or slowed. */
export const LINKS = ["ingress-mongod", "workers-mongod", "workers-temporal"] as const;
/** A connection between our processes and a server. */
export type LinkName = (typeof LINKS)[number];

/** One fault: `at` and `lasts` in milliseconds; a killed process is started again by whoever supervises it. */
export type Fault = { at: number } & (
  | { kind: "kill"; process: ProcessName }
  | { kind: "freeze"; process: ProcessName; lasts: number }
  | { kind: "cut"; link: LinkName; lasts: number }
  | { kind: "slow"; link: LinkName; lasts: number; lag: number }
);

const KINDS = ["kill", "kill", "freeze", "cut", "slow"] as const;
/** Before the first fault, and after the last one, so that the load is also seen without. */
const QUIET = 1500;

/** The faults of a hunt that lasts so many milliseconds: the same ones for the same seed. They may overlap. */
export function planFaults(random: Random, duration: number): Fault[] {
  const faults: Fault[] = [];
  for (let at = QUIET; at < duration - QUIET; at += random.between(500, 2500)) {
    faults.push(planFault(random, Math.round(at)));
  }
  return faults;
}

function planFault(random: Random, at: number): Fault {
  const kind = random.pick(KINDS);
  const lasts = Math.round(random.between(500, 4000));
  switch (kind) {
    case "kill":
      return { at, kind, process: random.pick(PROCESSES) };
    case "freeze":
      return { at, kind, process: random.pick(PROCESSES), lasts };
    case "cut":
      return { at, kind, link: random.pick(LINKS), lasts };
    case "slow":
      return { at, kind, link: random.pick(LINKS), lasts, lag: Math.round(random.between(20, 300)) };
  }
}

/** One line for the log. */
export function describeFault(fault: Fault): string {
  const where = "process" in fault ? fault.process : fault.link;
  const how = [
    "lasts" in fault ? `for ${fault.lasts} ms` : "",
    "lag" in fault ? `by ${fault.lag} ms` : "",
  ].filter(Boolean);
  return [`${(fault.at / 1000).toFixed(1)} s:`, fault.kind, where, ...how].join(" ");
}
