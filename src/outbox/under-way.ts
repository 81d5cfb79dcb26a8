import { isFinal } from "../rules/event-status.ts";
import type { EventDocument } from "../store/documents.ts";

/** The workflows that were started to make an attempt at once, up to its beginning. */
export interface UnderWay {
  /** Resolves when another one may be started: few are under way, or they take too long to be ours. */
  room: () => Promise<void>;
  started: (eventId: string) => void;
  begun: (eventId: string) => void;
}

/** A third of what a worker runs at once: each begins with the answer to its start, and none has to wait in Temporal. */
const MOST = 50;
/** Milliseconds by which one may be passed by a later one; beyond that it has begun in another process. */
const PASSED = 1000;
/** Milliseconds after which one waits for what nobody here can hurry. */
const PATIENCE = 10_000;
const LOOK_EVERY = 250;

/**
 * Keeps the queue of Temporal short: a backlog costs less in MongoDB than there, stays in order of age, and lets what
 * comes meanwhile pass. Starts that nobody has room for would only take the server's time from what is running.
 */
export function createUnderWay(clock: () => number = () => performance.now()): UnderWay {
  /** The oldest first. */
  const since = new Map<string, number>();
  const waiting = new Set<() => void>();

  function forgetBefore(time: number): void {
    for (const [eventId, at] of since) {
      if (at > time) return;
      since.delete(eventId);
    }
  }

  /** Resolves when one has begun, or when it is time to look again. */
  function change(): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        waiting.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, LOOK_EVERY);
      waiting.add(wake);
    });
  }

  return {
    async room() {
      for (;;) {
        forgetBefore(clock() - PATIENCE);
        if (since.size < MOST) return;
        await change();
      }
    },
    started: (eventId) => void since.set(eventId, clock()),
    begun(eventId) {
      const at = since.get(eventId);
      if (at === undefined) return;
      since.delete(eventId);
      forgetBefore(at - PASSED);
      for (const wake of [...waiting].slice(0, 1)) wake();
    },
  };
}

/** Whether telling an event's workflow of it starts an attempt at once. */
export function beginsAtOnce(
  { status, outbox, orders, cancelling, next_attempt_at }: EventDocument,
  now: Date,
): boolean {
  if (isFinal(status) || outbox?.verb === "wake" || orders?.length || cancelling) return false;
  return !next_attempt_at || next_attempt_at <= now;
}
