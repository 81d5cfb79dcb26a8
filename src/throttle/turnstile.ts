import { setTimeout as sleep } from "node:timers/promises";
import { paceOf, slackOf, type PacedLimit } from "../rules/pace.ts";
import type { ThrottleStore } from "../store/throttles.ts";

/** Lets the attempts of this process pass one after the other, at the pace that holds for all processes. */
export interface Turnstile {
  /** Resolves when the attempt may start, not before its slot; of those that wait here, the earliest slot goes first. */
  pass: (destinationId: string, eventId: string, slot: Date, limit: PacedLimit) => Promise<void>;
  /** How many attempts of a destination wait here. */
  waiting: (destinationId: string) => number;
}

interface Waiting {
  eventId: string;
  slot: Date;
  limit: PacedLimit;
  /** Starts that were granted and came too late to be used. */
  missed: number;
  go: () => void;
  fail: (error: unknown) => void;
}

/** Milliseconds. */
const LOOK_AGAIN = 50;
/** Milliseconds for which an event waits for an older one that is late. */
const PATIENCE = 5000;
const MOST_MISSED = 5;

/** What the turnstile reads. */
export interface TurnstileDependencies {
  throttles: Pick<ThrottleStore, "start">;
  /** The oldest event before another one that waits for its turn at a destination. */
  oldestPlaced: (destinationId: string, before: string) => Promise<{ slot_at?: Date | null } | null>;
  now: () => Date;
}

/** Who enters waits here, in the process, until it may start; so keep the waits short. */
export function createTurnstile({ throttles, oldestPlaced, now }: TurnstileDependencies): Turnstile {
  const queues = new Map<string, Waiting[]>();

  async function serve(destinationId: string, queue: Waiting[]): Promise<void> {
    try {
      while (queue.length > 0) {
        const { slot } = queue[0]!;
        const early = slot.getTime() - now().getTime();
        // An older event may come while we wait, and is then the first.
        if (early > 0) await sleep(Math.min(early, LOOK_AGAIN));
        else if (await isOvertaking(destinationId, queue[0]!)) await sleep(LOOK_AGAIN);
        else await start(destinationId, queue);
      }
    } catch (error) {
      for (const waiting of queue) waiting.fail(error);
    }
    // In the same turn as the last look at the queue: nobody can join it in between.
    queues.delete(destinationId);
  }

  /**
   * A grant that comes late, on a machine or over a network that is too busy, might put the start among the next ones:
   * it is let go, but not for ever.
   */
  async function start(destinationId: string, queue: Waiting[]): Promise<void> {
    const first = queue[0]!;
    const askedAt = now().getTime();
    const result = await throttles.start(destinationId, paceOf(first.limit));
    const isLate = now().getTime() - askedAt > slackOf(first.limit);
    if (!result.granted) await sleep(Math.min(result.missing, LOOK_AGAIN));
    else if (isLate && first.missed < MOST_MISSED) first.missed += 1;
    else queue.shift()!.go();
  }

  /** Whether an older event has its turn before this one and has not come yet. Its timer may be late, but not long. */
  async function isOvertaking(destinationId: string, { eventId, slot }: Waiting): Promise<boolean> {
    if (now().getTime() - slot.getTime() > PATIENCE) return false;
    const older = await oldestPlaced(destinationId, eventId);
    return !!older?.slot_at && older.slot_at <= slot;
  }

  return {
    pass(destinationId, eventId, slot, limit) {
      return new Promise((go, fail) => {
        const queue = queues.get(destinationId);
        const waiting = { eventId, slot, limit, missed: 0, go, fail };
        if (queue) return insert(queue, waiting);
        const fresh = [waiting];
        queues.set(destinationId, fresh);
        void serve(destinationId, fresh);
      });
    },
    waiting: (destinationId) => queues.get(destinationId)?.length ?? 0,
  };
}

/** Slots are given in order of arrival; an old event that is sent again has a later one than new events before it. */
function insert(queue: Waiting[], waiting: Waiting): void {
  const behind = queue.findIndex((it) => comesBefore(waiting, it));
  queue.splice(behind === -1 ? queue.length : behind, 0, waiting);
}

function comesBefore(a: Waiting, b: Waiting): boolean {
  const apart = a.slot.getTime() - b.slot.getTime();
  return apart === 0 ? a.eventId < b.eventId : apart < 0;
}
