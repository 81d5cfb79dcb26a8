import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { getPriority, setPriority } from "node:os";

/** How nice it is (sched(7)): of a busy processor a third of what goes to one that doesn't yield. */
const NICE = 5;

/**
 * Lets a process of ours step back where processors are short, so that an acknowledgement waits for no delivery. It is a
 * courtesy, and where the system refuses it, nothing else is different.
 */
export function yieldProcessor(pid: number = process.pid): void {
  if (process.platform !== "linux") return attempt(() => stepBack(pid));
  // There each thread has its own, and hands it on to those that it makes.
  attempt(() => {
    for (const thread of readdirSync(`/proc/${pid}/task`)) stepBack(Number(thread));
  });
  // Sessions are weighed first, where they are grouped (sched(7)); one that others belong to as well must not suffer.
  attempt(() => leadsSession(pid) && writeFileSync(`/proc/${pid}/autogroup`, String(NICE)));
}

/** Who is nicer already stays so: root could take that back. */
const stepBack = (id: number) => setPriority(id, Math.max(NICE, getPriority(id)));

/** proc_pid_stat(5): the session is the fourth field after the name, which may hold spaces and parentheses. */
function leadsSession(pid: number): boolean {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[3]) === pid;
}

function attempt(courtesy: () => unknown): void {
  try {
    courtesy();
  } catch {
    // Refused.
  }
}
