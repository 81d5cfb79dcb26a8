import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { TestProject } from "vitest/node";
import { loadConfig } from "../../src/config.ts";
import { findBinary } from "../../src/dev/binaries.ts";
import { startStack } from "../../src/dev/stack.ts";
import { createLifetime, type Lifetime } from "../../src/lifetime.ts";
import { bundleWorkflows } from "../../src/temporal/bundle.ts";

declare module "vitest" {
  export interface ProvidedContext {
    mongodbUri: string;
    temporalAddress: string;
    temporalUiUrl: string;
    /** The program of Temporal's time-skipping test server. */
    testServerBin: string;
    /** Where the programs lie that were found or fetched. */
    binDir: string;
    workflowBundlePath: string;
  }
}

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Real servers for the whole run, in a folder of their own that goes with them. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const lifetime = createLifetime();
  try {
    await provideServers(project, lifetime);
  } catch (error) {
    await lifetime[Symbol.asyncDispose]();
    throw error;
  }
  return () => lifetime[Symbol.asyncDispose]();
}

async function provideServers(project: TestProject, lifetime: Lifetime): Promise<void> {
  const { binaries, path } = loadConfig("dev");
  const dataDir = await mkdtemp(join(tmpdir(), "fasthook-test-"));
  lifetime.own({ [Symbol.asyncDispose]: () => rm(dataDir, { recursive: true, force: true }) });
  const binDir = join(root, ".fasthook", "bin");
  const log = { info: say, warn: say };
  const options = { dataDir, binDir, mongod: true, temporal: true, binaries, path, log, temporary: true };
  const stack = lifetime.own(await startStack(options));
  const search = { binDir, explicit: binaries.testServer, path, log };
  project.provide("testServerBin", await findBinary("temporal-test-server", search));
  project.provide("binDir", binDir);
  project.provide("mongodbUri", stack.mongodbUri);
  project.provide("temporalAddress", stack.temporalAddress);
  project.provide("temporalUiUrl", stack.temporalUiUrl);
  const bundle = join(dataDir, "workflow-bundle.js");
  await writeFile(bundle, await bundleWorkflows(join(root, "workflows", "index.ts")));
  project.provide("workflowBundlePath", bundle);
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
