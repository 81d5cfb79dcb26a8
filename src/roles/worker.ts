import { createBodyRoom } from "../../activities/body-room.ts";
import { createBulkSettlement } from "../../activities/bulk-settlement.ts";
import { createActivities, type ActivityDependencies } from "../../activities/index.ts";
import { createBulkRunner } from "../outbox/bulk-runner.ts";
import { createChangeRunner } from "../outbox/change-runner.ts";
import { createDispatcher, type DispatchedBatch } from "../outbox/dispatcher.ts";
import { createEraser } from "../outbox/eraser.ts";
import { createKeeper } from "../outbox/keeper.ts";
import { createReconciler } from "../outbox/reconciler.ts";
import { repeat } from "../outbox/repeat.ts";
import { createReplay } from "../outbox/replay.ts";
import { createRightOfWay } from "../outbox/right-of-way.ts";
import { createSimulationWatch } from "../outbox/simulation-watch.ts";
import { createUnderWay } from "../outbox/under-way.ts";
import type { Metrics } from "../telemetry/metrics.ts";
import { createBulkWorkflows } from "../temporal/bulk-workflows.ts";
import { loadWorkflowBundle } from "../temporal/bundle.ts";
import { eventStart, laneOf } from "../temporal/event-start.ts";
import { createEventWorkflows } from "../temporal/event-workflows.ts";
import { runWorker, type WorkerHandle } from "../temporal/worker.ts";
import { createWorkflowRuns } from "../temporal/workflow-runs.ts";
import { createThrottle } from "../throttle/throttle.ts";
import type { Context } from "./context.ts";

/** Milliseconds for Temporal to say that it is there. */
const ANSWERS_WITHIN = 3000;

/** Runs the workflows, and what keeps them going: dispatch, reconciliation, upkeep. */
export async function startWorkerRole(context: Context): Promise<WorkerHandle> {
  const { settings, sandbox, store, temporal, delivery, parts, log, metrics, telemetry } = context;
  const { newLease, now, failpoint } = context;
  const throttle = createThrottle(store, now);
  const starts = { lane: delivery.health.lane, signalWindow: settings.signalWindow, now };
  const underWay = createUnderWay();
  const work: ActivityDependencies = {
    store,
    sandbox,
    throttle,
    bodies: createBodyRoom(),
    begun: underWay.begun,
    deliver: telemetry.delivering(delivery.deliver),
    health: delivery.health,
    transformed: telemetry.transformed,
    settled: telemetry.settled,
    now,
    random: Math.random,
    replay: createReplay({ store, route: context.router.route, newLease, now }),
    startOf: (event, order) => eventStart(event, starts, order),
    signalWindow: settings.signalWindow,
    failpoint,
  };
  const activities = createActivities(work);
  const worker = parts.own(
    runWorker(temporal, { bundle: await loadWorkflowBundle(settings.workflowBundle), activities, log }),
  );
  const hasWorker = () => worker.status() === "running";
  const workflows = createEventWorkflows(temporal, { ...starts, hasWorker });
  const mend = { name: "the mender of rate limits", pause: 5000, turn: throttle.mend, log };
  parts.own(repeat(mend));
  parts.own(createKeeper({ store, now, log }));
  parts.own(createEraser({ ...store, now, log }));
  const runs = createWorkflowRuns(temporal);
  const patience = settings.reconcileAfter;
  parts.own(createSimulationWatch({ store, isOpen: (id) => runs.isOpen(id), patience, now, log }));
  parts.own(
    createReconciler({
      stranded: store.stranded,
      leases: store.leases,
      runs,
      patience,
      holder: newLease(),
      now,
      log,
      recovered: (events) => metrics.recovered.inc({ of: "runs" }, events),
      failpoint,
    }),
  );
  const { settleEnded: settle } = createBulkSettlement(work);
  parts.own(
    createBulkRunner({ store, workflows: createBulkWorkflows(temporal), settle, newLease, now, log }),
  );
  parts.own(createChangeRunner({ store, throttle, newLease, now, log, failpoint }));
  parts.own(
    createDispatcher({
      ...store,
      assign: throttle.assign,
      tell: telemetry.telling(workflows.tell),
      answers: () => temporal.answers(ANSWERS_WITHIN),
      underWay,
      lane: (event) => laneOf(event, starts),
      rightOfWay: createRightOfWay(delivery.health.ails),
      paced: (pace) => metrics.ailingPace.set(pace),
      newLease,
      now,
      log,
      dispatched: countDispatched(metrics),
      failpoint,
    }),
  );
  return worker;
}

function countDispatched({ dispatched, backOff }: Metrics): (batch: DispatchedBatch) => void {
  return ({ via, counts, backOff: ms }) => {
    for (const [result, count] of Object.entries(counts)) dispatched.inc({ via, result }, count);
    backOff.set(ms / 1000);
  };
}
