import type { WorkflowHandle } from "@temporalio/client";
import { TypedSearchAttributes } from "@temporalio/common";
import {
  controlled,
  delivers,
  endsAs,
  fails,
  failsFor,
  scripted,
  waitsFor,
} from "../../test/workflows/scripted-event.ts";
import {
  cancelSignal,
  EVENT_WORKFLOW,
  retrySignal,
  searchAttributes,
  stateQuery,
} from "../../workflows/contract.ts";
import type {
  AttemptInput,
  CancelInput,
  EventInput,
  EventKey,
  RetryOrder,
} from "../../workflows/contract.ts";
import type { deliverEvent } from "../../workflows/index.ts";
import type { Recorder, Ways } from "./recorder.ts";

type Handle = WorkflowHandle<typeof deliverEvent>;

/** One way an event can go. */
interface Scenario {
  event: ReturnType<typeof scripted>;
  input?: Partial<EventInput>;
  /** Milliseconds from the start until the first attempt is due. */
  delay?: number;
  /** An order that comes with the start. */
  order?: RetryOrder;
  /** What is done from outside before a worker takes it up. */
  before?: (handle: Handle) => Promise<void>;
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
  "cancelled-then-retried-before-it-began": {
    event: scripted(delivers),
    async before(handle) {
      await handle.signal(cancelSignal);
      await handle.signal(retrySignal, byKey);
    },
  },
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

const nameOf = ({ event_id }: EventKey) => event_id.replace("evt_", "");

/** An event that bulk operations send: it fails by itself, and is delivered when it is sent again. */
const inBulk = scripted(async (input, now) =>
  (input.trigger === "bulk_retry" ? delivers : fails)(input, now),
);
const eventOf = (key: EventKey) => scenarios[nameOf(key)]?.event ?? inBulk;

/** The ways that an event can go. */
export const eventWays: Ways = {
  activities: {
    deliver: async (input: AttemptInput) => eventOf(input).deliver(input, Date.now()),
    cancel: async (input: CancelInput) => eventOf(input).cancel(input),
  },
  ways: Object.fromEntries(
    Object.entries(scenarios).map(([name, scenario]) => [
      name,
      (recorder) => begin(recorder, name, scenario),
    ]),
  ),
};

async function begin(
  { client, serve, ...recorder }: Recorder,
  name: string,
  { input, delay = 0, order, before, meanwhile }: Scenario,
): Promise<Handle> {
  const event_id = `evt_${name}`;
  const taskQueue = before ? event_id : recorder.taskQueue;
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
  await before?.(handle);
  if (before) await serve(taskQueue);
  await meanwhile?.(handle);
  return handle;
}

async function reach(handle: Handle, attempts: number): Promise<void> {
  while ((await handle.query(stateQuery)).attempts_made < attempts);
}

/** Until its order waits for its turn. */
async function reachTurn(handle: Handle): Promise<void> {
  while ((await handle.query(stateQuery)).next_attempt_at === null);
}
