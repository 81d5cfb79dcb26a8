/**
 * Records histories of event workflows for test/workflows/replay.test.ts, one file in test/histories for each way an
 * event can go, against a running Temporal server (`temporal server start-dev`):
 *
 *     TEMPORAL_ADDRESS=127.0.0.1:7233 node --import tsx scripts/record-histories.ts [name …]
 *
 * Add a recording for each new way. Don't record again what exists: these are the runs that are still open when a new
 * version is rolled out, and it must be able to go on with them. A recording goes when no run of its version can be
 * open any more: 7 days of retries and the signal window after the last release that made such runs.
 */
import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { Client, type WorkflowHandle } from "@temporalio/client";
import { TypedSearchAttributes } from "@temporalio/common";
import { NativeConnection, Worker } from "@temporalio/worker";
import { createLogger } from "../src/telemetry.ts";
import { bundleWorkflows } from "../src/temporal/bundle.ts";
import { registerSearchAttributes } from "../src/temporal/search-attributes.ts";
import { installRuntime } from "../src/temporal/worker.ts";
import {
  controlled,
  delivers,
  endsAs,
  fails,
  failsFor,
  scripted,
  waitsFor,
} from "../test/workflows/scripted-event.ts";
import {
  cancelSignal,
  EVENT_WORKFLOW,
  retrySignal,
  searchAttributes,
  stateQuery,
} from "../workflows/contract.ts";
import type { AttemptInput, EventInput, EventKey, RetryOrder } from "../workflows/contract.ts";
import type { deliverEvent } from "../workflows/index.ts";

type Handle = WorkflowHandle<typeof deliverEvent>;

/** One way an event can go. */
interface Scenario {
  event: ReturnType<typeof scripted>;
  input?: Partial<EventInput>;
  /** Milliseconds from the start until the first attempt is due. */
  delay?: number;
  /** An order that comes with the start. */
  order?: RetryOrder;
  /** What is done from outside meanwhile. */
  meanwhile?: (handle: Handle) => Promise<void>;
}

const HOUR = 3_600_000;
const byKey: RetryOrder = { trigger: "manual", actor: "key_recorded" };

function retriedUnderWay(lane: "local" | "remote"): Scenario {
  const attempt = controlled(delivers);
  return {
    event: scripted(attempt.step, delivers),
    input: { lane },
    async meanwhile(handle) {
      await attempt.begun;
      await handle.signal(retrySignal, byKey);
      attempt.end();
    },
  };
}

const scenarios: Record<string, Scenario> = {
  "delivered-at-once": { event: scripted(delivers) },
  "delayed-then-delivered": { event: scripted(delivers), delay: 500 },
  "failed-twice-then-delivered": { event: scripted(failsFor(200), failsFor(200), delivers) },
  "failed-until-window-closed": { event: scripted(failsFor(200), fails), input: { signal_window: 500 } },
  "retried-by-signal": {
    event: scripted(failsFor(HOUR), fails, delivers),
    async meanwhile(handle) {
      await reach(handle, 1);
      await handle.signal(retrySignal);
      await reach(handle, 2);
      await handle.signal(retrySignal, byKey);
    },
  },
  "retried-while-under-way": retriedUnderWay("local"),
  "remote-retried-while-under-way": retriedUnderWay("remote"),
  "cancelled-while-waiting": {
    event: scripted(failsFor(HOUR)),
    async meanwhile(handle) {
      await reach(handle, 1);
      await handle.signal(cancelSignal);
    },
  },
  "failed-then-cancelled": {
    event: scripted(fails),
    async meanwhile(handle) {
      await reach(handle, 1);
      await handle.signal(cancelSignal);
    },
  },
  "remote-then-local": { event: scripted(failsFor(200), delivers), input: { lane: "remote" } },
  held: { event: scripted(endsAs("held")) },
  "started-with-order": {
    event: scripted(delivers),
    input: { attempts_made: 4, not_before: null },
    order: byKey,
  },
  "begun-with-order": { event: scripted(failsFor(200), delivers), input: { order: byKey } },
  "order-behind-one-that-waits": {
    event: scripted(waitsFor(HOUR), waitsFor(300), fails, delivers),
    input: { attempts_made: 1, not_before: null },
    order: byKey,
    async meanwhile(handle) {
      await reachTurn(handle);
      await handle.signal(retrySignal, { ...byKey, id: "behind" });
    },
  },
  "cancelled-while-an-order-waits": {
    event: scripted(waitsFor(HOUR)),
    input: { attempts_made: 1, not_before: null },
    order: byKey,
    async meanwhile(handle) {
      await reachTurn(handle);
      await handle.signal(retrySignal, { ...byKey, id: "behind" });
      await handle.signal(cancelSignal);
    },
  },
};

installRuntime(createLogger("warn"));
const folder = fileURLToPath(new URL("../test/histories/", import.meta.url));
const taskQueue = "record-histories";
const identity = "recorder";
const connection = await NativeConnection.connect({
  address: process.env.TEMPORAL_ADDRESS ?? "127.0.0.1:7233",
});
await registerSearchAttributes(connection, "default");
const client = new Client({ connection, identity });
const nameOf = (eventId: string) => eventId.replace("evt_", "");
const worker = await Worker.create({
  connection,
  taskQueue,
  identity,
  workflowBundle: {
    code: await bundleWorkflows(fileURLToPath(new URL("../workflows/index.ts", import.meta.url))),
  },
  maxCachedWorkflows: 10,
  activities: {
    deliver: async (input: AttemptInput) =>
      scenarios[nameOf(input.event_id)]!.event.deliver(input, Date.now()),
    cancel: async ({ event_id }: EventKey) => scenarios[nameOf(event_id)]!.event.cancel(),
  },
});
const wanted = process.argv.slice(2);
await worker.runUntil(async () => {
  for (const [name, scenario] of Object.entries(scenarios)) {
    if (wanted.length === 0 || wanted.includes(name)) await record(name, scenario);
  }
});
await connection.close();

async function record(name: string, { input, delay = 0, order, meanwhile }: Scenario): Promise<void> {
  const event_id = `evt_${name}`;
  const options = {
    workflowId: event_id,
    taskQueue,
    args: [
      {
        team_id: "tm_recorded",
        event_id,
        attempts_made: 0,
        not_before: Date.now() + delay,
        lane: "local",
        signal_window: HOUR,
        ...input,
      },
    ] as [EventInput],
    typedSearchAttributes: new TypedSearchAttributes([{ key: searchAttributes.status, value: "queued" }]),
  };
  const { workflow } = client;
  const handle: Handle = order
    ? await workflow.signalWithStart(EVENT_WORKFLOW, { ...options, signal: retrySignal, signalArgs: [order] })
    : await workflow.start(EVENT_WORKFLOW, options);
  await meanwhile?.(handle);
  const { status } = await handle.result();
  const { events } = (await handle.fetchHistory()) as { events: unknown };
  const history = JSON.stringify({ events: plain(events) }, null, 1);
  await writeFile(`${folder}${name}.json`, `${history}\n`);
  process.stdout.write(`${name}: ${status}, ${history.length} bytes\n`);
}

async function reach(handle: Handle, attempts: number): Promise<void> {
  while ((await handle.query(stateQuery)).attempts_made < attempts);
}

/** Until its order waits for its turn. */
async function reachTurn(handle: Handle): Promise<void> {
  while ((await handle.query(stateQuery)).next_attempt_at === null);
}

/**
 * What a protobuf message holds, as JSON that can be encoded again as it is: bytes as base64, enums and 64-bit integers
 * as numbers.
 */
function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  if ("toNumber" in value) return Number(value);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
}
