import { ApplicationFailure } from "@temporalio/activity";
import type { HealthTracker } from "../src/delivery/health.ts";
import {
  EVENT_STATUSES,
  type EventCause,
  type EventStatus,
  type RetryEndCause,
} from "../src/resources/event.ts";
import { NOT_DUE, WAITING_STATUSES } from "../src/rules/event-status.ts";
import { outcomeOf, type Outcome } from "../src/rules/outcome.ts";
import type { DestinationDocument, EventDocument } from "../src/store/documents.ts";
import type { EventChange } from "../src/store/event-fields.ts";
import type { Store } from "../src/store/store.ts";
import type { Throttle } from "../src/throttle/throttle.ts";
import type { AttemptInput, EventKey } from "../workflows/contract.ts";
import { obstacleOn, type Route } from "./obstacle.ts";
import { isEnded, isOrdered } from "./orders.ts";

/** What it takes to leave an event without an attempt. */
export interface UnattemptedDependencies {
  store: Pick<Store, "events" | "requests" | "connections" | "destinations" | "changes" | "orders">;
  health: Pick<HealthTracker, "lane">;
  throttle: Pick<Throttle, "leave">;
  now: () => Date;
}

/** How an event is found and changed, and what becomes of it, or of an order, where no attempt is made. */
export function createUnattempted({ store, health, throttle, now }: UnattemptedDependencies) {
  const outcome = (event: EventDocument): Outcome => outcomeOf(event, health.lane(event.destination_id));

  async function find({ team_id, event_id }: EventKey): Promise<EventDocument> {
    return (await store.events.find(team_id, event_id)) ?? throwGone(event_id);
  }

  async function change(
    event: EventDocument,
    from: EventStatus[],
    next: EventChange,
  ): Promise<EventDocument> {
    const changed = await store.events.change(event, from, { ...next, updated_at: now() });
    return changed ?? find(keyOf(event));
  }

  async function routeOf({ team_id, connection_id, destination_id }: EventDocument): Promise<Route> {
    const [connection, destination] = await Promise.all([
      store.connections.find(team_id, connection_id),
      store.destinations.find(team_id, destination_id),
    ]);
    return { connection, destination };
  }

  /** Frees the place that an event has under its destination's limit. */
  async function free(event: EventDocument, destination: DestinationDocument | null): Promise<EventDocument> {
    if (destination) await throttle.leave(event, destination);
    return event;
  }

  /** Takes from a final event what an order that came to nothing, or a crash, has left. */
  async function rest(event: EventDocument): Promise<EventDocument> {
    await store.requests.noteEnd(event);
    const rested = event.next_attempt_at ? await change(event, [event.status], NOT_DUE) : event;
    return free(rested, await store.destinations.find(event.team_id, event.destination_id));
  }

  /** The event has nowhere to go; its request's record tells so, also where a crash had come between. */
  async function ignore(event: EventDocument, cause: EventCause): Promise<EventDocument> {
    // An order to a destination that is switched off leaves its trace; that an event was delivered stays.
    const from = event.status === "delivered" ? [] : [event.status];
    const ignored = await change(event, from, { ...NOT_DUE, status: "ignored", cause, cause_detail: null });
    await store.requests.noteEnd(ignored);
    return ignored;
  }

  /** Where the connection goes on already, its held events were released without this one. */
  async function hold(event: EventDocument): Promise<EventDocument> {
    const held = await change(event, WAITING_STATUSES, { ...NOT_DUE, status: "held", cause: null });
    const { connection, destination } = await routeOf(held);
    if (held.status === "held" && obstacleOn({ connection, destination }, false) !== "PAUSED") {
      await store.changes.note([{ _id: event.connection_id, team_id: event.team_id }], now());
    }
    return free(held, destination);
  }

  /** How an event stands where the attempt that was asked for was not made now, and is not to be made any more. */
  async function unmade(event: EventDocument, asked: AttemptInput): Promise<Outcome> {
    if (!isOrdered(asked)) return outcome(event);
    if (asked.id !== undefined) await store.orders.forget(event, asked.id);
    return { ...outcome(event), done: true };
  }

  /** The same where it is never made: who gave the order finds that with the event, whatever its status. */
  async function end(event: EventDocument, asked: AttemptInput, cause: RetryEndCause): Promise<Outcome> {
    const { id = "" } = asked; // An engineer's signal has none.
    if (!isOrdered(asked) || isEnded(event, asked)) return unmade(event, asked);
    return unmade(await change(event, [...EVENT_STATUSES], { order_ended: { id, at: now(), cause } }), asked);
  }

  return { outcome, find, change, free, rest, ignore, hold, unmade, end };
}

/** For an event that is not kept any more: no try could find it. */
export function throwGone(eventId: string): never {
  throw ApplicationFailure.nonRetryable(`event ${eventId} is not kept any more`);
}

/** Names the event in an activity's input. */
export const keyOf = ({ team_id, _id }: EventDocument): EventKey => ({ team_id, event_id: _id });
