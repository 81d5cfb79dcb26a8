import type { Deliver } from "../src/delivery/deliver.ts";
import type { Failpoint } from "../src/failpoints.ts";
import type { Departing } from "../src/outbox/direct-lane.ts";
import { fromStored } from "../src/resources/wire.ts";
import type { AttemptDocument } from "../src/store/documents.ts";
import type { AttemptInput, RetryOrder } from "../workflows/contract.ts";
import { deliveryOf, settlementOf, toAttempt } from "./attempt.ts";
import { createPrepare, type PreparationDependencies } from "./prepare.ts";

/** What a first attempt needs. */
export interface FirstAttemptDependencies extends PreparationDependencies {
  deliver: Deliver;
  random: () => number;
  /** Told of each attempt that was made: its result and its milliseconds. */
  attempted: (result: string, latencyMs: number) => void;
  failpoint?: Failpoint;
}

/**
 * Makes the first attempt of an event without its workflow, under the event's outbox lease, and records it. What is not
 * delivered by it goes back to the outbox, for the workflow to go on. Rejects where nothing was sent.
 */
export type FirstAttempt = (departing: Departing, lease: string, signal: AbortSignal) => Promise<void>;

const FIRST: RetryOrder = { trigger: "initial", actor: null };

/** The direct lane's attempt: the same steps as an activity's, in the same order. */
export function createFirstAttempt(deps: FirstAttemptDependencies): FirstAttempt {
  const { store, now } = deps;
  const prepare = createPrepare(deps);

  async function record(
    { event, connection }: Departing,
    made: AttemptDocument,
    lease: string,
  ): Promise<void> {
    const { workflow_id, ...change } = settlementOf(event, made, connection, now(), deps.random);
    const goesOn = change.status !== "delivered";
    const settlement = { ...change, ...(goesOn && { workflow_id }) };
    await store.events.recordAttempt(made, settlement, event.status, { lease, goesOn });
    deps.failpoint?.("after-settlement");
  }

  return async (departing, lease, signal) => {
    const { request, connection, destination, sourceName } = departing;
    const { team_id, _id: event_id } = departing.event;
    const { event, send } = await prepare(departing.event, connection, FIRST, signal);
    if (!send) return store.events.release([event_id], lease, now());
    const input: AttemptInput = { team_id, event_id, attempt_number: 1, ...FIRST };
    deps.failpoint?.("before-send");
    const delivery = deliveryOf(event, request, sourceName, input);
    const result = await deps.deliver(delivery, fromStored(destination), { signal });
    deps.failpoint?.("after-send");
    deps.attempted(result.error_code ?? "delivered", result.latency_ms);
    await record({ ...departing, event }, toAttempt(event, input, result, now()), lease);
  };
}
