/** What a worker thread of the sandbox runs: job after job, one at a time. */
import { parentPort, workerData } from "node:worker_threads";
import { createEngine } from "./engine.ts";
import { MEMORY_BYTES } from "./limits.ts";
import type { Job, Report, ThreadData } from "./protocol.ts";

/** V8 frees the memory of engines that are no longer used when it sees fit, and that is late; a thread's end frees it. */
const MAX_RETIRED_BYTES = MEMORY_BYTES;

const { wasm, runMs } = workerData as ThreadData;
let engine = createEngine(wasm, runMs);
let retiredBytes = 0;

const report = (it: Report) => parentPort?.postMessage(it);

async function perform(job: Job): Promise<void> {
  const present = await engine;
  report({ type: "started" });
  const result =
    job.type === "compile"
      ? ({ type: "compiled", compiled: present.compile(job.code) } as const)
      : ({ type: "ran", ran: present.run(job) } as const);
  if (present.worn) retiredBytes += present.bytes;
  const spent = retiredBytes >= MAX_RETIRED_BYTES;
  report({ ...result, spent });
  if (present.worn && !spent) engine = createEngine(wasm, runMs);
}

parentPort?.on("message", (job: Job) => void perform(job));
await engine;
report({ type: "ready" });
