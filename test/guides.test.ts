import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { startTestGateway, type TestGateway } from "./support/gateway.ts";
import { freePort, runBlocks, type Reading } from "./support/reader.ts";
import { blocksOf, quoted, quotesOf, readDocument, unspaced, type Block } from "./support/readme.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
/** Milliseconds for the commands of one guide. */
const WITHIN = 120_000;
/** Not every machine has them: a block that calls one says so behind `sh`, and is left out where it is missing. */
const NOT_EVERYWHERE = ["mongodump", "mongorestore", "od", "openssl", "python3"];

const isHere = (program: string) => {
  try {
    execFileSync("sh", ["-c", `command -v ${program}`]);
    return true;
  } catch {
    return false;
  }
};
const missing = new Set(NOT_EVERYWHERE.filter((program) => !isHere(program)));

const guides = ["operating", "receivers", "from-hookdeck", "from-svix"].map((topic) => {
  const name = `docs/${topic}.md`;
  const blocks = blocksOf(readDocument(name));
  const written = blocks.filter((block) => block.language === "sh");
  const commands = written.filter(({ needs }) => !needs.some((program) => missing.has(program)));
  return { name, topic, blocks, written, commands, quotes: quotesOf(blocks, commands) };
});

let folder: string;
let gateway: TestGateway;
const readings = new Map<string, Reading>();

/** `// receiver.mjs` or `# verify.py` on its first line makes a block a file. */
async function writeFiles(blocks: readonly Block[], cwd: string): Promise<void> {
  for (const { text } of blocks) {
    const [, name] = /^(?:\/\/|#) ([\w-]+\.\w+)\n/.exec(text) ?? [];
    if (name) await writeFile(join(cwd, name), text);
  }
}

/** What a reader has who started FastHook: its address and keys, and its command on the path. */
function environment(port: number): Record<string, string | undefined> {
  const { team, mongodb, temporal, secretKey } = gateway.settings;
  return {
    PATH: [join(folder, "bin"), inject("binDir"), process.env.PATH].join(delimiter),
    HOME: process.env.HOME,
    PORT: new URL(gateway.url).port,
    FASTHOOK_URL: gateway.url,
    FASTHOOK_TEAM_ID: team.id!,
    FASTHOOK_API_KEY: team.apiKey!,
    FASTHOOK_SECRET_KEY: secretKey,
    MONGODB_URI: mongodb.uri,
    MONGODB_DB: mongodb.database,
    TEMPORAL_ADDRESS: temporal.address,
    RECEIVER_PORT: String(port),
  };
}

async function read({ name, topic, blocks, commands }: (typeof guides)[number]): Promise<void> {
  const cwd = join(folder, topic);
  await mkdir(cwd);
  await writeFiles(blocks, cwd);
  const env = environment(await freePort());
  readings.set(name, await runBlocks(commands, { cwd, env, within: WITHIN }));
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "fasthook-guides-"));
  await mkdir(join(folder, "bin"));
  await symlink(join(ROOT, "bin", "fasthook.js"), join(folder, "bin", "fasthook"));
  await symlink(join(ROOT, "node_modules"), join(folder, "node_modules"));
  gateway = await startTestGateway();
  for (const guide of guides) await read(guide);
}, guides.length * WITHIN);

afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

describe.each(guides)("the commands of $name", ({ name, commands, written, quotes }) => {
  it("run one after the other as they stand there, all succeed", () => {
    const { outputs, exitCode, complaints } = readings.get(name)!;
    const stuckIn = commands[outputs.length - 1]?.text ?? null;
    expect({ exitCode, complaints, stuckIn }).toMatchObject({ exitCode: 0, stuckIn: null });
    expect(outputs).toHaveLength(commands.length + 1);
    expect(commands.length).toBeGreaterThan(2);
  });

  it.each(quotes)("print what is quoted after block $at, in $section", ({ at, text }) => {
    expect(unspaced(readings.get(name)!.outputs[at] ?? "")).toMatch(quoted(text));
  });

  it("that call a program which is not everywhere say so, and no others are ever left out", () => {
    const called = (text: string) =>
      NOT_EVERYWHERE.filter((program) => new RegExp(`(^|[|(;]) *${program} `, "m").test(text));
    const told = written.map(({ needs }) => [...needs].sort());
    expect(told).toEqual(written.map(({ text }) => called(text)));
  });
});
