import type { EventDocument } from "../store/documents.ts";
import type { EventStore } from "../store/events.ts";
import type { Store } from "../store/store.ts";
import type { Logger } from "../telemetry/log.ts";
import { repeat } from "./repeat.ts";
import type { RightOfWay } from "./right-of-way.ts";
import { beginsAtOnce } from "./under-way.ts";

/** What lets others pass. */
export interface Behind extends AsyncDisposable {
  /** Sets events aside that are to let others pass, and answers the rest. */
  setAside: (events: EventDocument[], lease: string) => Promise<EventDocument[]>;
}

/** What it needs. */
export interface BehindDependencies {
  events: Pick<EventStore, "stepAside" | "oldestBehind">;
  connections: Pick<Store["connections"], "findFields">;
  destinations: Pick<Store["destinations"], "findFields">;
  rightOfWay: RightOfWay;
  /** Told a few times each second how many starts per second those have at most that let others pass. */
  paced?: (pace: number) => void;
  now: () => Date;
  log: Logger;
}

/** Milliseconds between two looks. */
const LOOK_EVERY = 250;

/**
 * Sets aside what is to let others pass, once it was claimed: so sweeps need not read past it. `start` is called with as
 * many as there is room for, of one destination after the other, and of each the oldest.
 * What an operator orders, cancels, pauses or releases comes out of it, since that writes its outbox anew; and where no
 * process starts it, it falls due in an hour.
 */
export function createBehind(deps: BehindDependencies, start: (ids: string[]) => Promise<number>): Behind {
  const { events, connections, destinations, rightOfWay, now, log } = deps;
  /** The destination that had its turn last, or "". */
  let last = "";

  /** An operator waits for what was replayed alone, and what was released goes in order. */
  const letsPass = (event: EventDocument) =>
    rightOfWay.isBehind(event.destination_id) &&
    beginsAtOnce(event, now()) &&
    !event.released &&
    (event.replay_number === 0 || event.bulk_operation_id !== null);

  /**
   * The ids of connections and destinations with nothing that would not wait: a pause that was noted before finds what
   * stands aside only later, and who has a place under a limit keeps others from it.
   */
  async function findPatient(candidates: EventDocument[]): Promise<Set<string>> {
    const ids = (end: "connection_id" | "destination_id") => [...new Set(candidates.map((it) => it[end]))];
    const open = { _id: { $in: ids("connection_id") }, enabled: true, paused_at: null };
    const free = { _id: { $in: ids("destination_id") }, enabled: true, rate_limit: null };
    const found = [connections.findFields(open, ["enabled"]), destinations.findFields(free, ["enabled"])];
    return new Set((await Promise.all(found)).flat().map(({ _id }) => _id));
  }

  /** From the next destination on, and from the first one after the last. */
  async function choose(room: number): Promise<string[]> {
    const next = await events.oldestBehind(last, room);
    const chosen = next.length > 0 || last === "" ? next : await events.oldestBehind("", room);
    last = chosen.at(-1)?.destination_id ?? "";
    return chosen.map(({ _id }) => _id);
  }

  async function startSome(): Promise<number> {
    deps.paced?.(rightOfWay.pace());
    const room = rightOfWay.room();
    const ids = room > 0 ? await choose(room) : [];
    rightOfWay.spend(ids.length);
    return ids.length > 0 ? start(ids) : 0;
  }

  const loop = repeat({ name: "the line of sick destinations", pause: LOOK_EVERY, turn: startSome, log });
  return {
    async setAside(claimed, lease) {
      const candidates = claimed.filter(letsPass);
      if (candidates.length === 0) return claimed;
      const patient = await findPatient(candidates);
      const aside = new Set(
        candidates.filter((it) => patient.has(it.connection_id) && patient.has(it.destination_id)),
      );
      await events.stepAside(
        [...aside].map(({ _id }) => _id),
        lease,
        now(),
      );
      return claimed.filter((event) => !aside.has(event));
    },
    [Symbol.asyncDispose]: () => loop[Symbol.asyncDispose](),
  };
}
