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
 * The life of one event: wait until its next attempt is due or someone orders one, attempt, and go on by how the event
 * then stands. Where no attempt is due any more, it waits for an order until the window closes. Each order gets an
 * attempt of its own, in turn, also one that comes while an attempt is under way; a cancel takes back the orders
 * before it. A change of what is awaited here needs `patched()`: runs last for weeks, and test/histories replays them.
 */
export async function deliverEvent(input: EventInput): Promise<EventState> {
  const { team_id, event_id, signal_window, not_before, attempts_made, lane } = input;
  let state: EventState = { status: "queued", attempts_made, next_attempt_at: not_before, lane };
  const asked = listen();
  const isAsked = () => asked.orders.length > 0 || asked.cancel || asked.wake;
  setHandler(stateQuery, () => state);

  for (let planned = attempts_made === 0 ? FIRST : AUTOMATIC; ;) {
    const isOpen = state.status === "queued" || state.status === "processing" || state.status === "held";
    const wait = (state.next_attempt_at ?? Date.now() + (isOpen ? 0 : signal_window)) - Date.now();
    const woken = wait > 0 && (await condition(isAsked, wait));

    if (asked.cancel) {
      asked.cancel = false;
      enter(await run.local.cancel({ team_id, event_id }));
      if (asked.orders.length === 0) return state;
    }
    const isDue = isOpen || state.next_attempt_at !== null;
    const order = asked.orders.shift() ?? (isDue ? planned : null);
    asked.wake = false;
    if (!order && woken) continue;
    if (!order) return state;

    const attempt_number = state.attempts_made + 1;
    enter(await run[state.lane].deliver({ team_id, event_id, attempt_number, ...order }));
    // Released while it was being held: the wake is for this run, as there is no other.
    const goesOn = asked.orders.length > 0 || (asked.wake && state.status === "held");
    if (endsWorkflow(state) && !goesOn) return state;
    planned = state.attempts_made < attempt_number ? order : AUTOMATIC;
  }

  function enter(next: EventState): void {
    if (next.status !== state.status)
      upsertSearchAttributes([{ key: searchAttributes.status, value: next.status }]);
    state = next;
  }
}

/** What signals have asked for so far; a cancel takes back the orders before it. */
function listen() {
  const asked = { orders: [] as RetryOrder[], cancel: false, wake: false };
  setHandler(retrySignal, (order) => void asked.orders.push({ ...BY_ENGINEER, ...order }));
  setHandler(cancelSignal, () => void Object.assign(asked, { orders: [], cancel: true }));
  setHandler(wakeSignal, () => void (asked.wake = true));
  return asked;
}
