import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { DevLog } from "./log.ts";

/** Fetches a program into a folder and answers its path. */
export type Download = (folder: string, log: DevLog) => Promise<string>;

/** Milliseconds for a vendor's server to answer at all: elsewhere the wheels are quicker than waiting. */
const ANSWERS_WITHIN = 2000;
const PATIENCE = 600_000;
const TEMPORAL = "https://temporal.download/cli/archive/latest";
const MONGODB = "https://fastdl.mongodb.org";

/** https://docs.temporal.io/cli: the archive for this platform. */
export const downloadTemporal: Download = async (folder, log) => {
  const platform = process.platform === "darwin" ? "darwin" : "linux";
  const arch = process.arch === "arm64" ? "arm64" : "amd64";
  const url = `${TEMPORAL}?platform=${platform}&arch=${arch}`;
  await answers(url);
  log.info("downloading Temporal's command line with its development server");
  const response = await fetch(url, { signal: AbortSignal.timeout(PATIENCE) });
  if (!response.ok) throw new Error(`${new URL(url).host} answered ${response.status}`);
  const archive = join(folder, "temporal.tar.gz");
  await writeFile(archive, Buffer.from(await response.arrayBuffer()));
  await promisify(execFile)("tar", ["-xzf", archive, "-C", folder, "temporal"]);
  return join(folder, "temporal");
};

/** MongoDB's own archive for this platform, which mongodb-memory-server-core knows how to choose. */
export const downloadMongod: Download = async (folder, log) => {
  await answers(MONGODB);
  log.info("downloading mongod");
  const { MongoBinary } = await import("mongodb-memory-server-core");
  return MongoBinary.getPath({ downloadDir: folder, version: "7.0.24" });
};

async function answers(url: string): Promise<void> {
  await fetch(url, { method: "HEAD", signal: AbortSignal.timeout(ANSWERS_WITHIN) }).catch(() => {
    throw new Error(`${new URL(url).host} does not answer`);
  });
}
