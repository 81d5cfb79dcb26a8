import { spawn, type ChildProcess } from "node:child_process";
import { expect, test } from "vitest";
import { startWorkerProcess } from "../../src/roles/worker-process.ts";
import { createLogger } from "../../src/telemetry/log.ts";
import { eventually } from "../support/eventually.ts";

/** Stands in for a worker: it says where it answers, and `/metrics` counts the probes that came. */
const WORKER = `
  let probes = 0;
  const answers = { "/healthz": () => String(++probes), "/metrics": () => String(probes) };
  const running = JSON.stringify({ worker: { status: "running" } });
  const server = require("node:http").createServer(({ url }, response) => {
    response.end((answers[url] ?? (() => running))());
  });
  server.listen(0, "127.0.0.1", () => process.send({ url: "http://127.0.0.1:" + server.address().port }));
  process.on("disconnect", () => process.exit());
`;

const isOver = ({ exitCode, signalCode }: ChildProcess) => exitCode !== null || signalCode !== null;

/** The process under a patience of half a second, and all that were started so far. */
function started() {
  const children: ChildProcess[] = [];
  const start = () => {
    const stdio = ["ignore", "ignore", "ignore", "ipc"] as ["ignore", "ignore", "ignore", "ipc"];
    const child = spawn(process.execPath, ["-e", WORKER], { stdio });
    children.push(child);
    return child;
  };
  const patience = { probeEvery: 100, unanswered: 5 };
  const worker = startWorkerProcess(start, createLogger("silent"), patience);
  return { worker, children };
}

test("a worker process that is frozen is killed, and another one takes its place", async () => {
  const { worker, children } = started();
  await using _worker = worker;
  await worker.started;
  const [frozen] = children;
  frozen!.kill("SIGSTOP");
  await eventually("it is over", () => isOver(frozen!));
  expect(frozen!.signalCode).toBe("SIGKILL");
  await eventually("another one runs", async () => (await worker.status()) === "running");
  expect(children).toHaveLength(2);
});

test("a worker process that answers stays, however often it is probed", async () => {
  const { worker, children } = started();
  await using _worker = worker;
  await worker.started;
  await eventually("it was probed often", async () => Number(await worker.metrics()) > 10);
  expect(children).toHaveLength(1);
  expect(isOver(children[0]!)).toBe(false);
});
