import {
  CancellationScope,
  condition,
  continueAsNew,
  getExternalWorkflowHandle,
  ParentClosePolicy,
  proxyLocalActivities,
  setCurrentDetails,
  setHandler,
  startChild,
  upsertSearchAttributes,
  workflowInfo,
} from "@temporalio/workflow";
import { TemporalFailure, WorkflowExecutionAlreadyStartedError } from "@temporalio/common";
import type { Activities } from "../activities/index.ts";
import { doneCount, NO_TALLY } from "../src/rules/bulk.ts";
import {
  bulkStateQuery,
  cancelBulkSignal,
  lookSignal,
  pauseSignal,
  resumeSignal,
  updateSignal,
} from "./bulk-contract.ts";
import type { BulkInput, BulkSend, BulkState, BulkWish } from "./bulk-contract.ts";
import { EVENT_WORKFLOW, retrySignal, searchAttributes, typedAttributes } from "./contract.ts";

const retry = { initialInterval: "1s", backoffCoefficient: 2, maximumInterval: "30s" } as const;
const { advanceBulk } = proxyLocalActivities<Activities>({
  startToCloseTimeout: "1m",
  localRetryThreshold: "10s",
  retry,
});

/** Events of a history after which a new one is begun: each takes some hundred sends, and is replayed in no time. */
const LONGEST_HISTORY = 2000;

/**
 * Leads a bulk operation through its frozen set, round by round. All that counts is in MongoDB: a round counts what has
 * ended, decides what is next and takes it up; the workflow sends that, each event to its own workflow, and waits. What
 * engineers signal is done by the next round. Ending this workflow by force ends no event's workflow.
 */
export async function bulkOperation(input: BulkInput): Promise<BulkState> {
  const { team_id, operation_id } = input;
  const told = listen(input.wishes ?? []);
  let { round = 0, idle = 0 } = input;
  let state: BulkState = { status: "unknown", ...NO_TALLY };
  setHandler(bulkStateQuery, () => state);

  // Cancelled in the UI, it still counts what is in flight: the cancellation is a wish like the others.
  return CancellationScope.nonCancellable(async () => {
    for (;;) {
      const wishes = told.wishes.splice(0);
      told.look = false;
      const chain = workflowInfo().firstExecutionRunId;
      const made = await advanceBulk({ team_id, operation_id, chain, round, idle, wishes });
      show(state, made.state);
      state = made.state;
      await Promise.all(made.sends.map(send));
      if (made.wait === null) return state;
      round += 1;
      idle = made.moved ? 0 : idle + 1;
      if (isLong()) await continueAsNew<typeof bulkOperation>({ ...input, round, idle, wishes: told.wishes });
      if (made.wait > 0) await condition(() => told.look || told.wishes.length > 0, made.wait);
    }
  });
}

function listen(wishes: BulkWish[]) {
  const told = { wishes: [...wishes], look: false };
  setHandler(pauseSignal, () => void told.wishes.push({ verb: "pause" }));
  setHandler(resumeSignal, () => void told.wishes.push({ verb: "resume" }));
  setHandler(cancelBulkSignal, () => void told.wishes.push({ verb: "cancel" }));
  setHandler(updateSignal, (limits) => void told.wishes.push({ verb: "update", limits }));
  setHandler(lookSignal, () => void (told.look = true));
  CancellationScope.current().cancelRequested.catch(() => void told.wishes.push({ verb: "cancel" }));
  return told;
}

/** Each costs a moment in which another operation's run of the same event may begin or end. */
const MOST_TRIES = 20;

/** Whether the event is open may change between the look and the call: what is refused goes the other way. */
async function send({ start, open }: BulkSend): Promise<void> {
  for (let tried = 0, signals = open; tried < MOST_TRIES; tried += 1, signals = !signals) {
    if (await (signals ? signalEvent(start) : startEvent(start))) return;
  }
  // It comes again: a later round finds that nothing was heard of it.
}

async function startEvent({ workflow_id, input, attributes, priority }: BulkSend["start"]): Promise<boolean> {
  try {
    await startChild(EVENT_WORKFLOW, {
      workflowId: workflow_id,
      args: [input],
      typedSearchAttributes: typedAttributes(attributes),
      priority,
      parentClosePolicy: ParentClosePolicy.ABANDON,
    });
    return true;
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return false;
    throw error;
  }
}

async function signalEvent({ workflow_id, input }: BulkSend["start"]): Promise<boolean> {
  try {
    await getExternalWorkflowHandle(workflow_id).signal(retrySignal, input.order);
    return true;
  } catch (error) {
    if (error instanceof TemporalFailure) return false;
    throw error;
  }
}

function isLong(): boolean {
  const { historyLength, continueAsNewSuggested } = workflowInfo();
  return continueAsNewSuggested || historyLength > LONGEST_HISTORY;
}

function show(before: BulkState, now: BulkState): void {
  if (now.status !== before.status)
    upsertSearchAttributes([{ key: searchAttributes.status, value: now.status }]);
  setCurrentDetails(
    `${now.status}: ${doneCount(now)} of ${now.total_count} done, ${now.delivered_count} delivered, ` +
      `${now.failed_count} failed, ${now.skipped_count} skipped, ${now.cancelled_count} cancelled, ` +
      `${now.in_flight_count} in flight`,
  );
}
