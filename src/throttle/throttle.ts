import type { RateLimit } from "../resources/destination.ts";
import type { Lane } from "../rules/outcome.ts";
import { isPaced, paceOf, type PacedLimit } from "../rules/pace.ts";
import type { EventDocument } from "../store/documents.ts";
import type { Store } from "../store/store.ts";
import { createReleaseOrder } from "./release-order.ts";
import { createTurnstile } from "./turnstile.ts";

/** Keeps the rate limits of destinations. */
export interface Throttle {
  /**
   * Gives events that are to be dispatched their places, in the order given, and answers them with what was written:
   * one whose turn comes later has it in `next_attempt_at`.
   */
  assign: (events: EventDocument[]) => Promise<EventDocument[]>;
  /**
   * Resolves with null when the attempt may start now, or with when to come again. On the local lane, where waiting
   * would keep others from a workflow task, that is also when its turn comes in a moment.
   */
  enter: (event: EventDocument, destination: Limited, lane: Lane) => Promise<Date | null>;
  /** Frees the place of an attempt that has ended, and calls the oldest event that waits for it. */
  leave: (event: EventDocument, destination: Limited) => Promise<void>;
  /** Gives all that wait new places, after the limit was changed. */
  reassign: (teamId: string, destinationId: string) => Promise<void>;
  /** Mends what a crash left: places whose attempt never ended. Answers how many events were called. */
  mend: () => Promise<number>;
}

/** What is read of a destination. */
export interface Limited {
  _id: string;
  rate_limit: RateLimit | null;
  timeout_ms: number;
}

const LIMITED: ("rate_limit" | "timeout_ms")[] = ["rate_limit", "timeout_ms"];
/** Waits up to this, in milliseconds, are spent in the process, where they end on time. */
const SHORT = 1500;
/** The same on the local lane. */
const MOMENT = 5;
/** So many of a destination may wait in the process, however slow its pace. */
const FEW = 20;
/** An event that waits for another one to end looks by itself only after this. */
const LONG = 3_600_000;
/** Events that get new places at once. */
const BATCH = 500;
/** A lease outlives its attempt's time limit by this. */
const MARGIN = 60_000;

/**
 * Two kinds of limit. A pace gives each event a slot when it is dispatched, in order of arrival; the start itself is
 * granted by a second atomic update, so that late or early timers never bunch. A number at once is a set of leases;
 * who ends hands its own to the oldest event that waits.
 */
export function createThrottle(
  store: Pick<Store, "throttles" | "waiting" | "destinations">,
  now: () => Date,
): Throttle {
  const { throttles, waiting } = store;
  const turnstile = createTurnstile({ throttles, oldestPlaced: waiting.oldestPlaced, now });
  const releases = createReleaseOrder(waiting);
  const isSoon = (at: Date, within = SHORT) => at.getTime() - now().getTime() <= within;
  const later = () => new Date(now().getTime() + LONG);
  const hold = ({ timeout_ms }: Limited) => timeout_ms + MARGIN;

  async function assignPaced(
    events: EventDocument[],
    destination: Limited,
    limit: PacedLimit,
  ): Promise<void> {
    const pace = paceOf(limit);
    const first = await throttles.plan(destination._id, pace, events.length);
    events.forEach((event, index) => place(event, new Date(first.getTime() + index * pace)));
    await waiting.place(events);
  }

  async function assignLeases(
    events: EventDocument[],
    destination: Limited,
    limit: RateLimit,
  ): Promise<void> {
    for (const event of events) {
      if (await acquireInOrder(event, destination, limit)) continue;
      place(event, later());
      await waiting.place([event]);
    }
    await callWaiting(destination, limit);
  }

  /** Behind an older event that waits, only what was called may go: it has its lease already. */
  async function acquireInOrder(
    event: EventDocument,
    destination: Limited,
    { limit }: RateLimit,
  ): Promise<boolean> {
    const behind = await waiting.oldestPlaced(destination._id, event._id);
    return throttles.acquire(destination._id, event._id, behind ? 0 : limit, hold(destination));
  }

  /** A slot within reach leaves the event due at once: the turnstile lets it wait. */
  function place(event: EventDocument, at: Date): void {
    event.slot_at = at;
    if (!isSoon(at)) event.next_attempt_at = at;
  }

  /** Places of the present kind for events that had one of an earlier kind, in the same order. */
  async function placeAnew(events: EventDocument[], destination: Limited): Promise<void> {
    const limit = destination.rate_limit;
    const pace = limit && isPaced(limit) ? paceOf(limit) : 0;
    const first = pace > 0 ? await throttles.plan(destination._id, pace, events.length) : now();
    events.forEach((event, index) => {
      event.slot_at = limit ? new Date(first.getTime() + index * pace) : null;
      event.next_attempt_at = event.slot_at ?? first;
      if (limit && !isPaced(limit)) place(event, later());
    });
    await waiting.place(events, now());
  }

  async function enterPaced(
    event: EventDocument,
    { _id }: Limited,
    limit: PacedLimit,
    lane: Lane,
  ): Promise<Date | null> {
    const pace = paceOf(limit);
    const inside = turnstile.waiting(_id);
    const crowded = inside > FEW && inside * pace > 2 * SHORT;
    const slot = event.slot_at && !crowded ? event.slot_at : await throttles.plan(_id, pace, 1);
    const mayPass = lane === "remote" ? isSoon(slot) : isSoon(slot, MOMENT) && turnstile.waiting(_id) === 0;
    if (!mayPass) return slot;
    await turnstile.pass(_id, event._id, slot, limit);
    return null;
  }

  async function enterLeased(
    event: EventDocument,
    destination: Limited,
    limit: RateLimit,
  ): Promise<Date | null> {
    if (await acquireInOrder(event, destination, limit)) return null;
    const until = later();
    await waiting.place([{ ...event, slot_at: until, next_attempt_at: until }]);
    // One that ended in between has called nobody: it did not know of us.
    return (await acquireInOrder(event, destination, limit)) ? null : until;
  }

  /** Hands free leases to the events that wait longest, and wakes them. */
  async function callWaiting(destination: Limited, { limit }: RateLimit): Promise<number> {
    for (let called = 0; ; called++) {
      const oldest = await waiting.oldestPlaced(destination._id, null);
      if (!oldest || !(await throttles.acquire(destination._id, oldest._id, limit, hold(destination))))
        return called;
      // It has moved on meanwhile, and has no use for the lease: the next one has.
      if (!(await waiting.call(oldest, now()))) await throttles.giveBack(destination._id, oldest._id);
    }
  }

  return {
    async assign(events) {
      const ids = [...new Set(events.map((event) => event.destination_id))];
      const limited = await store.destinations.findFields(
        { _id: { $in: ids }, rate_limit: { $ne: null } },
        LIMITED,
      );
      for (const destination of limited) {
        const limit = destination.rate_limit!;
        const due = events.filter(
          (event) => event.destination_id === destination._id && needsPlace(event, now()),
        );
        if (due.length === 0) continue;
        await (isPaced(limit) ? assignPaced(due, destination, limit) : assignLeases(due, destination, limit));
      }
      return events;
    },
    async enter(event, destination, lane) {
      const limit = destination.rate_limit;
      if (!limit && event.released) await releases.enter(event);
      if (!limit) return null;
      if (isPaced(limit)) return enterPaced(event, destination, limit, lane);
      return enterLeased(event, destination, limit);
    },
    async leave(event, destination) {
      const limit = destination.rate_limit;
      if (!limit && event.released) releases.leave(event);
      if (!limit || isPaced(limit)) return;
      await throttles.giveBack(destination._id, event._id);
      await callWaiting(destination, limit);
    },
    async reassign(teamId, destinationId) {
      const [destination] = await store.destinations.findFields(
        { _id: destinationId, team_id: teamId },
        LIMITED,
      );
      if (!destination) return;
      await throttles.replan(destinationId);
      const of = { team_id: teamId, destination_id: destinationId };
      for (let after = ""; ;) {
        const events = await waiting.placed(of, after, BATCH);
        if (events.length === 0) break;
        await placeAnew(events, destination);
        after = events.at(-1)!._id;
      }
      const limit = destination.rate_limit;
      if (limit && !isPaced(limit)) await callWaiting(destination, limit);
    },
    async mend() {
      const ids = await throttles.leased();
      const destinations = await store.destinations.findFields({ _id: { $in: ids } }, LIMITED);
      let called = 0;
      for (const destination of destinations) {
        const limit = destination.rate_limit;
        if (limit && !isPaced(limit)) called += await callWaiting(destination, limit);
      }
      return called;
    },
  };
}

/** An event has one place at a time, and needs one only when it is due. */
function needsPlace({ slot_at, next_attempt_at }: EventDocument, now: Date): boolean {
  return !slot_at && (next_attempt_at === null || next_attempt_at.getTime() <= now.getTime());
}
