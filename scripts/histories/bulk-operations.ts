import type { WorkflowHandle } from "@temporalio/client";
import { TypedSearchAttributes } from "@temporalio/common";
import { again, bulkState, last, sendOf } from "../../test/workflows/scripted-bulk.ts";
import {
  BULK_WORKFLOW,
  bulkStateQuery,
  cancelBulkSignal,
  lookSignal,
  pauseSignal,
  resumeSignal,
  updateSignal,
  type BulkRound,
  type BulkRoundInput,
  type BulkSend,
  type BulkState,
  type BulkWish,
} from "../../workflows/bulk-contract.ts";
import { EVENT_WORKFLOW, searchAttributes, typedAttributes } from "../../workflows/contract.ts";
import type { bulkOperation } from "../../workflows/index.ts";
import type { Recorder, Ways } from "./recorder.ts";

type Handle = WorkflowHandle<typeof bulkOperation>;

/** One way a bulk operation can go. */
interface Scenario {
  round: (input: BulkRoundInput) => BulkRound;
  before?: (recorder: Recorder) => Promise<unknown>;
  /** What is done from outside meanwhile. */
  meanwhile?: (handle: Handle) => Promise<void>;
  /** Whether its first run is the one to be recorded, rather than the last. */
  first?: true;
}

const HOUR = 3_600_000;
/** Rounds that are too many for one history where the server soon suggests a new one. */
const MANY = 40;

/** A round that has counted something. */
const counted = (changes: Partial<BulkState>, round: BulkRound): BulkRound => {
  return { ...round, state: bulkState(changes), moved: true };
};

/** Waits long after each round, and ends with the one that is told so. */
const until =
  (verb: BulkWish["verb"], status: BulkState["status"]): Scenario["round"] =>
  ({ wishes }) =>
    wishes.some((wish) => wish.verb === verb) ? last(status) : again(HOUR);

/** Events that are sent; those that are open have failed by themselves. */
const CLOSED = [sendOf("evt_in-bulk-1", false), sendOf("evt_in-bulk-2", true)] as const;
const OPEN = [sendOf("evt_in-bulk-3", true), sendOf("evt_in-bulk-4", false)] as const;

const scenarios: Record<string, Scenario> = {
  "bulk-completed": {
    // Of each pair one is as it seems to be, and one is not.
    before: (recorder) => Promise.all(OPEN.map((send) => openEvent(recorder, send))),
    round: ({ round }) => {
      if (round === 0) return counted({ in_flight_count: 2 }, again(0, [...CLOSED]));
      return round === 1 ? counted({ in_flight_count: 4 }, again(200, [...OPEN])) : last();
    },
  },
  "bulk-with-canary": {
    round: ({ round }) => {
      if (round === 0) return counted({ in_flight_count: 1 }, again(100, [sendOf("evt_in-bulk-5", false)]));
      if (round === 1) return again(100);
      const rest = [sendOf("evt_in-bulk-6", false), sendOf("evt_in-bulk-7", false)];
      return round === 2 ? counted({ delivered_count: 1, in_flight_count: 2 }, again(100, rest)) : last();
    },
  },
  "bulk-paused-repaced-and-resumed": {
    round: ({ wishes }) => {
      if (wishes.some(({ verb }) => verb === "resume")) return last();
      if (wishes.length === 0) return again(HOUR);
      const repaced = wishes.some(({ verb }) => verb === "update");
      return counted({ status: "paused", delivered_count: repaced ? 1 : 0 }, again(HOUR));
    },
    async meanwhile(handle) {
      await reach(handle, "running");
      await handle.signal(pauseSignal);
      await reach(handle, "paused");
      await handle.signal(updateSignal, { rate_per_second: 5 });
      await reach(handle, "paused", 1);
      await handle.signal(lookSignal);
      await handle.signal(resumeSignal);
    },
  },
  "bulk-cancelled": {
    round: until("cancel", "cancelled"),
    async meanwhile(handle) {
      await reach(handle, "running");
      await handle.signal(cancelBulkSignal);
    },
  },
  "bulk-cancelled-in-temporal": {
    round: until("cancel", "cancelled"),
    async meanwhile(handle) {
      await reach(handle, "running");
      await handle.cancel();
    },
  },
  "bulk-continued-as-new": {
    round: ({ round }) => (round < MANY ? again(1) : last()),
    first: true,
  },
};

/** The ways that a bulk operation can go. */
export const bulkWays: Ways = {
  activities: {
    advanceBulk: async (input: BulkRoundInput) =>
      scenarios[input.operation_id.replace("bulk_", "bulk-")]!.round(input),
  },
  ways: Object.fromEntries(
    Object.entries(scenarios).map(([name, scenario]) => [
      name,
      (recorder) => begin(recorder, name, scenario),
    ]),
  ),
};

async function begin(
  recorder: Recorder,
  name: string,
  { before, meanwhile, first }: Scenario,
): Promise<WorkflowHandle> {
  await before?.(recorder);
  const { client, taskQueue } = recorder;
  const operation_id = name.replace("bulk-", "bulk_");
  const handle = await client.workflow.start<typeof bulkOperation>(BULK_WORKFLOW, {
    workflowId: operation_id,
    taskQueue,
    args: [{ team_id: "tm_recorded", operation_id }],
    typedSearchAttributes: new TypedSearchAttributes([{ key: searchAttributes.status, value: "pending" }]),
  });
  await meanwhile?.(handle);
  if (!first) return handle;
  await handle.result();
  return client.workflow.getHandle(operation_id, handle.firstExecutionRunId);
}

/** Begins an event's workflow that will have failed, and stays open. */
async function openEvent({ client, taskQueue }: Recorder, { start }: BulkSend): Promise<void> {
  const { order: _order, ...input } = start.input;
  await client.workflow.start(EVENT_WORKFLOW, {
    workflowId: start.workflow_id,
    taskQueue,
    args: [{ ...input, attempts_made: 0, not_before: Date.now() }],
    typedSearchAttributes: typedAttributes(start.attributes),
  });
}

/** Until its last round has found it so. */
async function reach(handle: Handle, status: BulkState["status"], delivered = 0): Promise<void> {
  for (;;) {
    const state = await handle.query(bulkStateQuery);
    if (state.status === status && state.delivered_count === delivered) return;
  }
}
