import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { eventually } from "./support/eventually.ts";
import { freePort, runBlocks, type Reading } from "./support/reader.ts";
import { blocksOf, quoted, quotesOf, readDocument, unspaced } from "./support/readme.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const READER = { PATH: process.env.PATH, HOME: process.env.HOME };
/** Milliseconds for all commands together; they take about 15 s. */
const WITHIN = 90_000;

const blocks = blocksOf(readDocument("README.md"));
const commands = blocks.filter((block) => block.language === "sh");
const quotes = quotesOf(blocks, commands);

/** A program that the reader starts, and what it has printed so far. */
interface Started {
  child: ChildProcess;
  printed: () => string;
  complained: () => string;
}

let folder: string;
let gateway: Started | null = null;
let reading: Reading;

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
  const env = { ...READER, BILLING_PORT: String(await freePort()) };
  const [first, ...rest] = commands.map(({ text }) => ({ text }));
  const begun = { text: `${await exportLine(gateway)}\n${first?.text}` };
  reading = await runBlocks([begun, ...rest], { cwd: folder, env, within: WITHIN });
}, 180_000);

afterAll(async () => {
  await stopDev();
  await rm(folder, { recursive: true, force: true });
});

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
    const { outputs, exitCode, complaints } = reading;
    const stuckIn = commands[outputs.length - 1]?.text ?? null;
    expect({ exitCode, complaints, stuckIn }).toMatchObject({ exitCode: 0, stuckIn: null });
    expect(outputs).toHaveLength(commands.length + 1);
    expect(commands.length).toBeGreaterThan(10);
  });

  it.each(quotes)("print what is quoted after block $at, in $section", ({ at, text }) => {
    expect(unspaced(reading.outputs[at] ?? "")).toMatch(quoted(text));
  });

  it("leave a gateway that ends well when it is told to stop", async () => {
    expect(await stopDev()).toEqual([0, null]);
  });
});
