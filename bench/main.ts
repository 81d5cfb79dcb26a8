import { createLifetime } from "../src/lifetime.ts";
import { findingsMarkdown, findingsTable } from "./findings.ts";
import { startGateway, type Gateway } from "./gateway.ts";
import type { Finding } from "./laps.ts";
import { readBenchOptions, type BenchOptions } from "./options.ts";
import type { Part } from "./part.ts";
import { ingest } from "./parts/ingest.ts";
import { setStage, type Stage } from "./stage.ts";

/** In this order: what fills the database comes last. */
const PARTS: Record<string, Part> = { ingest };

const USAGE =
  "npm run bench -- [parts…] [--seconds 10] [--laps 3] [--size N] [--together] [--json | --markdown]";
const FORMS = {
  table: findingsTable,
  markdown: findingsMarkdown,
  json: (findings: Finding[]) => `${JSON.stringify(findings, null, 2)}\n`,
};

const say = (line: string) => void process.stderr.write(`${line}\n`);

function options(): BenchOptions {
  try {
    return readBenchOptions(process.argv.slice(2), Object.keys(PARTS));
  } catch (error) {
    say(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
    return process.exit(2);
  }
}

/** What is printed is printed at its end, part by part. */
async function runPart(stage: Stage, gateway: Gateway, name: string, chosen: BenchOptions): Promise<void> {
  await using lifetime = createLifetime();
  say(`${name} …`);
  const findings = await PARTS[name]!({ ...chosen, stage, gateway, lifetime });
  process.stdout.write(`${FORMS[chosen.form](findings)}${chosen.form === "json" ? "" : "\n"}`);
}

/** `npm run bench`: what FastHook does, beside the least that the same thing could cost, in the same run. */
async function main(): Promise<void> {
  const chosen = options();
  await using lifetime = createLifetime();
  const stage = await setStage(lifetime, say);
  const shared = chosen.together ? lifetime.own(await startGateway(stage)) : null;
  for (const name of chosen.parts) {
    if (shared) await runPart(stage, shared, name, chosen);
    else {
      await using gateway = await startGateway(stage);
      await runPart(stage, gateway, name, chosen);
    }
  }
}

await main();
