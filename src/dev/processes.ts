import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/** One process for good: the pid alone may belong to another one later, or after a restart of the machine. */
export interface ProcessRef {
  pid: number;
  identity: string;
}

const POLL = 20;

/** What tells a process from any later one with its pid; null when it is gone. A zombie is gone. */
export function processIdentity(pid: number): string | null {
  return process.platform === "linux" ? identityFromProc(pid) : identityFromPs(pid);
}

function identityFromProc(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // proc(5): "pid (name) state …", starttime is field 22; the name may hold spaces and parentheses.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (fields[0] === "Z" || fields[0] === "X") return null;
    return `${readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()}:${fields[19]}`;
  } catch {
    return null;
  }
}

function identityFromPs(pid: number): string | null {
  try {
    const args = ["-o", "stat=", "-o", "lstart=", "-p", String(pid)];
    const [state = "Z", ...started] = execFileSync("ps", args, { encoding: "utf8" }).trim().split(/\s+/);
    return state.startsWith("Z") ? null : started.join(" ");
  } catch {
    return null;
  }
}

/** The running process with this pid, or null. */
export function processRef(pid: number): ProcessRef | null {
  const identity = processIdentity(pid);
  return identity === null ? null : { pid, identity };
}

/** Whether that very process lives; another one that was given its pid does not count. */
export function isRunning({ pid, identity }: ProcessRef): boolean {
  return processIdentity(pid) === identity;
}

/** Ends the leader of a process group and its group: SIGTERM, and SIGKILL after `grace` milliseconds. */
export async function endProcess(leader: ProcessRef, grace: number): Promise<void> {
  for (const [signal, patience] of [
    ["SIGTERM", grace],
    ["SIGKILL", 5_000],
  ] as const) {
    if (!isRunning(leader)) return;
    signalGroup(leader.pid, signal);
    const deadline = Date.now() + patience;
    while (isRunning(leader) && Date.now() < deadline) await sleep(POLL);
  }
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
