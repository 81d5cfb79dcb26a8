import { Worker } from "@temporalio/worker";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { newId } from "../../src/ids.ts";
import { createRouter } from "../../src/outbox/router.ts";
import { connectTemporal, type TemporalConnection } from "../../src/temporal/connection.ts";
import { createEventWorkflows } from "../../src/temporal/event-workflows.ts";
import { installRuntime } from "../../src/temporal/runtime.ts";
import { createLogger } from "../../src/telemetry/log.ts";
import { openTestStore, type TestStore } from "../outbox/test-store.ts";

/** `EventType` of Temporal's API: a worker has the workflow's first task. */
const TASK_STARTED = 6;
const log = createLogger("silent");
installRuntime(log);

let own: TestStore;
let temporal: TemporalConnection;
let worker: Worker;
beforeAll(async () => {
  own = await openTestStore();
  const taskQueue = newId("event", new Date());
  const settings = { address: inject("temporalAddress"), namespace: "default", taskQueue };
  temporal = connectTemporal(settings, log);
  const connection = await temporal.ready;
  const workflowBundle = { codePath: inject("workflowBundlePath") };
  // It is made, and does not run.
  worker = await Worker.create({ connection, namespace: "default", taskQueue, workflowBundle });
});
afterAll(async () => {
  const ended = worker.run();
  worker.shutdown();
  await ended;
  await temporal[Symbol.asyncDispose]();
  await own[Symbol.asyncDispose]();
});

/** Starts an event's workflow, and answers whether a worker has its first task. */
async function startsEagerly(hasWorker: boolean): Promise<boolean> {
  const connection = await own.connect();
  await using router = createRouter(own.store, () => new Date());
  await router.route(await own.receive(connection));
  const [event] = await own.eventsOf(connection);
  const workflows = createEventWorkflows(temporal, {
    lane: () => "local",
    signalWindow: 0,
    now: () => new Date(),
    hasWorker: () => hasWorker,
  });
  await workflows.tell(event!);
  const run = temporal.client().workflow.getHandle(event!._id);
  const { events } = await run.fetchHistory();
  await run.terminate("the test is over");
  return events!.some((it) => (it.eventType as number) === TASK_STARTED);
}

test.each([true, false])("a start gives its first task to a worker where one runs: %s", async (hasWorker) => {
  expect(await startsEagerly(hasWorker)).toBe(hasWorker);
});
