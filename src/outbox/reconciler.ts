import { setTimeout as sleep } from "node:timers/promises";
import type { Failpoint } from "../failpoints.ts";
import { eventWorkflowId } from "../rules/workflow-id.ts";
import type { LeaseStore } from "../store/leases.ts";
import type { OverdueEvent, StrandedEvents } from "../store/stranded-events.ts";
import type { Logger } from "../telemetry/log.ts";
import { repeat, type Loop } from "./repeat.ts";

/** What Temporal is asked. Both reject where it does not answer. */
export interface WorkflowRuns {
  /** Makes again what a namespace must have, should it have lost it. */
  prepare: () => Promise<void>;
  /** Whether Temporal has a run of this workflow that goes on. */
  isOpen: (workflowId: string) => Promise<boolean>;
}

/** What the reconciler needs. */
export interface ReconcilerDependencies {
  stranded: StrandedEvents;
  leases: LeaseStore;
  runs: WorkflowRuns;
  /** Milliseconds after which an event that is due counts as overdue. */
  patience: number;
  /** Names this process. */
  holder: string;
  now: () => Date;
  log: Logger;
  /** Told how many events had lost their runs. */
  recovered?: (events: number) => void;
  failpoint?: Failpoint;
}

const EVERY = 30_000;
/** Milliseconds for which the duty is ours after each group. */
const HOLD = 30_000;
/** So many runs are asked for each second, at most… */
const GROUP = 100;
const PACE = 1000;
/** …and so many at once. */
const AT_ONCE = 10;

/**
 * Compares MongoDB, which holds what was promised, with Temporal, which was told of it. An event that is due, is not in
 * the outbox, and of which nothing was heard for a while should have an open run; where Temporal has none, because its
 * data is lost or someone ended the run, the event goes back to the outbox and gets a new one, the oldest first. An event
 * that waits for a later time is not asked for before: until then its workflow would only have slept. One process at a
 * time does this; it reads, and asks, in proportion to what is overdue.
 */
export function createReconciler(deps: ReconcilerDependencies): Loop {
  const { stranded, runs, now } = deps;
  const stop = new AbortController();

  const hasDuty = () => deps.leases.take("reconciler", deps.holder, now(), HOLD);

  async function withoutRun(events: OverdueEvent[]): Promise<OverdueEvent[]> {
    const lost: OverdueEvent[] = [];
    const queue = events.values();
    const ask = async () => {
      for (const event of queue) {
        if (!(await runs.isOpen(event.workflow_id ?? eventWorkflowId(event._id)))) lost.push(event);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, ask));
    return lost;
  }

  async function round(): Promise<void> {
    await runs.prepare();
    const since = new Date(now().getTime() - deps.patience);
    for await (const group of stranded.overdue(since, GROUP)) {
      if (stop.signal.aborted || !(await hasDuty())) return;
      const pace = sleep(PACE, undefined, { signal: stop.signal }).catch(() => undefined);
      const restarted = await stranded.putBack(await withoutRun(group), now());
      deps.recovered?.(restarted);
      if (restarted > 0) {
        deps.failpoint?.("after-put-back");
        deps.log.warn({ events: restarted }, "Temporal has lost runs; their events are started again");
      }
      if (group.length === GROUP) await pace;
    }
  }

  const loop = repeat({
    name: "the reconciler",
    pause: Math.min(EVERY, deps.patience),
    log: deps.log,
    turn: async () => {
      if (await hasDuty()) await round();
      return 0;
    },
  });
  return {
    async [Symbol.asyncDispose]() {
      stop.abort();
      await loop[Symbol.asyncDispose]();
    },
  };
}
