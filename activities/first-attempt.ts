import { setTimeout as sleep } from "node:timers/promises";
import type { Failpoint } from "../src/failpoints.ts";
import type { Departing } from "../src/outbox/departing.ts";
import type { DirectLaneDependencies, Holding } from "../src/outbox/direct-lane.ts";
import { fromStored } from "../src/resources/wire.ts";
import type { AttemptDocument, EventDocument } from "../src/store/documents.ts";
import type { DeliverEvent } from "../src/telemetry/webhook.ts";
import type { AttemptInput, RetryOrder } from "../workflows/contract.ts";
import { deliveryOf, settledBy, settlementOf, toAttempt } from "./attempt.ts";
import { createPrepare, type PreparationDependencies } from "./prepare.ts";

/** What a first attempt needs. */
export interface FirstAttemptDependencies extends PreparationDependencies {
  deliver: DeliverEvent;
  random: () => number;
  /** Told of each event of which an attempt was counted. */
  settled: (event: Pick<EventDocument, "status">) => void;
  failpoint?: Failpoint;
}

/**
 * Makes the first attempt of an event without its workflow; resolves when the destination has answered, with what then
 * records it. What is not delivered by it goes to the outbox, for the workflow to go on: at once where nothing was sent,
 * and when its lease, or its request's, runs out where what was sent could not be recorded. Both are rejections.
 */
export type MakeFirstAttempt = DirectLaneDependencies["attempt"];

/** For the settlement of another attempt: how often, and every how many milliseconds. */
const MOST_LOOKS = 100;
const LOOK_EVERY = 100;

const FIRST: RetryOrder = { trigger: "initial", actor: null };

/** The direct lane's attempt: the same steps as an activity's, in the same order. */
export function createFirstAttempt(deps: FirstAttemptDependencies): MakeFirstAttempt {
  const { store, now } = deps;
  const prepare = createPrepare(deps);

  async function settle(
    { event, connection }: Departing,
    made: AttemptDocument,
    hold: Holding,
  ): Promise<void> {
    const { lease, signal, draft } = hold;
    const { workflow_id, ...change } = settlementOf(event, made, connection, now(), deps.random);
    const goesOn = change.status !== "delivered";
    const settlement = { ...change, ...(goesOn && { workflow_id }) };
    await store.events.insertAttempt(made, signal);
    const settled = settledBy(event, made, settlement, goesOn);
    const isOpen = draft?.isOpen();
    const isNew = await draft?.write(settled);
    if (isOpen && isNew) deps.settled(settled);
    else deps.settled(await store.events.settle(made, settlement, event, signal, { lease, goesOn }));
    deps.failpoint?.("after-settlement");
  }

  /** Records the attempt; where one that was ordered meanwhile has its number, as the one after that. */
  async function record(departing: Departing, made: AttemptDocument, hold: Holding): Promise<void> {
    const { event } = departing;
    const fault = await settle(departing, made, hold).then(
      () => null,
      (error: unknown) => ({ error }),
    );
    if (!fault) return;
    const other = await store.events.findAttempt(event, made.attempt_number);
    if (!other || other._id === made._id) throw fault.error;
    const present = await settledPast(event, made.attempt_number);
    await record(
      { ...departing, event: present },
      { ...made, attempt_number: present.attempts_count + 1 },
      hold,
    );
  }

  /** The event once the attempt of that number counts. */
  async function settledPast(event: EventDocument, attemptNumber: number): Promise<EventDocument> {
    for (let looks = 0; looks < MOST_LOOKS; looks++) {
      const present = await store.events.find(event.team_id, event._id);
      if (present && present.attempts_count >= attemptNumber) return present;
      await sleep(LOOK_EVERY);
    }
    throw new Error(`attempt ${attemptNumber} of ${event._id} was not settled`);
  }

  /** Makes the attempt; null where the event's rules, or someone meanwhile, ended it. */
  async function make(departing: Departing, signal: AbortSignal) {
    const { request, connection, destination, sourceName } = departing;
    const { team_id, _id: event_id } = departing.event;
    const { event, unsent } = await prepare(departing.event, connection, FIRST, signal);
    if (unsent) return null;
    const input: AttemptInput = { team_id, event_id, attempt_number: 1, ...FIRST };
    deps.failpoint?.("before-send");
    const delivery = deliveryOf(event, request, sourceName, input);
    const result = await deps.deliver(event, delivery, fromStored(destination), { signal });
    deps.failpoint?.("after-send");
    return { event, made: toAttempt(event, input, result, now()) };
  }

  /** Nothing was sent: the workflow makes the attempt. */
  async function leave({ event }: Departing, { lease, draft }: Holding): Promise<void> {
    const isOpen = draft?.isOpen();
    await draft?.write({ ...event, outbox: { due: now(), lease: null } });
    if (!isOpen) await store.events.release([event._id], lease, now());
  }

  return async (departing, hold) => {
    const attempted = await make(departing, hold.signal).catch(async (error: unknown) => {
      await leave(departing, hold).catch(() => undefined);
      throw error;
    });
    if (!attempted) return () => leave(departing, hold);
    const { event, made } = attempted;
    return () => record({ ...departing, event }, made, hold);
  };
}
