/** Frees the room that was taken; to be called once. */
export type LeaveRoom = () => void;

/** A body that is to be loaded: how much it takes, and where it goes. */
export interface Load {
  bytes: number;
  destinationId: string;
}

/** Room in memory for the bodies that are being delivered. */
export interface BodyRoom {
  /** Takes room at once, or answers null where there is none, or others wait for it. */
  take: (load: Load) => LeaveRoom | null;
  /** Takes room in turn, or answers null where it did not come in time. Rejects once `signal` is aborted. */
  wait: (load: Load, signal: AbortSignal) => Promise<LeaveRoom | null>;
}

/** Bytes of one body that need no room: the number of attempts at once bounds them. */
const SMALL = 64 * 1024;

interface Waiting extends Load {
  grant: (leave: LeaveRoom) => void;
}

/**
 * Bounds the bytes of bodies in memory to `most`, of which one destination has a quarter, so that a slow one leaves room
 * for others. One body has room however large it is, if need be alone. Who waits is served in order, but for those whose
 * own destination's quarter is full.
 */
export function createBodyRoom(most = 128 * 1024 * 1024, patience = 30_000): BodyRoom {
  const waiting = new Set<Waiting>();
  const heldBy = new Map<string, number>();
  let held = 0;

  const fits = (bytes: number, taken: number, bound: number) => taken === 0 || taken + bytes <= bound;

  function hold({ bytes, destinationId }: Load): void {
    held += bytes;
    const left = (heldBy.get(destinationId) ?? 0) + bytes;
    if (left > 0) heldBy.set(destinationId, left);
    else heldBy.delete(destinationId);
  }

  function admit(): void {
    for (const it of waiting) {
      if (!fits(it.bytes, heldBy.get(it.destinationId) ?? 0, most / 4)) continue;
      if (!fits(it.bytes, held, most)) return;
      waiting.delete(it);
      hold(it);
      it.grant(leaving(it));
    }
  }

  function leaving({ bytes, destinationId }: Load): LeaveRoom {
    return () => {
      hold({ bytes: -bytes, destinationId });
      admit();
    };
  }

  function queueUp(it: Waiting): void {
    waiting.add(it);
    admit();
  }

  /** Those behind one that gives up may have waited for it alone. */
  function giveUp(it: Waiting): void {
    if (waiting.delete(it)) admit();
  }

  return {
    take(load) {
      if (load.bytes <= SMALL) return () => undefined;
      let taken: LeaveRoom | null = null;
      const it: Waiting = { ...load, grant: (leave) => (taken = leave) };
      queueUp(it);
      giveUp(it);
      return taken;
    },
    async wait(load, signal) {
      signal.throwIfAborted();
      return new Promise((resolve, reject) => {
        const settle = (tell: () => void) => {
          clearTimeout(late);
          signal.removeEventListener("abort", abort);
          giveUp(it);
          tell();
        };
        const it: Waiting = { ...load, grant: (leave) => settle(() => resolve(leave)) };
        const abort = () => settle(() => reject(signal.reason as Error));
        const late = setTimeout(() => settle(() => resolve(null)), patience);
        signal.addEventListener("abort", abort, { once: true });
        queueUp(it);
      });
    },
  };
}
