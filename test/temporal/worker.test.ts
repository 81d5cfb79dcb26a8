import { connect } from "node:net";
import { expect, inject, test } from "vitest";
import type { Activities } from "../../activities/index.ts";
import { newId } from "../../src/ids.ts";
import { connectTemporal } from "../../src/temporal/connection.ts";
import { installRuntime } from "../../src/temporal/runtime.ts";
import { runWorker } from "../../src/temporal/worker.ts";
import { createLoggerTo } from "../../src/telemetry/log.ts";
import { startRawServer } from "../delivery/raw-server.ts";
import { eventually } from "../support/eventually.ts";

const RECOVERS_WITHIN = 30_000;
const said: string[] = [];
const log = createLoggerTo({ write: (line) => said.push(line) }, "warn");
installRuntime(log);
const failures = () => said.filter((line) => line.includes("the worker failed"));

/** A way to the run's Temporal that can be barred: what is under way ends, and what comes is refused. */
async function openWay() {
  const [host, port] = inject("temporalAddress").split(":") as [string, string];
  let bar = new AbortController();
  const server = await startRawServer((socket) => {
    if (bar.signal.aborted) return void socket.destroy();
    const upstream = connect({ host, port: Number(port) });
    const end = () => [socket, upstream].forEach((it) => it.destroy());
    bar.signal.addEventListener("abort", end);
    upstream.on("error", end).on("close", end);
    socket.on("close", end).pipe(upstream).pipe(socket);
  });
  return {
    address: `127.0.0.1:${server.port}`,
    bar: () => bar.abort(),
    open: () => void (bar = new AbortController()),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

test("a worker that can't be made for want of Temporal leaves the place to the next one", async () => {
  await using way = await openWay();
  const settings = { address: way.address, namespace: "default", taskQueue: newId("event", new Date()) };
  await using temporal = connectTemporal(settings, log);
  const before = await temporal.ready;
  let reads = 0;
  const bundle = {
    // Read while a worker is made, after all has been asked that is asked before.
    get codePath() {
      if (reads++ === 0) way.bar();
      return inject("workflowBundlePath");
    },
  };
  await using worker = runWorker(temporal, { bundle, activities: {} as Activities, log });
  await eventually("it fails", () => failures().length > 0, RECOVERS_WITHIN);
  way.open();
  await eventually("the next one runs", () => worker.status() === "running", RECOVERS_WITHIN);
  expect(said.filter((line) => line.includes("overlapping"))).toEqual([]);
  expect(temporal.connection()).not.toBe(before);
  expect(await temporal.answers(5000)).toBe(true);
}, 90_000);
