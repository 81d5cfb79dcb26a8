import { spawn } from "node:child_process";
import { once } from "node:events";
import type { ProcessRef } from "./processes.ts";

/** Ends the servers when this process dies, however it dies. */
export interface Guard {
  watch(servers: ProcessRef[]): void;
  /** Lets the guard go, without ending anything. */
  release(): Promise<void>;
}

/**
 * Reads lines of process groups; the last line counts. The end of its input without a word of farewell means that the
 * launcher is dead: it ends the groups, gently first, and removes the folder given to it, if any.
 */
const SCRIPT = `
groups=
while read -r line; do groups=$line; done
[ "$groups" = farewell ] && exit 0
alive() { for it in $groups; do kill -s 0 -- "-$it" 2>/dev/null && return 0; done; return 1; }
for signal in TERM KILL; do
  for it in $groups; do kill -s "$signal" -- "-$it" 2>/dev/null; done
  patience=10
  while alive && [ "$patience" -gt 0 ]; do sleep 1; patience=$((patience - 1)); done
done
[ -z "$1" ] || rm -rf -- "$1"
`;

/** Starts the guard: a small shell in a session of its own. `remove` is deleted if this process dies. */
export function startGuard(remove: string | null): Guard {
  const shell = spawn("/bin/sh", ["-c", SCRIPT, "fasthook-guard", remove ?? ""], {
    cwd: "/",
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
  });
  const exited = once(shell, "exit").catch(() => undefined);
  // A guard that is gone can't be told anything; the record in the data folder remains.
  shell.stdin.on("error", () => undefined);
  shell.unref();
  return {
    watch: (servers) => void shell.stdin.write(`${servers.map(({ pid }) => pid).join(" ")}\n`),
    async release() {
      shell.ref();
      shell.stdin.end("farewell\n");
      await exited;
    },
  };
}
