import type { WorkflowHandle } from "@temporalio/client";
import { Context } from "@temporalio/activity";
import { TypedSearchAttributes } from "@temporalio/common";
import { TestWorkflowEnvironment } from "@temporalio/testing";
import { Worker } from "@temporalio/worker";
import { inject } from "vitest";
import type { Lane, Outcome } from "../../src/rules/outcome.ts";
import { createLogger } from "../../src/telemetry/log.ts";
import { installRuntime } from "../../src/temporal/runtime.ts";
import { EVENT_WORKFLOW, retrySignal, searchAttributes } from "../../workflows/contract.ts";
import type { AttemptInput, CancelInput, EventInput, RetryOrder } from "../../workflows/contract.ts";
import type { deliverEvent } from "../../workflows/index.ts";

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** What stands in for the activities of one event. `now` is the server's time, in epoch milliseconds. */
export interface EventActivities {
  deliver: (input: AttemptInput, now: number) => Outcome | Promise<Outcome>;
  cancel: (input: CancelInput) => Outcome;
}

/** One call of `deliver`, as the worker got it. */
export interface Call extends AttemptInput {
  at: number;
  lane: Lane;
}

/** One event's workflow on the test server. */
export interface EventRun {
  handle: WorkflowHandle<typeof deliverEvent>;
  calls: Call[];
  /** The orders that it told of as dropped. */
  takenBack: string[];
  /** The type names of its history's events. */
  history: () => Promise<string[]>;
}

/** Event workflows on a server of their own, whose time passes at once while a result is awaited. */
export interface EventRuns extends AsyncDisposable {
  start: (activities: EventActivities, input?: Partial<EventInput>) => Promise<EventRun>;
  /** Starts the workflow, which no worker takes up until `serve` is called. */
  startBeforeWorker: (
    activities: EventActivities,
    input?: Partial<EventInput>,
  ) => Promise<EventRun & { serve: () => Promise<void> }>;
  /** Starts the workflow and orders an attempt in one call, as a retry of a final event does. */
  startWithOrder: (
    activities: EventActivities,
    order: RetryOrder,
    input?: Partial<EventInput>,
  ) => Promise<EventRun>;
  /** The server's time, in epoch milliseconds. */
  now: () => Promise<number>;
  /** Lets the server's time pass. */
  pass: (milliseconds: number) => Promise<void>;
}

const TASK_QUEUE = "events";
/** `IndexedValueType` of Temporal's API. */
const KEYWORD = 2;

export async function startEventRuns(): Promise<EventRuns> {
  installRuntime(createLogger("fatal"));
  const executable = { type: "existing-path", path: inject("testServerBin") } as const;
  const env = await TestWorkflowEnvironment.createTimeSkipping({ server: { executable } });
  // The test server has no list of the attributes to look up first.
  await env.connection.operatorService.addSearchAttributes({
    namespace: "default",
    searchAttributes: { [searchAttributes.status.name]: KEYWORD },
  });
  const events = new Map<string, EventActivities & Pick<EventRun, "calls" | "takenBack">>();
  const eventOf = (id: string) => events.get(id)!;

  const options = {
    connection: env.nativeConnection,
    workflowBundle: { codePath: inject("workflowBundlePath") },
    // Without a cache, a workflow may be evicted while its local activity runs, and lose the result.
    maxCachedWorkflows: 10,
    activities: {
      async deliver(input: AttemptInput) {
        const at = await env.currentTimeMs();
        const event = eventOf(input.event_id);
        event.calls.push({ ...input, at, lane: Context.current().info.isLocal ? "local" : "remote" });
        return event.deliver(input, at);
      },
      async cancel(input: CancelInput) {
        const event = eventOf(input.event_id);
        event.takenBack.push(...input.taken_back);
        return event.cancel(input);
      },
    },
  };
  const workers: { worker: Worker; stopped: Promise<void> }[] = [];
  async function serve(taskQueue: string): Promise<void> {
    const worker = await Worker.create({ ...options, taskQueue });
    workers.push({ worker, stopped: worker.run() });
  }
  await serve(TASK_QUEUE);

  async function event(activities: EventActivities, changes: Partial<EventInput>) {
    const event_id = `evt_${events.size}`;
    events.set(event_id, { ...activities, calls: [], takenBack: [] });
    const input: EventInput = {
      team_id: "tm_test",
      event_id,
      attempts_made: 0,
      not_before: await env.currentTimeMs(),
      lane: "local",
      signal_window: 72 * HOUR,
      ...changes,
    };
    const status = [{ key: searchAttributes.status, value: "queued" }];
    return {
      workflowId: event_id,
      taskQueue: TASK_QUEUE,
      args: [input] as [EventInput],
      typedSearchAttributes: new TypedSearchAttributes(status),
    };
  }

  const runOf = (handle: WorkflowHandle<typeof deliverEvent>): EventRun => ({
    handle,
    calls: eventOf(handle.workflowId).calls,
    takenBack: eventOf(handle.workflowId).takenBack,
    async history() {
      const { events: recorded } = await handle.fetchHistory();
      return (recorded ?? []).map((it) => Object.keys(it).find((key) => key.endsWith("EventAttributes"))!);
    },
  });

  return {
    async start(activities, input = {}) {
      return runOf(await env.client.workflow.start(EVENT_WORKFLOW, await event(activities, input)));
    },
    async startBeforeWorker(activities, input = {}) {
      const started = await event(activities, input);
      const taskQueue = started.workflowId;
      const run = runOf(await env.client.workflow.start(EVENT_WORKFLOW, { ...started, taskQueue }));
      return { ...run, serve: () => serve(taskQueue) };
    },
    async startWithOrder(activities, order, input = {}) {
      const signal = { signal: retrySignal, signalArgs: [order] as [RetryOrder] };
      const started = { ...(await event(activities, input)), ...signal };
      return runOf(await env.client.workflow.signalWithStart(EVENT_WORKFLOW, started));
    },
    now: () => env.currentTimeMs(),
    pass: (milliseconds) => env.sleep(milliseconds),
    async [Symbol.asyncDispose]() {
      for (const { worker } of workers) worker.shutdown();
      await Promise.all(workers.map(({ stopped }) => stopped));
      await env.teardown();
    },
  };
}
