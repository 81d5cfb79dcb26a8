import type { EventDocument } from "../store/documents.ts";
import type { EventStore } from "../store/events.ts";
import type { Logger } from "../telemetry/log.ts";
import { repeat } from "./repeat.ts";
import type { RightOfWay } from "./right-of-way.ts";
import { beginsAtOnce } from "./under-way.ts";

/** What lets others pass. */
export interface Behind extends AsyncDisposable {
  /** Sets events aside that are to let others pass, and answers the rest. */
  setAside: (events: EventDocument[], lease: string) => Promise<EventDocument[]>;
}

/** Milliseconds between two looks. */
const LOOK_EVERY = 250;

/**
 * Sets aside what is to let others pass, once it was claimed: so sweeps need not read past it. `start` is called with the
 * oldest of it, as many as there is room for. What an operator orders, cancels or releases is never set aside, and comes
 * out of it, since that writes its outbox anew; and where no process starts it, an hour brings it back.
 */
export function createBehind(deps: {
  events: Pick<EventStore, "stepAside" | "oldestBehind">;
  rightOfWay: RightOfWay;
  start: (ids: string[]) => Promise<number>;
  paced?: (pace: number) => void;
  now: () => Date;
  log: Logger;
}): Behind {
  const { rightOfWay, now, log } = deps;

  const letsPass = (event: EventDocument) =>
    beginsAtOnce(event, now()) &&
    !event.released &&
    // It waits for its turn in any case.
    !event.slot_at &&
    rightOfWay.isBehind(event.destination_id);

  async function startSome(): Promise<number> {
    deps.paced?.(rightOfWay.pace());
    const room = rightOfWay.room();
    const ids = room > 0 ? await deps.events.oldestBehind(room) : [];
    return ids.length > 0 ? deps.start(ids) : 0;
  }

  const loop = repeat({ name: "the line of sick destinations", pause: LOOK_EVERY, turn: startSome, log });
  return {
    async setAside(events, lease) {
      const aside = new Set(events.filter(letsPass));
      const ids = [...aside].map(({ _id }) => _id);
      await deps.events.stepAside(ids, lease, now());
      return events.filter((event) => !aside.has(event));
    },
    [Symbol.asyncDispose]: () => loop[Symbol.asyncDispose](),
  };
}
