import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import type { Block } from "./readme.ts";

/** What a reader's shell made of a document's commands. */
export interface Reading {
  /** What each block printed, and last what came after them: shorter where one did not end. */
  outputs: string[];
  /** null where it took too long. */
  exitCode: number | null;
  complaints: string;
}

/** Where a reader sits. */
export interface Desk {
  cwd: string;
  env: Record<string, string | undefined>;
  /** Milliseconds for all blocks together. */
  within: number;
}

const MARK = "--- end of a block ---";

/**
 * Runs blocks in one shell, in turn, as they stand there; the first command that fails ends it. What they left running
 * in the background is killed.
 */
export async function runBlocks(
  blocks: readonly Pick<Block, "text">[],
  { cwd, env, within }: Desk,
): Promise<Reading> {
  const script = blocks.flatMap(({ text }) => [text, `echo '${MARK}'`]).join("\n");
  const child = spawn("sh", ["-eu", "-c", script], {
    cwd,
    env,
    // In a process group of its own, with which everything that it starts can be ended.
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said = { out: "", err: "" };
  child.stdout.on("data", (chunk: Buffer) => (said.out += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (said.err += chunk.toString()));
  const endGroup = () => killGroup(child.pid!);
  const tooLong = setTimeout(endGroup, within);
  const closed = once(child, "close");
  const [exitCode] = (await once(child, "exit")) as [number | null];
  clearTimeout(tooLong);
  endGroup();
  await closed;
  return { outputs: said.out.split(`${MARK}\n`), exitCode, complaints: said.err };
}

/** Also where its leader has ended: what that started in the background may still run. */
export function killGroup(leader: number): void {
  try {
    process.kill(-leader, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

/** A port on which nothing listened just now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  await once(server.close(), "close");
  return port;
}
