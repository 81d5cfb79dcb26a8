import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { eventually } from "./support/eventually.ts";
import { blocksOf, quoted, readDocument, unspaced } from "./support/readme.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const READER = { PATH: process.env.PATH, HOME: process.env.HOME };
const MARK = "--- end of a block ---";
/** Milliseconds for all commands together; they take about 15 s. */
const WITHIN = 90_000;

const blocks = blocksOf(readDocument("README.md"));
const commands = blocks.filter((block) => block.language === "sh");
/** What README says that a command prints: the text block right after it. */
const quotes = commands.flatMap((command, at) => {
  const next = blocks[blocks.indexOf(command) + 1];
  return next?.language === "text" ? [{ at, section: command.section, text: next.text }] : [];
});

/** A program that the reader starts, and what it has printed so far. */
interface Started {
  child: ChildProcess;
  printed: () => string;
  complained: () => string;
}

let folder: string;
let gateway: Started | null = null;
let shell: Started | null = null;
let outputs: string[] = [];
let exitCode: number | null = null;

/** In a process group of its own, with which everything that it starts can be ended. */
function start(
  program: string,
  args: string[],
  cwd: string,
  env: Record<string, string | undefined>,
): Started {
  const child = spawn(program, args, { cwd, env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
  const said = { out: "", err: "" };
  child.stdout.on("data", (chunk: Buffer) => (said.out += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (said.err += chunk.toString()));
  return { child, printed: () => said.out, complained: () => said.err };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  await once(server.close(), "close");
  return port;
}

/** `npm run dev` in a new checkout, whose programs were fetched before. */
async function startDev(): Promise<Started> {
  const dataDir = join(folder, ".fasthook");
  await mkdir(dataDir);
  await symlink(inject("binDir"), join(dataDir, "bin"));
  const env = { ...READER, PORT: "0", FASTHOOK_DATA_DIR: dataDir, LOG_LEVEL: "warn" };
  return start(process.execPath, ["--import", "tsx", "src/cli.ts", "dev"], ROOT, env);
}

/** The line that `dev` tells to copy into a shell. */
async function exportLine(dev: Started): Promise<string> {
  const look = () => {
    if (dev.child.exitCode !== null) throw new Error(`dev ended: ${dev.complained()}`);
    return /^ *(export FASTHOOK_URL=.*)\n/m.exec(dev.printed())?.[1];
  };
  return eventually("dev tells what to copy into a shell", look, 60_000);
}

/** A reader's folder: the receivers that README shows, and the package that they need. */
async function prepareFolder(): Promise<void> {
  await symlink(join(ROOT, "node_modules"), join(folder, "node_modules"));
  const [receiver] = blocks.filter((block) => block.language === "js");
  await writeFile(join(folder, "receiver.mjs"), receiver?.text ?? "");
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "fasthook-tour-"));
  await prepareFolder();
  gateway = await startDev();
  const script = [await exportLine(gateway), ...commands.flatMap(({ text }) => [text, `echo '${MARK}'`])];
  const env = { ...READER, BILLING_PORT: String(await freePort()) };
  shell = start("sh", ["-eu", "-c", script.join("\n")], folder, env);
  const tooLong = setTimeout(() => endGroup(shell), WITHIN);
  [exitCode] = (await once(shell.child, "exit")) as [number | null];
  clearTimeout(tooLong);
  outputs = shell.printed().split(`${MARK}\n`);
}, 180_000);

afterAll(async () => {
  endGroup(shell);
  await stopDev();
  await rm(folder, { recursive: true, force: true });
});

/** Also where its leader has ended: what that started in the background may still run. */
function endGroup(started: Started | null): void {
  if (!started?.child.pid) return;
  try {
    process.kill(-started.child.pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

/** Answers how it ended: its exit code and signal. */
async function stopDev(): Promise<unknown> {
  const child = gateway?.child;
  if (!child || child.exitCode !== null || child.signalCode !== null) return null;
  const exited = once(child, "exit");
  child.kill("SIGTERM");
  return exited;
}

describe("README's commands", () => {
  it("run one after the other as they stand there, all succeed", () => {
    const stuckIn = commands[outputs.length - 1]?.text ?? null;
    expect({ exitCode, complaints: shell?.complained(), stuckIn }).toMatchObject({
      exitCode: 0,
      stuckIn: null,
    });
    expect(outputs).toHaveLength(commands.length + 1);
    expect(commands.length).toBeGreaterThan(10);
  });

  it.each(quotes)("print what is quoted after block $at, in $section", ({ at, text }) => {
    expect(unspaced(outputs[at] ?? "")).toMatch(quoted(text));
  });

  it("leave a gateway that ends well when it is told to stop", async () => {
    expect(await stopDev()).toEqual([0, null]);
  });
});
