import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import type { Figures } from "./laps.ts";

/** Processes by what they are called in tables. */
export type Processes = Record<string, number>;

/** Milliseconds: Linux counts processor time for programs in hundredths of a second (proc(5), USER_HZ). */
const TICK = 10;
const KIB_OF_MIB = 1024;

/** Processor time that each process and those of its descendants that have no name here have taken, in milliseconds. */
function cpuOf(processes: Processes): Figures {
  const children = readTree();
  const named = new Set(Object.values(processes));
  const unnamed = (pid: number) => (children.get(pid) ?? []).filter((child) => !named.has(child));
  const ticksOf = (pid: number): number =>
    ticks(pid) + unnamed(pid).reduce((sum, child) => sum + ticksOf(child), 0);
  return Object.fromEntries(Object.entries(processes).map(([name, pid]) => [name, ticksOf(pid) * TICK]));
}

/** Starts counting; the answer tells each process's CPU-ms for one of `done` things, and that of all together. */
export function meter(processes: Processes): (done: number, unit: string) => Figures {
  const before = cpuOf(processes);
  return (done, unit) => {
    const each = Object.entries(cpuOf(processes)).map(
      ([name, cpu]) => [name, (cpu - before[name]!) / done] as const,
    );
    const all = each.reduce((sum, [, cpu]) => sum + cpu, 0);
    const named = each.map(([name, cpu]) => [`CPU-ms/${unit}: ${name}`, cpu] as const);
    return Object.fromEntries([...named, [`CPU-ms/${unit}: all`, all]]);
  };
}

/** Starts counting; the answer tells how much of one processor each process has taken since. */
export function usage(processes: Processes): () => Figures {
  const started = performance.now();
  const before = cpuOf(processes);
  return () => {
    const passed = performance.now() - started;
    const shares = Object.entries(cpuOf(processes)).map(([name, cpu]) => [
      `CPU %: ${name}`,
      (100 * (cpu - before[name]!)) / passed,
    ]);
    return Object.fromEntries(shares) as Figures;
  };
}

/** Memory that each process alone holds now, in MiB; `VmHWM`: at most since `forgetPeaks`. */
export function memoryOf(processes: Processes, what: "VmRSS" | "VmHWM" = "VmRSS"): Figures {
  const sizes = Object.entries(processes).map(([name, pid]) => {
    const [, kib] = new RegExp(`^${what}:\\s+(\\d+) kB`, "m").exec(read(`/proc/${pid}/status`)) ?? [];
    return [`RSS MiB: ${name}`, Number(kib ?? NaN) / KIB_OF_MIB];
  });
  return Object.fromEntries(sizes) as Figures;
}

/** From now on `VmHWM` is of what comes (proc(5), clear_refs). */
export function forgetPeaks(processes: Processes): void {
  for (const pid of Object.values(processes)) writeFileSync(`/proc/${pid}/clear_refs`, "5");
}

/** Children by their parent's pid. */
function readTree(): Map<number, number[]> {
  const children = new Map<number, number[]>();
  for (const name of readdirSync("/proc").filter((it) => /^\d+$/.test(it))) {
    const parent = Number(statOf(Number(name))[1]);
    children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  return children;
}

/** proc(5): utime and stime are fields 14 and 15. */
function ticks(pid: number): number {
  const fields = statOf(pid);
  return Number(fields[11]) + Number(fields[12]);
}

/** From the third field on: the second, the name, may hold spaces and parentheses. */
function statOf(pid: number): string[] {
  const stat = read(`/proc/${pid}/stat`);
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
}

/** Empty for a process that is gone. */
function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
