import { setTimeout as sleep } from "node:timers/promises";
import type { Delivery } from "../src/delivery/compose.ts";
import type { HealthTracker } from "../src/delivery/health.ts";
import type { LeavePlace } from "../src/delivery/places.ts";
import type { Failpoint } from "../src/failpoints.ts";
import type { LossCause } from "../src/resources/event.ts";
import { fromStored } from "../src/resources/wire.ts";
import { isFinal, NOT_DUE, WAITING_STATUSES } from "../src/rules/event-status.ts";
import { onRemoteLane, stillToMake, wakeTimeOf, type Lane, type Outcome } from "../src/rules/outcome.ts";
import { isPaced } from "../src/rules/pace.ts";
import type {
  AttemptDocument,
  ConnectionDocument,
  DestinationDocument,
  EventDocument,
} from "../src/store/documents.ts";
import type { RoutedEvent } from "../src/store/routed-events.ts";
import type { Store } from "../src/store/store.ts";
import type { DeliverEvent } from "../src/telemetry/webhook.ts";
import type { Throttle } from "../src/throttle/throttle.ts";
import type { AttemptInput, CancelInput } from "../workflows/contract.ts";
import { deliveryOf, settlementOf, toAttempt } from "./attempt.ts";
import type { BodyRoom, Load } from "./body-room.ts";
import { heartbeating } from "./heartbeat.ts";
import { createJoin } from "./join.ts";
import { endLost, requestOf } from "./lost-request.ts";
import { obstacleOn, type Route } from "./obstacle.ts";
import { isCancelledSince, isEnded, isFor, isMade, isOrdered, isTakenBack, ownTimeOf } from "./orders.ts";
import { watching } from "./watch.ts";
import { createPrepare, type PreparationDependencies } from "./prepare.ts";
import { createUnattempted, keyOf, throwGone, type UnattemptedDependencies } from "./unattempted.ts";

/** What delivery needs. */
export interface DeliveryDependencies extends PreparationDependencies {
  store: PreparationDependencies["store"] & UnattemptedDependencies["store"] & Pick<Store, "findRoutedEvent">;
  deliver: DeliverEvent;
  health: HealthTracker;
  throttle: Pick<Throttle, "enter" | "leave">;
  /** Of this process: bodies are loaded when there is room for them. */
  bodies: BodyRoom;
  now: () => Date;
  random: () => number;
  /** Told of each event whose attempt is about to be made. */
  begun: (eventId: string) => void;
  /** Told of each event of which an attempt was counted. */
  settled: (event: EventDocument) => void;
  failpoint?: Failpoint;
}

/** Clocks differ: an attempt may be made so many milliseconds early. */
const EARLY = 250;
const isDue = (event: EventDocument, now: Date) => (wakeTimeOf(event) ?? 0) - EARLY <= now.getTime();
/** What was read of an event longer ago, in milliseconds, is looked at again before its attempt. */
const FRESH = 25;

/** Milliseconds that a run may take: as long as Temporal waits for it (`startToCloseTimeout` in workflows/event.ts). */
const RUN_WITHIN = 180_000;

/** Bytes for which the body of an event counts whose record is older than its size. */
const UNKNOWN_SIZE = 256 * 1024;

/** One run of `deliver`: what it is asked for, and how. */
interface Run {
  /** As the workflow counts the attempts; it may not know of the latest. */
  asked: AttemptInput;
  /** As the event counts them. */
  input: AttemptInput;
  lane: Lane;
  signal: AbortSignal;
  sourceName: string | null;
  /** When the event was read, on the clock of `performance`. */
  readAt: number;
}

/** There is no room for the body now; `elsewhere`: how its workflow asks again. */
interface Crowded extends Load {
  elsewhere: Outcome;
}

/** The steps of an event's workflow, each safe to run again. */
export function createDeliveryActivities(deps: DeliveryDependencies) {
  const { store, now } = deps;
  const prepare = createPrepare(deps);
  const join = createJoin<Outcome>(RUN_WITHIN);
  const unattempted = createUnattempted(deps);
  const { outcome, find, change, free, rest, unmade, end } = unattempted;

  /** What the attempt is to send; read before its turn comes, so that nothing lies between turn and start. */
  async function load(event: EventDocument, { sourceName, input }: Run): Promise<Delivery | LossCause> {
    const request = await requestOf(store.requests, event);
    return typeof request === "string" ? request : deliveryOf(event, request, sourceName, input);
  }

  /** Whether it was cancelled since it was read: what has not started then must not. */
  async function isStopped(event: EventDocument, { input, readAt }: Run): Promise<boolean> {
    if (performance.now() - readAt < FRESH) return false;
    const present = await find(keyOf(event));
    return isOrdered(input) ? isTakenBack(present, input) : isFinal(present.status);
  }

  /**
   * Makes the attempt when its turn has come, and keeps its place; answers when it is to come again where that is later,
   * and why it is not to be made any more.
   */
  async function attempt(
    event: EventDocument,
    destination: DestinationDocument,
    run: Run,
  ): Promise<AttemptDocument | Date | "CANCELLED" | LossCause> {
    const isUnwanted = () => isStopped(event, run);
    const [delivery, unwanted] = await Promise.all([load(event, run), isUnwanted()]);
    if (unwanted) return "CANCELLED";
    if (typeof delivery === "string") return delivery;
    const entering = { ...event, own_attempt_at: ownTimeOf(event, run.input) };
    const turn = await watching(() => deps.throttle.enter(entering, destination, run.lane), isUnwanted);
    if (turn.result) return turn.result;
    try {
      run.signal.throwIfAborted();
      if (turn.stopped) return "CANCELLED";
      deps.failpoint?.("before-send");
      const result = await deps.deliver(event, delivery, fromStored(destination), { signal: run.signal });
      deps.failpoint?.("after-send");
      return toAttempt(event, run.input, result, now());
    } catch (error) {
      await deps.throttle.leave(event, destination);
      throw error;
    }
  }

  /** The event waits for its turn under the destination's rate limit; its status stays. */
  async function postpone(
    event: EventDocument,
    { rate_limit }: DestinationDocument,
    { asked, input }: Run,
    until: Date,
  ): Promise<Outcome> {
    const waiting = (present: EventDocument) =>
      isOrdered(asked) ? stillToMake(outcome(present), asked.attempt_number, now()) : outcome(present);
    // A place among those that wait for another attempt's end was written on entering, and may have been called since.
    if (!rate_limit || !isPaced(rate_limit)) return waiting(await find(keyOf(event)));
    const wait = { slot_at: until, next_attempt_at: until, own_attempt_at: ownTimeOf(event, input) };
    const changed = await change(event, [event.status], wait);
    // The last part of the wait is spent in the activity, where it must not hold a workflow task.
    return { ...waiting(changed), lane: "remote" };
  }

  /** Writes what an attempt makes of its event, and the attempt, unless that was written before a crash. */
  async function record(
    event: EventDocument,
    made: AttemptDocument,
    connection: ConnectionDocument | null,
    write: "recordAttempt" | "settle",
    signal: AbortSignal,
  ): Promise<EventDocument> {
    const own = write === "recordAttempt" && event.attempts_count === 0 ? { lane: "workflow" as const } : {};
    const settlement = { ...settlementOf(event, made, connection, now(), deps.random), ...own };
    const status = isCancelledSince(event, made) ? "processing" : event.status;
    const settled = await store.events[write](made, settlement, { ...event, status }, signal);
    deps.failpoint?.("after-settlement");
    deps.settled(settled);
    return settled;
  }

  /** The attempt is not to be made any more: the event's place is free for others. */
  async function giveUp(
    event: EventDocument,
    destination: DestinationDocument,
    input: AttemptInput,
    cause: "CANCELLED" | LossCause,
  ): Promise<Outcome> {
    const left = cause === "CANCELLED" ? await find(input) : await endLost(store, event, cause, now());
    return end(await free(left, destination), input, cause);
  }

  /** Makes the attempt, unless there is something against it. */
  async function proceed(found: EventDocument, route: Route, run: Run): Promise<Outcome> {
    const { input, signal } = run;
    const { connection, destination } = route;
    const ordered = isOrdered(input);
    const obstacle = obstacleOn(route, ordered);
    if (obstacle === "PAUSED") return outcome(await unattempted.hold(found));
    if (obstacle || !destination) {
      const ignored = await unattempted.ignore(found, obstacle ?? "DESTINATION_DISABLED");
      return end(await free(ignored, destination), input, "DESTINATION_DISABLED");
    }
    if (!ordered && !isDue(found, now())) {
      // Where our clock is behind the server's, its timers end too early, and would again at once.
      await sleep(EARLY);
      return outcome(found);
    }
    const { event, unsent } = await prepare(found, connection, input, signal);
    if (unsent) return end(await free(event, destination), input, unsent);
    const attempted = await attempt(event, destination, run);
    if (typeof attempted === "string") return giveUp(event, destination, input, attempted);
    if (attempted instanceof Date) return postpone(event, destination, run, attempted);
    // The record must not fail because the place could not be freed: that has time until MongoDB has taken it.
    const freed = free(event, destination).catch(() => null);
    const settled = await record(event, attempted, connection, "recordAttempt", signal);
    if (!(await freed)) await free(event, destination);
    return outcome(settled);
  }

  async function findRouted({ team_id, event_id }: AttemptInput): Promise<RoutedEvent> {
    return (await store.findRoutedEvent(team_id, event_id)) ?? throwGone(event_id);
  }

  /** `taken`: the place and the room that were taken for it. Without, it answers how it is asked for again. */
  async function tryDeliver(
    asked: AttemptInput,
    signal: AbortSignal,
    lane: Lane,
    taken: { place: boolean; room: boolean },
  ): Promise<Outcome | Crowded> {
    const { event: found, made, sourceName, ...route } = await findRouted(asked);
    const readAt = performance.now();
    const ordered = isOrdered(asked);
    if (await isMade(store.events, found, asked)) return unmade(found, asked);
    const attempt_number = found.attempts_count + 1;
    const trigger = found.released && !ordered ? "unpause" : asked.trigger;
    const input: AttemptInput = { ...asked, trigger, attempt_number };
    if (made) {
      // Written before a crash: by this order, or by another one, after which this one's comes.
      const settled = await record(found, made, route.connection, "settle", signal);
      return isFor(made, input) ? outcome(settled) : tryDeliver(asked, signal, lane, taken);
    }
    const isOver = ordered ? isTakenBack(found, asked) || isEnded(found, asked) : isFinal(found.status);
    if (isOver) return end(await rest(found), asked, "CANCELLED");
    const elsewhere = onRemoteLane(outcome(found), { ...asked, ordered }, now());
    if (!taken.place) return elsewhere;
    const load = { bytes: found.body_size ?? UNKNOWN_SIZE, destinationId: found.destination_id };
    const leaveRoom = taken.room ? () => undefined : deps.bodies.take(load);
    if (!leaveRoom) return { ...load, elsewhere };
    try {
      return await proceed(found, route, { asked, input, lane, signal, sourceName, readAt });
    } finally {
      leaveRoom();
    }
  }

  /** Waits for room where there is none, but not in a workflow's task; after a while the workflow asks again. */
  async function deliverAt(
    asked: AttemptInput,
    signal: AbortSignal,
    lane: Lane,
    place: boolean,
  ): Promise<Outcome> {
    const made = await tryDeliver(asked, signal, lane, { place, room: false });
    if (!("elsewhere" in made)) return made;
    const leaveRoom = lane === "local" ? null : await deps.bodies.wait(made, signal);
    if (!leaveRoom) return made.elsewhere;
    try {
      const again = await tryDeliver(asked, signal, lane, { place, room: true });
      return "elsewhere" in again ? again.elsewhere : again;
    } finally {
      leaveRoom();
    }
  }

  /** Only on the local lane has a destination so many places and no more. */
  async function enter(asked: AttemptInput, lane: Lane): Promise<LeavePlace | null> {
    if (lane === "remote") return () => undefined;
    return deps.health.enterLocal(asked.destination_id ?? (await find(asked)).destination_id);
  }

  async function deliver(asked: AttemptInput, signal: AbortSignal, lane: Lane): Promise<Outcome> {
    const leave = await enter(asked, lane).finally(() => deps.begun(asked.event_id));
    try {
      return await deliverAt(asked, signal, lane, leave !== null);
    } finally {
      leave?.();
    }
  }

  return {
    /**
     * Makes one attempt of an event and records it, or finds that it was made already, or that none is to be made.
     * Throws only for faults of our own.
     */
    deliver: (input: AttemptInput): Promise<Outcome> =>
      heartbeating((signal, lane) => {
        const { event_id, attempt_number, id = "" } = input;
        return join(`${event_id} ${attempt_number} ${id}`, () => deliver(input, signal, lane));
      }),

    /** Ends a waiting event without another attempt, and takes back what was ordered for another one. */
    async cancel({ taken_back, ...key }: CancelInput): Promise<Outcome> {
      await store.orders.noteTakenBack(key.team_id, key.event_id, taken_back);
      const event = await find(key);
      // Where the API was asked, all of this was done at once; a signal of an engineer comes without that.
      const cancelled = { status: "cancelled", cause: null, orders_taken_back_at: now() } as const;
      const ended = await change(event, WAITING_STATUSES, { ...NOT_DUE, ...cancelled });
      await store.orders.forget(event);
      return outcome(await rest(ended));
    },
  };
}
