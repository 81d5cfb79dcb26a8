import type { EventDocument } from "../store/documents.ts";
import type { Released, WaitingEvents } from "../store/waiting-events.ts";

/** Lets the events that an unpaused connection released begin in order of arrival. */
export interface ReleaseOrder {
  /** Resolves when the older ones have begun; after two seconds in any case, should one of them be stuck. */
  enter: (event: EventDocument) => Promise<void>;
  /** Lets the next one begin: the attempt has ended. One that takes longer lets it begin after some milliseconds. */
  leave: (event: EventDocument) => void;
}

/** Milliseconds. */
const PATIENCE = 2000;
/** Milliseconds until an attempt that was let through is certainly on its way. */
const HEAD_START = 20;
/** Milliseconds after which it looks for what other processes have begun. */
const LOOK_AGAIN = 100;
const REMEMBERED = 10_000;

/** Held and released again, after an attempt, an event begins anew. */
const keyOf = ({ _id, attempts_count }: Released) => `${_id}:${attempts_count}`;

/** Their workflows were started in order, and run at once: what overtook another one waits for it here. */
export function createReleaseOrder(waiting: Pick<WaitingEvents, "releasedBefore">): ReleaseOrder {
  const begun = new Set<string>();
  const tell = new Set<() => void>();

  function begin(event: Released): void {
    begun.add(keyOf(event));
    for (const oldest of begun) {
      if (begun.size <= REMEMBERED) break;
      begun.delete(oldest);
    }
    for (const listener of tell) listener();
  }

  /** Resolves when those have begun here, or when it is time to look again. */
  function begunOrTime(keys: string[]): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(end, LOOK_AGAIN);
      function end() {
        clearTimeout(timer);
        tell.delete(listener);
        resolve();
      }
      const listener = () => keys.every((key) => begun.has(key)) && end();
      tell.add(listener);
      listener();
    });
  }

  return {
    async enter(event) {
      for (let waited = 0; waited < PATIENCE; waited += LOOK_AGAIN) {
        const older = (await waiting.releasedBefore(event)).map(keyOf);
        if (older.every((key) => begun.has(key))) break;
        await begunOrTime(older);
      }
      setTimeout(() => begin(event), HEAD_START).unref();
    },
    leave: begin,
  };
}
