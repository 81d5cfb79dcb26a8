/** What a worker thread of the sandbox runs: job after job, one at a time. It starts with the compiled WebAssembly. */
import { parentPort, workerData } from "node:worker_threads";
import { createEngine } from "./engine.ts";
import type { Job, Report } from "./protocol.ts";

const { wasm } = workerData as { wasm: WebAssembly.Module };
let engine = createEngine(wasm);

const report = (it: Report) => parentPort?.postMessage(it);

async function perform(job: Job): Promise<void> {
  const present = await engine;
  report({ type: "started" });
  if (job.type === "compile") report({ type: "compiled", compiled: present.compile(job.code) });
  else report({ type: "ran", ran: present.run(job) });
  if (present.worn) engine = createEngine(wasm);
}

parentPort?.on("message", (job: Job) => void perform(job));
await engine;
report({ type: "ready" });
