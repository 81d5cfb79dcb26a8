import { setTimeout as sleep } from "node:timers/promises";
import type { ThrottleStore } from "../store/throttles.ts";

/** Lets the attempts of this process pass one after the other, at the pace that holds for all processes. */
export interface Turnstile {
  /** Resolves when the attempt may start; of those that wait here, the oldest event goes first. */
  pass: (destinationId: string, eventId: string, pace: number) => Promise<void>;
  /** How many attempts of a destination wait here. */
  waiting: (destinationId: string) => number;
}

interface Waiting {
  eventId: string;
  pace: number;
  go: () => void;
  fail: (error: unknown) => void;
}

export function createTurnstile(throttles: Pick<ThrottleStore, "start">): Turnstile {
  const queues = new Map<string, Waiting[]>();

  async function serve(destinationId: string, queue: Waiting[]): Promise<void> {
    try {
      while (queue.length > 0) {
        const result = await throttles.start(destinationId, queue[0]!.pace);
        if (result.granted) queue.shift()!.go();
        else await sleep(result.missing);
      }
    } catch (error) {
      for (const waiting of queue) waiting.fail(error);
    }
    // In the same turn as the last look at the queue: nobody can join it in between.
    queues.delete(destinationId);
  }

  return {
    pass(destinationId, eventId, pace) {
      return new Promise((go, fail) => {
        const queue = queues.get(destinationId);
        const waiting = { eventId, pace, go, fail };
        if (queue) return insert(queue, waiting);
        const fresh = [waiting];
        queues.set(destinationId, fresh);
        void serve(destinationId, fresh);
      });
    },
    waiting: (destinationId) => queues.get(destinationId)?.length ?? 0,
  };
}

/** Event ids sort by time of arrival. */
function insert(queue: Waiting[], waiting: Waiting): void {
  const behind = queue.findIndex((it) => it.eventId > waiting.eventId);
  queue.splice(behind === -1 ? queue.length : behind, 0, waiting);
}
