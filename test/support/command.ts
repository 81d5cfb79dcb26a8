import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { eventually } from "./eventually.ts";

/** A command that runs in a process group of its own, as a shell's job does. */
export interface Command extends AsyncDisposable {
  pid: number;
  stdout: () => string;
  stderr: () => string;
  /** What matches in either output, once it is there; rejects when the command ends without it. */
  printed: (pattern: RegExp, within?: number) => Promise<RegExpExecArray>;
  /** Writes to its standard input. */
  press: (keys: string) => void;
  /** Sends a signal to the process alone. */
  signal: (signal: NodeJS.Signals) => void;
  /** Sends a signal to the whole group, as Ctrl-C in a terminal does. */
  signalGroup: (signal: NodeJS.Signals) => void;
  /** The exit code, or the signal that ended it. */
  ended: Promise<number | NodeJS.Signals>;
  /** It and its descendants, as `ps` shows them. */
  family: () => string[];
}

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const FASTHOOK = [process.execPath, "--import", "tsx", "src/cli.ts"];
const OURS = /^(FASTHOOK_|TEMPORAL_|MONGODB_|npm_|PORT$|LOG_LEVEL$|VITEST|NODE_ENV$)/;

/** Runs `fasthook` from the sources with nothing of our environment but what any shell has. */
export function fasthook(
  args: string[],
  env: Record<string, string>,
  input: "ignore" | "pipe" = "ignore",
): Command {
  return run([...FASTHOOK, ...args], env, input);
}

/** Runs a program in the checkout. Disposing kills its group. */
export function run(
  [program = "", ...args]: string[],
  env: Record<string, string>,
  input: "ignore" | "pipe" = "ignore",
): Command {
  const kept = Object.entries(process.env).filter(([name]) => !OURS.test(name));
  const child = spawn(program, args, {
    cwd: ROOT,
    env: { ...Object.fromEntries(kept), LOG_LEVEL: "warn", ...env },
    detached: true,
    stdio: [input, "pipe", "pipe"],
  });
  const output = { stdout: "", stderr: "" };
  child.stdout?.on("data", (chunk: Buffer) => (output.stdout += chunk.toString()));
  child.stderr?.on("data", (chunk: Buffer) => (output.stderr += chunk.toString()));
  let isOver = false;
  const ended = once(child, "close").then(([code, signal]) => {
    isOver = true;
    return (code ?? signal) as number | NodeJS.Signals;
  });
  const pid = child.pid!;
  return {
    pid,
    stdout: () => output.stdout,
    stderr: () => output.stderr,
    printed: (pattern, within = 20_000) =>
      eventually(
        `${args.join(" ")} prints ${pattern.source}`,
        () => {
          const found = pattern.exec(output.stdout) ?? pattern.exec(output.stderr);
          if (!found && isOver) throw new Error(`it ended: ${output.stdout}\n${output.stderr}`);
          return found;
        },
        within,
      ),
    press: (keys) => void child.stdin?.write(keys),
    signal: (signal) => void process.kill(pid, signal),
    signalGroup: (signal) => void process.kill(-pid, signal),
    ended,
    family: () => familyOf(pid),
    async [Symbol.asyncDispose]() {
      if (!isOver) process.kill(-pid, "SIGKILL");
      await ended;
    },
  };
}

/** The processes of a snapshot that still run. */
export function survivors(family: string[]): string[] {
  const running = new Set(processes().map((it) => it.line));
  return family.filter((line) => running.has(line));
}

function familyOf(pid: number): string[] {
  const all = processes();
  const family = new Set([pid]);
  // Parents come before their children only by chance: look until nobody is added.
  for (let size = 0; size < family.size;) {
    size = family.size;
    for (const it of all) if (family.has(it.parent)) family.add(it.pid);
  }
  return all.filter((it) => family.has(it.pid)).map((it) => it.line);
}

/** Each with its pid and what it was started with; a zombie's line is another one. */
function processes(): { pid: number; parent: number; line: string }[] {
  const listed = execFileSync("ps", ["-A", "-ww", "-o", "pid=,ppid=,args="], { encoding: "utf8" });
  return listed.split("\n").flatMap((row) => {
    const [, pid, parent, args] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(row) ?? [];
    return args ? [{ pid: Number(pid), parent: Number(parent), line: `${pid} ${args}` }] : [];
  });
}
