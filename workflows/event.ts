import {
  condition,
  defineSignal,
  patched,
  proxyActivities,
  proxyLocalActivities,
  setDefaultSignalHandler,
  setHandler,
  upsertSearchAttributes,
} from "@temporalio/workflow";
import type { Activities } from "../activities/index.ts";
import { endsWorkflow, isDue, isPostponed } from "../src/rules/outcome.ts";
import { cancelSignal, retrySignal, searchAttributes, stateQuery, wakeSignal } from "./contract.ts";
import type { EventInput, EventState, RetryOrder } from "./contract.ts";

/**
 * For our own faults, such as MongoDB being away; a destination's failure is a value and is never retried here. After an
 * outage, however long, all goes on within the longest wait; ten thousand that wait are some 700 tries a second.
 */
const retry = { initialInterval: "1s", backoffCoefficient: 2, maximumInterval: "15s" } as const;
const run = {
  local: proxyLocalActivities<Activities>({ startToCloseTimeout: "3m", localRetryThreshold: "10s", retry }),
  remote: proxyActivities<Activities>({ startToCloseTimeout: "3m", heartbeatTimeout: "20s", retry }),
};

const FIRST: RetryOrder = { trigger: "initial", actor: null };
const AUTOMATIC: RetryOrder = { trigger: "automatic", actor: null };
const BY_ENGINEER: RetryOrder = { trigger: "manual", actor: "signal" };

/** Since then an order that comes while another one waits for its turn is made after it, not in its place. */
const IN_TURN = "orders-in-turn";
/** Since then an order that comes after a cancel is made, also where both came before the first task. */
const AS_THEY_CAME = "signals-as-they-came";

/**
 * The life of one event: wait until its next attempt is due or someone orders one, attempt, and go on by how the event
 * then stands. Where no attempt is due any more, it waits for an order until the window closes. Each order gets an
 * attempt of its own, in turn, also one that comes while an attempt is under way, or behind one that waits for its turn
 * under a rate limit; a cancel takes back the orders before it. A change of what is awaited here needs `patched()`: runs
 * last for weeks, and test/histories replays them.
 */
export async function deliverEvent(input: EventInput): Promise<EventState> {
  const {
    team_id,
    event_id,
    destination_id,
    signal_window,
    not_before: next_attempt_at,
    attempts_made,
    lane,
  } = input;
  let state: EventState = { status: "queued", attempts_made, next_attempt_at, lane };
  const asked = listen(input.order);
  const isAsked = () => asked.orders.length > 0 || asked.cancel || asked.wake;
  setHandler(stateQuery, () => state);

  for (let planned = ownOf(state); ;) {
    const idle = isDue(state) ? 0 : signal_window;
    const wait = (state.next_attempt_at ?? Date.now() + idle) - Date.now();
    const woken = wait > 0 && (await condition(isAsked, wait));

    if (asked.cancel) {
      const taken_back = takeBack(asked, planned);
      enter(await run.local.cancel({ team_id, event_id, taken_back }));
      if (asked.orders.length === 0) return state;
      planned = ownOf(state);
    }
    const order = take(asked, isDue(state) ? planned : null);
    if (!order && woken) continue;
    if (!order) return state;

    const attempt_number = state.attempts_made + 1;
    enter(await run[state.lane].deliver({ team_id, event_id, destination_id, attempt_number, ...order }));
    planned = isPostponed(state, attempt_number) ? order : ownOf(state);
    if (!isOrdered(planned)) asked.orders.unshift(...asked.behind.splice(0));
    // Released while it was being held: the wake is for this run, as there is no other.
    const goesOn = asked.orders.length > 0 || (asked.wake && state.status === "held");
    if (endsWorkflow(state) && !goesOn) return state;
  }

  function enter(next: EventState): void {
    if (next.status !== state.status)
      upsertSearchAttributes([{ key: searchAttributes.status, value: next.status }]);
    state = next;
  }
}

/** The attempt that an event makes by itself. */
const ownOf = ({ attempts_made }: EventState) => (attempts_made === 0 ? FIRST : AUTOMATIC);
const isOrdered = (attempt: RetryOrder) => attempt !== FIRST && attempt !== AUTOMATIC;

/** What was asked for so far. */
interface Asked {
  orders: RetryOrder[];
  /** Orders that come after one which waits for its turn. */
  behind: RetryOrder[];
  /** Orders that a cancel took back. */
  dropped: RetryOrder[];
  cancel: boolean;
  wake: boolean;
}

/** The attempt that comes next: one that was ordered, or else the one that is planned; which goes first where it was ordered. */
function take(asked: Asked, planned: RetryOrder | null): RetryOrder | null {
  asked.wake = false;
  const waits = planned !== null && isOrdered(planned) && asked.orders.length > 0;
  if (waits && patched(IN_TURN)) asked.behind.push(...asked.orders.splice(0));
  return asked.orders.shift() ?? planned;
}

/** The ids of what a cancel has dropped, the order that waits for its turn too: nothing of it is under way. */
function takeBack(asked: Asked, planned: RetryOrder): string[] {
  asked.cancel = false;
  return [planned, ...asked.dropped.splice(0)].flatMap(({ id }) => id ?? []);
}

/** Takes what signals, and the start, ask for; a cancel takes back the orders before it. */
function listen(first?: RetryOrder): Asked {
  const orders = first ? [first] : [];
  const asked: Asked = { orders, behind: [], dropped: [], cancel: false, wake: false };
  const heard = new Map<string, (order?: Partial<RetryOrder>) => void>([
    [retrySignal.name, (order) => void asked.orders.push({ ...BY_ENGINEER, ...order })],
    [wakeSignal.name, () => void (asked.wake = true)],
    [
      cancelSignal.name,
      () => {
        asked.dropped.push(...asked.orders.splice(0), ...asked.behind.splice(0));
        asked.cancel = true;
      },
    ],
  ]);
  // What came before the first task is told as soon as a handler takes it: in order of arrival, if one takes all.
  setDefaultSignalHandler((name, order) => heard.get(name)?.(order as Partial<RetryOrder>));
  for (const [name, handler] of heard) setHandler(defineSignal(name), handler);
  const reordered = asked.cancel && asked.orders.length > 0;
  if (reordered && !patched(AS_THEY_CAME)) asked.dropped.push(...asked.orders.splice(0));
  return asked;
}
