import type { EventDocument } from "../store/documents.ts";
import type { WaitingEvents } from "../store/waiting-events.ts";

/** Lets the events that an unpaused connection released begin in order of arrival. */
export interface ReleaseOrder {
  /** Resolves when the older ones have begun; after half a second in any case, should one of them be stuck. */
  enter: (event: EventDocument) => Promise<void>;
  /** Lets the next one begin: the attempt has ended. One that takes longer lets it begin after some milliseconds. */
  leave: (event: EventDocument) => void;
}

const PATIENCE = 500;
/** Milliseconds until an attempt that was let through is certainly on its way. */
const HEAD_START = 20;
/** Milliseconds after which it looks for what other processes have begun. */
const LOOK_AGAIN = 100;
const REMEMBERED = 10_000;

/** Their workflows were started in order, and run at once: what overtook another one waits for it here. */
export function createReleaseOrder(waiting: Pick<WaitingEvents, "releasedBefore">): ReleaseOrder {
  const begun = new Set<string>();
  const tell = new Set<() => void>();

  function begin(id: string): void {
    begun.add(id);
    for (const oldest of begun) {
      if (begun.size <= REMEMBERED) break;
      begun.delete(oldest);
    }
    for (const listener of tell) listener();
  }

  /** Resolves when those have begun here, or when it is time to look again. */
  function begunOrTime(ids: string[]): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(end, LOOK_AGAIN);
      function end() {
        clearTimeout(timer);
        tell.delete(listener);
        resolve();
      }
      const listener = () => ids.every((id) => begun.has(id)) && end();
      tell.add(listener);
      listener();
    });
  }

  return {
    async enter(event) {
      for (let waited = 0; waited < PATIENCE; waited += LOOK_AGAIN) {
        const older = await waiting.releasedBefore(event);
        if (older.every((id) => begun.has(id))) break;
        await begunOrTime(older);
      }
      setTimeout(() => begin(event._id), HEAD_START).unref();
    },
    leave: (event) => begin(event._id),
  };
}
