import { setTimeout as sleep } from "node:timers/promises";
import type { Fault, LinkName, ProcessName } from "./faults.ts";
import type { Link } from "./link.ts";

/** What faults are done to. */
export interface Victims {
  /** The pid of a process as it runs now; null while it is down. */
  pidOf: (name: ProcessName) => number | null;
  links: Record<LinkName, Link>;
}

/** Makes each fault at its time; resolves when the last one is over and nothing is frozen, cut or slow any more. */
export async function wreak(faults: Fault[], victims: Victims, tell: (fault: Fault) => void): Promise<void> {
  const begun = performance.now();
  const work: Promise<void>[] = [];
  for (const fault of faults) {
    await sleep(Math.max(0, fault.at - (performance.now() - begun)));
    tell(fault);
    work.push(make(fault, victims));
  }
  await Promise.all(work);
}

async function make(fault: Fault, { pidOf, links }: Victims): Promise<void> {
  if (fault.kind === "kill") return signal(pidOf(fault.process), "SIGKILL");
  if (fault.kind === "freeze") {
    const pid = pidOf(fault.process);
    signal(pid, "SIGSTOP");
    await sleep(fault.lasts);
    return signal(pid, "SIGCONT");
  }
  const link = links[fault.link];
  if (fault.kind === "cut") link.cut();
  else link.slow(fault.lag);
  await sleep(fault.lasts);
  link.mend();
}

/** One that has ended meanwhile needs no signal. */
function signal(pid: number | null, name: NodeJS.Signals): void {
  try {
    if (pid !== null) process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
