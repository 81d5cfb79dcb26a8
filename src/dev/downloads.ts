import { execFile } from "node:child_process";
import { createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { promisify } from "node:util";
import type { DevLog } from "./log.ts";
import { findMember } from "./unpacked.ts";

/** Fetches a program into a folder and answers its path. */
export type Download = (folder: string, log: DevLog) => Promise<string>;

/** Milliseconds for a vendor's server to answer at all: elsewhere the wheels are quicker than waiting. */
const ANSWERS_WITHIN = 2000;
const PATIENCE = 600_000;

type Platform = "linux-x64" | "linux-arm64" | "darwin-x64" | "darwin-arm64";

/** https://docs.temporal.io/cli: version 1.9.1, whose server is 1.32.0. */
const TEMPORAL = "https://temporal.download/cli/archive/v1.9.1";
const TEMPORAL_ARCHIVES: Record<Platform, string> = {
  "linux-x64": `${TEMPORAL}?platform=linux&arch=amd64`,
  "linux-arm64": `${TEMPORAL}?platform=linux&arch=arm64`,
  "darwin-x64": `${TEMPORAL}?platform=darwin&arch=amd64`,
  "darwin-arm64": `${TEMPORAL}?platform=darwin&arch=arm64`,
};

/** https://www.mongodb.com/try/download/community-edition/releases; the one for Ubuntu 22.04 needs OpenSSL 3. */
const MONGODB = "https://fastdl.mongodb.org";
const MONGODB_ARCHIVES: Record<Platform, string> = {
  "linux-x64": `${MONGODB}/linux/mongodb-linux-x86_64-ubuntu2204-7.0.24.tgz`,
  "linux-arm64": `${MONGODB}/linux/mongodb-linux-aarch64-ubuntu2204-7.0.24.tgz`,
  "darwin-x64": `${MONGODB}/osx/mongodb-macos-x86_64-7.0.24.tgz`,
  "darwin-arm64": `${MONGODB}/osx/mongodb-macos-arm64-7.0.24.tgz`,
};

/** The Temporal CLI, in which the dev server is. */
export const downloadTemporal: Download = (folder, log) =>
  fetchMember(TEMPORAL_ARCHIVES, /\/temporal$/, folder, log);

/** The community server: the one program of its archive. */
export const downloadMongod: Download = (folder, log) =>
  fetchMember(MONGODB_ARCHIVES, /\/bin\/mongod$/, folder, log);

async function fetchMember(
  archives: Record<Platform, string>,
  member: RegExp,
  folder: string,
  log: DevLog,
): Promise<string> {
  const platform = `${process.platform}-${process.arch}`;
  const url = (archives as Record<string, string>)[platform];
  if (!url) throw new Error(`${platform} has no archive`);
  const archive = join(folder, "archive.tgz");
  await save(url, archive, log);
  const unpacked = join(folder, "unpacked");
  await mkdir(unpacked);
  await promisify(execFile)("tar", ["-xzf", archive, "-C", unpacked]);
  return findMember(unpacked, member);
}

async function save(url: string, path: string, log: DevLog): Promise<void> {
  const { host } = new URL(url);
  const patience = new AbortController();
  let timer = setTimeout(() => patience.abort(), ANSWERS_WITHIN);
  try {
    const response = await fetch(url, { signal: patience.signal }).catch(() => {
      throw new Error(`${host} does not answer`);
    });
    if (!response.ok || !response.body) throw new Error(`${host} answered ${response.status}`);
    clearTimeout(timer);
    timer = setTimeout(() => patience.abort(new Error(`${host} took too long`)), PATIENCE);
    log.info(`downloading ${url}`);
    await pipeline(Readable.fromWeb(response.body), createWriteStream(path));
  } finally {
    clearTimeout(timer);
    patience.abort();
  }
}
