import { setTimeout as sleep } from "node:timers/promises";
import { ApplicationFailure } from "@temporalio/activity";
import type { Delivery } from "../src/delivery/compose.ts";
import type { Deliver, DeliveryResult } from "../src/delivery/deliver.ts";
import type { HealthTracker } from "../src/delivery/health.ts";
import { newId } from "../src/ids.ts";
import { FINAL_STATUSES, type EventCause, type EventStatus } from "../src/resources/event.ts";
import { fromStored } from "../src/resources/wire.ts";
import { outcomeOf, wakeTimeOf, type Outcome } from "../src/rules/outcome.ts";
import { parseRetryAfter } from "../src/rules/retry-after.ts";
import { settle } from "../src/rules/settlement.ts";
import type {
  AttemptDocument,
  ConnectionDocument,
  DestinationDocument,
  EventDocument,
} from "../src/store/documents.ts";
import type { EventStore } from "../src/store/events.ts";
import type { Store } from "../src/store/store.ts";
import type { Throttle } from "../src/throttle/throttle.ts";
import { delivered } from "../src/transform/payload.ts";
import type { AttemptInput, EventKey, RetryOrder } from "../workflows/contract.ts";
import { heartbeating } from "./heartbeat.ts";
import { createPrepare, requestOf, type PreparationDependencies } from "./prepare.ts";

/** What delivery needs. */
export interface DeliveryDependencies extends PreparationDependencies {
  store: PreparationDependencies["store"] & Pick<Store, "connections" | "destinations" | "changes">;
  deliver: Deliver;
  health: HealthTracker;
  throttle: Pick<Throttle, "enter" | "leave">;
  now: () => Date;
  random: () => number;
  /** Told of each attempt that was made: its result and its milliseconds. */
  attempted: (result: string, latencyMs: number) => void;
}

const WAITING: EventStatus[] = ["queued", "processing", "held"];
const isFinal = (status: EventStatus) => (FINAL_STATUSES as readonly EventStatus[]).includes(status);
const isOrdered = ({ trigger }: RetryOrder) => trigger === "manual" || trigger === "bulk_retry";
const isSameOrder = (a: RetryOrder, b: RetryOrder) => a.trigger === b.trigger && a.actor === b.actor;

/** An attempt that was made has used up the event's place and its release. */
const NO_PLACE = { released: false, slot_at: null };
/** Clocks differ: an attempt may be made so many milliseconds early. */
const EARLY = 250;
const isDue = (event: EventDocument, now: Date) => (wakeTimeOf(event) ?? 0) - EARLY <= now.getTime();

/** What an attempt is made over. */
interface Route {
  connection: ConnectionDocument | null;
  destination: DestinationDocument;
}

/** The steps of an event's workflow, each safe to run again. */
export function createDeliveryActivities(deps: DeliveryDependencies) {
  const { store, now } = deps;
  const prepare = createPrepare(deps);
  const outcome = (event: EventDocument) => outcomeOf(event, deps.health.lane(event.destination_id));

  async function find({ team_id, event_id }: EventKey): Promise<EventDocument> {
    const event = await store.events.find(team_id, event_id);
    if (!event) throw ApplicationFailure.nonRetryable(`event ${event_id} is not kept any more`);
    return event;
  }

  /** Changes a waiting event; one that is not waiting any more stays as it is. */
  async function change(
    event: EventDocument,
    status: EventStatus,
    cause: EventCause | null,
  ): Promise<Outcome> {
    const next = { status, cause, next_attempt_at: null, slot_at: null, updated_at: now() };
    return outcome((await store.events.change(event, WAITING, next)) ?? (await find(keyOf(event))));
  }

  /** Where the event goes now, or why it goes nowhere. An operator's order counts more than a connection's switch. */
  async function routeOf(event: EventDocument, ordered: boolean): Promise<Route | EventCause | "PAUSED"> {
    const [connection, destination] = await Promise.all([
      store.connections.find(event.team_id, event.connection_id),
      store.destinations.find(event.team_id, event.destination_id),
    ]);
    if (!ordered && !connection?.enabled) return "CONNECTION_DISABLED";
    if (!destination?.enabled) return "DESTINATION_DISABLED";
    if (!ordered && connection?.paused_at) return "PAUSED";
    return { connection, destination };
  }

  /** Where the connection goes on already, its held events were released without this one. */
  async function hold(event: EventDocument): Promise<Outcome> {
    const held = await change(event, "held", null);
    if (held.status === "held" && (await routeOf(event, false)) !== "PAUSED") {
      await store.changes.note({ _id: event.connection_id, team_id: event.team_id }, now());
    }
    return held;
  }

  /** What the attempt is to send; read before its turn comes, so that nothing lies between turn and start. */
  async function load(event: EventDocument, input: AttemptInput): Promise<Delivery> {
    const [request, source] = await Promise.all([
      requestOf(store.requests, event),
      store.sources.find(event.team_id, event.source_id),
    ]);
    const { method, header_lines, body, path, query } = delivered(request, event.payload);
    return {
      eventId: event._id,
      requestId: request._id,
      sourceName: source?.name ?? event.source_id,
      attemptNumber: input.attempt_number,
      trigger: input.trigger,
      method,
      headerLines: header_lines,
      body: body ?? new Uint8Array(),
      path,
      query,
    };
  }

  /** Makes the attempt when its turn has come; answers when it is to come again where that is later. */
  async function attempt(
    event: EventDocument,
    { destination }: Route,
    input: AttemptInput,
    signal: AbortSignal,
  ): Promise<AttemptDocument | Date> {
    const delivery = await load(event, input);
    const laterAt = await deps.throttle.enter(event, destination);
    if (laterAt) return laterAt;
    try {
      signal.throwIfAborted();
      const result = await deps.deliver(delivery, fromStored(destination), { signal });
      deps.attempted(result.error_code ?? "delivered", result.latency_ms);
      return toAttempt(event, input, result, now());
    } finally {
      await deps.throttle.leave(event, destination);
    }
  }

  /** The event waits for its turn under the destination's rate limit; its status stays. */
  async function postpone(event: EventDocument, until: Date): Promise<Outcome> {
    const wait = { slot_at: until, next_attempt_at: until, updated_at: now() };
    return outcome((await store.events.change(event, [event.status], wait)) ?? (await find(keyOf(event))));
  }

  async function deliver(asked: AttemptInput, signal: AbortSignal): Promise<Outcome> {
    const found = await find(asked);
    const ordered = isOrdered(asked);
    const input: AttemptInput = found.released && !ordered ? { ...asked, trigger: "unpause" } : asked;
    if (await isMade(store.events, found, input)) return outcome(found);
    if (!ordered && isFinal(found.status)) return outcome(found);

    const attempt_number = found.attempts_count + 1;
    const [route, made] = await Promise.all([
      routeOf(found, ordered),
      store.events.findAttempt(found._id, attempt_number),
    ]);
    if (route === "PAUSED") return hold(found);
    if (typeof route === "string") return change(found, "ignored", route);
    if (!ordered && !isDue(found, now())) {
      // Where our clock is behind the server's, its timers end too early, and would again at once.
      await sleep(EARLY);
      return outcome(found);
    }

    const prepared = made
      ? { event: found, send: true }
      : await prepare(found, route.connection, input.refresh ?? false, signal);
    const { event } = prepared;
    if (!prepared.send) {
      await deps.throttle.leave(event, route.destination);
      return outcome(event);
    }

    const attempted = made ?? (await attempt(event, route, { ...input, attempt_number }, signal));
    if (attempted instanceof Date) return postpone(event, attempted);
    const settlement = settlementOf(event, attempted, route.connection, now(), deps.random);
    const write = made ? store.events.settle : store.events.recordAttempt;
    const settled = await write(attempted, { ...settlement, ...NO_PLACE });
    return isSameOrder(attempted, input) ? outcome(settled) : deliver(asked, signal);
  }

  return {
    /**
     * Makes one attempt of an event and records it, or finds that it was made already, or that none is to be made.
     * Throws only for faults of our own.
     */
    deliver: (input: AttemptInput): Promise<Outcome> => heartbeating((signal) => deliver(input, signal)),

    /** Ends a waiting event without another attempt. */
    async cancel(key: EventKey): Promise<Outcome> {
      return change(await find(key), "cancelled", null);
    },
  };
}

/**
 * Whether an attempt was made already. An order's number may be that of an attempt which ended as the order came, and so
 * another's: then its own comes after that.
 */
async function isMade(
  events: Pick<EventStore, "findAttempt">,
  event: EventDocument,
  input: AttemptInput,
): Promise<boolean> {
  if (!isOrdered(input)) return event.attempts_count >= input.attempt_number;
  for (let number = input.attempt_number; number <= event.attempts_count; number++) {
    const attempt = await events.findAttempt(event._id, number);
    if (attempt && isSameOrder(attempt, input)) return true;
  }
  return false;
}

function keyOf(event: EventDocument): EventKey {
  return { team_id: event.team_id, event_id: event._id };
}

function settlementOf(
  event: EventDocument,
  attempt: AttemptDocument,
  connection: ConnectionDocument | null,
  now: Date,
  random: () => number,
) {
  const asked = [attempt.response_headers?.["retry-after"]].flat()[0];
  const result = { ...attempt, retry_after_ms: asked === undefined ? null : parseRetryAfter(asked, now) };
  const rule = connection?.rules.find((it) => it.type === "retry") ?? null;
  return settle(event, result, rule, now, random);
}

function toAttempt(
  event: EventDocument,
  { attempt_number, trigger, actor }: AttemptInput,
  { retry_after: _, ...result }: DeliveryResult,
  now: Date,
): AttemptDocument {
  return {
    ...result,
    _id: newId("attempt", result.requested_at),
    team_id: event.team_id,
    event_id: event._id,
    destination_id: event.destination_id,
    attempt_number,
    trigger,
    actor,
    bulk_operation_id: null,
    created_at: result.requested_at,
    updated_at: now,
    expires_at: event.expires_at,
  };
}
