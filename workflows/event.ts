import {
  condition,
  proxyActivities,
  proxyLocalActivities,
  setHandler,
  upsertSearchAttributes,
} from "@temporalio/workflow";
import type { Activities } from "../activities/index.ts";
import { endsWorkflow } from "../src/rules/outcome.ts";
import { cancelSignal, retrySignal, searchAttributes, stateQuery, wakeSignal } from "./contract.ts";
import type { EventInput, EventState, RetryOrder } from "./contract.ts";

/** For our own faults, such as MongoDB being away; a destination's failure is a value and is never retried here. */
const retry = { initialInterval: "1s", backoffCoefficient: 2, maximumInterval: "1m" } as const;
const run = {
  local: proxyLocalActivities<Activities>({ startToCloseTimeout: "3m", localRetryThreshold: "10s", retry }),
  remote: proxyActivities<Activities>({ startToCloseTimeout: "3m", heartbeatTimeout: "20s", retry }),
};

const FIRST: RetryOrder = { trigger: "initial", actor: null };
const AUTOMATIC: RetryOrder = { trigger: "automatic", actor: null };
const BY_ENGINEER: RetryOrder = { trigger: "manual", actor: "signal" };

/**
 * The life of one event: wait until its next attempt is due or someone asks for one, attempt, and go on by how the
 * event then stands. Where no attempt is due any more, it waits for a signal until the window closes.
 */
export async function deliverEvent(input: EventInput): Promise<EventState> {
  const { team_id, event_id, signal_window, not_before, attempts_made, lane } = input;
  let state: EventState = { status: "queued", attempts_made, next_attempt_at: not_before, lane };
  const signalled = { retry: null as RetryOrder | null, cancel: false, wake: false };
  setHandler(retrySignal, (order) => void (signalled.retry = order ?? BY_ENGINEER));
  setHandler(cancelSignal, () => void (signalled.cancel = true));
  setHandler(wakeSignal, () => void (signalled.wake = true));
  setHandler(stateQuery, () => state);

  for (let planned = FIRST; ;) {
    const wait = (state.next_attempt_at ?? Date.now() + signal_window) - Date.now();
    const called = () => signalled.retry !== null || signalled.cancel || signalled.wake;
    const woken = wait > 0 && (await condition(called, wait));
    if (signalled.cancel) return enter(await run.local.cancel({ team_id, event_id }));

    const order = signalled.retry ?? (state.next_attempt_at === null ? null : planned);
    signalled.retry = null;
    signalled.wake = false;
    if (!order && woken) continue;
    if (!order) return state;

    const attempt_number = state.attempts_made + 1;
    enter(await run[state.lane].deliver({ team_id, event_id, attempt_number, ...order }));
    if (endsWorkflow(state)) return state;
    planned = state.attempts_made === attempt_number ? AUTOMATIC : order;
  }

  function enter(next: EventState): EventState {
    if (next.status !== state.status)
      upsertSearchAttributes([{ key: searchAttributes.status, value: next.status }]);
    return (state = next);
  }
}
