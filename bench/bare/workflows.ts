import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { Client } from "@temporalio/client";
import { DefaultLogger, NativeConnection, Runtime, Worker, type InjectedSinks } from "@temporalio/worker";
import { bundleWorkflows } from "../../src/temporal/bundle.ts";
import { yieldProcessor } from "../../src/yielding.ts";
import { serveParent } from "../child.ts";
import { activities } from "./activities.ts";
import type { EndSinks } from "./workflow-code.ts";

/** The ceiling of the workflow lane: workflows that do nothing, on the same server, started and run as FastHook's are. */
export interface WorkflowOrder {
  workflow: "empty" | "withOneLocalActivity";
  seconds: number;
  /** How many may be started and not ended. */
  atOnce: number;
  /** Whether the worker keeps workflows that wait. */
  cached: boolean;
  /** Whether Temporal may hand the first task over with the answer to the start, past its queue. */
  eager: boolean;
}

/** As FastHook's live events have them. */
const priority = { priorityKey: 1, fairnessKey: "bare" };
/** As many as FastHook's dispatcher starts at once. */
const STARTERS = 50;

let ended = 0;
let waiting: (() => void)[] = [];
const change = () => Promise.race([new Promise<void>((resolve) => waiting.push(resolve)), sleep(100)]);

function note(): void {
  ended += 1;
  const woken = waiting;
  waiting = [];
  for (const wake of woken) wake();
}

const sinks: InjectedSinks<EndSinks> = { ends: { note: { fn: note, callDuringReplay: false } } };
const workers = new Map<boolean, Promise<string>>();

/** Starts a worker, and answers its task queue. */
async function startWorker(cached: boolean): Promise<string> {
  const taskQueue = `bare-${randomUUID()}`;
  const worker = await Worker.create({
    connection,
    taskQueue,
    workflowBundle: bundle,
    activities,
    sinks,
    maxCachedWorkflows: cached ? 200 : 0,
    maxConcurrentWorkflowTaskExecutions: 100,
    maxConcurrentLocalActivityExecutions: 200,
  });
  void worker.run();
  return taskQueue;
}

function taskQueueOf(cached: boolean): Promise<string> {
  if (!workers.has(cached)) workers.set(cached, startWorker(cached));
  return workers.get(cached)!;
}

async function run({ workflow, seconds, atOnce, cached, eager }: WorkflowOrder) {
  const taskQueue = await taskQueueOf(cached);
  const client = new Client({ connection });
  const before = ended;
  const until = performance.now() + seconds * 1000;
  const rate = rateOfSecondHalf(seconds);
  let started = before;
  const line = async () => {
    while (performance.now() < until) {
      if (started - ended >= atOnce) await change();
      else {
        started += 1;
        const workflowId = randomUUID();
        await client.workflow.start(workflow, { workflowId, taskQueue, priority, requestEagerStart: eager });
      }
    }
  };
  await Promise.all(Array.from({ length: STARTERS }, line));
  while (ended < started) await change();
  return { rate: await rate, all: ended - before };
}

/** How many end in a second, once as many are under way as may be. */
async function rateOfSecondHalf(seconds: number): Promise<number> {
  await sleep(seconds * 500);
  const [half, since] = [ended, performance.now()];
  await sleep(seconds * 500);
  return ((ended - half) * 1000) / (performance.now() - since);
}

// Without `forward`, the native part prints to standard output, where the figures are.
const logging = { filter: { core: "WARN", other: "WARN" }, forward: {} } as const;
Runtime.install({ logger: new DefaultLogger("WARN"), shutdownSignals: [], telemetryOptions: { logging } });
// As FastHook's worker does.
yieldProcessor();
const connection = await NativeConnection.connect({ address: process.argv[2] ?? "" });
const bundle = { code: await bundleWorkflows(fileURLToPath(new URL("workflow-code.ts", import.meta.url))) };

const verbs = {
  /** Makes what the first run would otherwise have to make. */
  prepare: async (cached: boolean): Promise<void> => void (await taskQueueOf(cached)),
  /** Answers how many ended in a second, and in all. */
  run,
};

export type WorkflowVerbs = typeof verbs;

serveParent(verbs);
