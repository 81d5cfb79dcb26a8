import { createLifetime } from "../src/lifetime.ts";
import { findingsMarkdown, findingsTable } from "./findings.ts";
import { startGateway, type Gateway } from "./gateway.ts";
import type { Finding } from "./laps.ts";
import { readBenchOptions, type BenchOptions } from "./options.ts";
import type { Part } from "./part.ts";
import { bulk } from "./parts/bulk.ts";
import { delayed } from "./parts/delayed.ts";
import { direct } from "./parts/direct.ts";
import { growth } from "./parts/growth.ts";
import { ingest } from "./parts/ingest.ts";
import { isolation } from "./parts/isolation.ts";
import { latency } from "./parts/latency.ts";
import { workflow } from "./parts/workflow.ts";
import { setStage, type Stage } from "./stage.ts";

/** In this order: what fills the database comes last. */
const PARTS: Record<string, Part> = { ingest, workflow, direct, latency, isolation, delayed, bulk, growth };

const USAGE =
  "npm run bench -- [parts…] [--seconds 10] [--laps 3] [--size N] [--together] [--profile DIR] [--json | --markdown]\n" +
  `Parts, all of them where none is named: ${Object.keys(PARTS).join(", ")}. docs/performance.md tells what each does.`;
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

/** Runs a part on a gateway of its own, or on the one that all share. */
async function runPart(stage: Stage, shared: Gateway | null, name: string, chosen: BenchOptions) {
  await using lifetime = createLifetime();
  say(`${name} …`);
  const gateway = shared ?? lifetime.own(await startGateway(stage, chosen.profile));
  // Awaited here: the lifetime ends with this function.
  return await PARTS[name]!({ ...chosen, stage, gateway, lifetime });
}

/** `npm run bench`: what FastHook does, beside the least that the same thing could cost, in the same run. */
async function main(): Promise<void> {
  const chosen = options();
  if (chosen.help) return void process.stdout.write(`${USAGE}\n`);
  await using lifetime = createLifetime();
  const stage = await setStage(lifetime, say);
  const shared = chosen.together ? lifetime.own(await startGateway(stage, chosen.profile)) : null;
  const all: Finding[] = [];
  for (const name of chosen.parts) {
    const findings = await runPart(stage, shared, name, chosen);
    all.push(...findings);
    // Whoever reads it need not wait for the last part; a program reads one document.
    if (chosen.form !== "json") process.stdout.write(`${FORMS[chosen.form](findings)}\n`);
  }
  if (chosen.form === "json") process.stdout.write(FORMS.json(all));
}

await main();
