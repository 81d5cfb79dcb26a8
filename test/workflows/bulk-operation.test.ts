import { WorkflowNotFoundError } from "@temporalio/client";
import { TestWorkflowEnvironment } from "@temporalio/testing";
import { Worker } from "@temporalio/worker";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { createLogger } from "../../src/telemetry/log.ts";
import { installRuntime } from "../../src/temporal/runtime.ts";
import type { BulkRound, BulkRoundInput } from "../../workflows/bulk-contract.ts";
import { BULK_WORKFLOW, bulkStateQuery, pauseSignal, updateSignal } from "../../workflows/bulk-contract.ts";
import { EVENT_WORKFLOW, searchAttributes, type AttemptInput } from "../../workflows/contract.ts";
import type { bulkOperation } from "../../workflows/index.ts";
import { eventually } from "../support/eventually.ts";
import { again, bulkState, last, sendOf } from "./scripted-bulk.ts";

const HOUR = 3_600_000;
const TASK_QUEUE = "bulk";
const KEYWORD = 2;

type Step = (input: BulkRoundInput) => BulkRound;

let env: TestWorkflowEnvironment;
let worker: Worker;
let stopped: Promise<void>;
/** The rounds of each operation, as the test tells them, and as they were asked for. */
const scripts = new Map<string, { step: Step; rounds: BulkRoundInput[] }>();
const attempts: AttemptInput[] = [];

beforeAll(async () => {
  installRuntime(createLogger("fatal"));
  const executable = { type: "existing-path", path: inject("testServerBin") } as const;
  env = await TestWorkflowEnvironment.createTimeSkipping({ server: { executable } });
  await env.connection.operatorService.addSearchAttributes({
    namespace: "default",
    searchAttributes: Object.fromEntries(Object.values(searchAttributes).map((key) => [key.name, KEYWORD])),
  });
  worker = await Worker.create({
    connection: env.nativeConnection,
    taskQueue: TASK_QUEUE,
    workflowBundle: { codePath: inject("workflowBundlePath") },
    maxCachedWorkflows: 20,
    activities: {
      advanceBulk(input: BulkRoundInput): Promise<BulkRound> {
        const script = scripts.get(input.operation_id)!;
        script.rounds.push(input);
        return Promise.resolve(script.step(input));
      },
      deliver(input: AttemptInput) {
        attempts.push(input);
        const status = input.event_id.includes("delivered") ? "delivered" : "failed";
        return Promise.resolve({
          status,
          attempts_made: 1,
          next_attempt_at: null,
          lane: "local",
          done: true,
        });
      },
    },
  });
  stopped = worker.run();
});
afterAll(async () => {
  worker.shutdown();
  await stopped;
  await env.teardown();
});

async function run(step: Step) {
  const id = `bulk_${scripts.size}`;
  const rounds: BulkRoundInput[] = [];
  scripts.set(id, { step, rounds });
  const args = [{ team_id: "tm_test", operation_id: id }] as const;
  const handle = await env.client.workflow.start<typeof bulkOperation>(BULK_WORKFLOW, {
    workflowId: id,
    taskQueue: TASK_QUEUE,
    args: [...args],
  });
  return { handle, rounds };
}

/** Its first round is over, and it waits for the next one. */
const rests = ({ handle, rounds }: Awaited<ReturnType<typeof run>>) =>
  eventually("it has made its first round", async () => {
    return rounds.length > 0 && (await handle.query(bulkStateQuery)).status === "running";
  });
const attemptsOf = (eventId: string) => attempts.filter((it) => it.event_id === eventId);

it("waits between its rounds as long as each says, and ends with the last one", async () => {
  const { handle, rounds } = await run(({ round }) => (round < 3 ? again(HOUR) : last()));
  const before = await env.currentTimeMs();
  expect(await handle.result()).toMatchObject({ status: "completed" });
  expect((await env.currentTimeMs()) - before).toBeGreaterThanOrEqual(3 * HOUR);
  expect(rounds.map(({ round, idle }) => [round, idle])).toEqual([
    [0, 0],
    [1, 1],
    [2, 2],
    [3, 3],
  ]);
});

it.each([
  ["closed, as was thought: by a child that begins with the order", "evt_delivered_1", false],
  ["closed, though it seemed open: by a child too", "evt_delivered_2", true],
])("sends an event whose workflow is %s", async (_, eventId, open) => {
  const { handle } = await run(({ round }) => (round === 0 ? again(1, [sendOf(eventId, open)]) : last()));
  await handle.result();
  await env.client.workflow.getHandle(eventId).result();
  expect(attemptsOf(eventId)).toMatchObject([{ trigger: "bulk_retry", bulk_operation_id: "bulk_x" }]);
  const { raw } = await env.client.workflow.getHandle(eventId).describe();
  expect(raw.workflowExecutionInfo?.parentExecution?.workflowId).toBe(handle.workflowId);
});

it.each([
  ["as was thought: by a signal", "evt_open_1", true],
  ["though it seemed closed: by a signal too", "evt_open_2", false],
])("sends an event whose workflow is open, %s", async (_, eventId, open) => {
  const { input } = sendOf(eventId, open).start;
  const { order: _order, ...waiting } = input;
  const event = await env.client.workflow.start(EVENT_WORKFLOW, {
    workflowId: eventId,
    taskQueue: TASK_QUEUE,
    args: [{ ...waiting, signal_window: 1000 * HOUR }],
  });
  await eventually("the event has failed", () => attemptsOf(eventId).length === 1);
  const { handle } = await run(({ round }) => (round === 0 ? again(1, [sendOf(eventId, open)]) : last()));
  await handle.result();
  const ordered = () => attemptsOf(eventId).filter(({ trigger }) => trigger === "bulk_retry");
  await eventually("the event had its attempt", () => ordered().length > 0);
  expect(ordered()).toMatchObject([{ actor: "key_1", bulk_operation_id: "bulk_x" }]);
  // Time that was skipped meanwhile may have closed its window.
  await event.terminate().catch((error: unknown) => {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  });
});

it("is told something by signals: does it in the next round, which comes at once", async () => {
  const { handle, rounds } = await run(({ wishes }) =>
    wishes.length > 0 ? last("paused") : again(1000 * HOUR),
  );
  await eventually("its first round", () => rounds.length === 1);
  await handle.signal(updateSignal, { rate_per_second: 5 });
  expect(await handle.result()).toMatchObject({ status: "paused" });
  expect(rounds[1]?.wishes).toEqual([{ verb: "update", limits: { rate_per_second: 5 } }]);
});

it("is cancelled in Temporal: takes that as its operator's wish, and counts what is in flight", async () => {
  let told = false;
  const operation = await run(({ wishes }) => {
    if (told) return last("cancelled");
    told = wishes.length > 0;
    return again(told ? 1 : 1000 * HOUR);
  });
  await rests(operation);
  await operation.handle.cancel();
  expect(await operation.handle.result()).toMatchObject({ status: "cancelled" });
  expect(operation.rounds.map(({ wishes }) => wishes)).toEqual([[], [{ verb: "cancel" }], []]);
});

it("has made hundreds of rounds: goes on in new histories, none of them long, with its count of rounds", async () => {
  const { handle, rounds } = await run(({ round }) => (round < 700 ? again(1) : last()));
  expect(await handle.result()).toMatchObject({ status: "completed" });
  expect(rounds.map(({ round }) => round)).toEqual(Array.from({ length: 701 }, (_, at) => at));
  expect(new Set(rounds.map(({ chain }) => chain)).size).toBe(1);
  const { events } = await handle.fetchHistory();
  expect(events![0]?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId).toBeTruthy();
  expect(events!.length).toBeLessThan(2500);
}, 60_000);

it("answers what its last round found to the state query", async () => {
  const operation = await run(({ wishes }) => (wishes.length > 0 ? last() : again(1000 * HOUR)));
  await rests(operation);
  expect(await operation.handle.query(bulkStateQuery)).toEqual(bulkState());
  await operation.handle.signal(pauseSignal);
  await operation.handle.result();
});
