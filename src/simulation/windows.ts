import { ID_PREFIXES } from "../resources/wire.ts";
import { idFloor } from "../ids.ts";
import { dedupeKey } from "../outbox/dedupe.ts";
import type { DeduplicateRule } from "../resources/rule.ts";
import { ownerAmong, type WindowOwner } from "../store/dedupe-claims.ts";
import type { Ledger, OpenedWindow, SimulationWindows } from "../store/simulation-windows.ts";
import type { Subject } from "./subject.ts";

/** Finds the copies among requests, as routing would. */
export interface Windows {
  /** The owner of each one's window, itself or one before it; they and those of the calls before come in order. */
  claim: (subjects: Subject[]) => Promise<WindowOwner[]>;
  /** Keeps the windows that were opened, for the next slice. Safe to repeat. */
  save: () => Promise<void>;
}

/** Where the windows of one side of a simulation are, and what opens them. */
export interface WindowSettings {
  ledger: Ledger;
  rule: DeduplicateRule;
  connectionId: string;
  /** Of the windows that really were, those count that were opened before; null: all. */
  claimedBefore: Date | null;
}

/**
 * Deduplicates in order of arrival, with a slice's windows in memory and those of the slices before in the store. Keys
 * are hashes, and a key's windows are read only as far back as one of them can reach.
 */
export function createWindows(store: SimulationWindows, settings: WindowSettings): Windows {
  const { ledger, rule, connectionId, claimedBefore } = settings;
  const opened: OpenedWindow[] = [];
  const openedBy = new Map<string, WindowOwner[]>();

  async function known(keys: string[], first: Date): Promise<Map<string, WindowOwner[]>> {
    const earliest = new Date(Math.max(0, first.getTime() - rule.window));
    const [simulated, claimed] = await Promise.all([
      store.find(ledger, keys, `${ID_PREFIXES.request}_${idFloor(earliest)}`),
      store.claimed(ledger.simulation.team_id, connectionId, keys),
    ]);
    const counts = ({ start }: WindowOwner) => claimedBefore === null || start < claimedBefore;
    const of = (key: string) => [
      ...(claimed.get(key)?.filter(counts) ?? []),
      ...(simulated.get(key) ?? []),
      ...(openedBy.get(key) ?? []),
    ];
    return new Map(keys.map((key) => [key, of(key)]));
  }

  return {
    async claim(subjects) {
      const [first] = subjects;
      if (!first) return [];
      const keys = subjects.map(({ request }) => dedupeKey(rule, request));
      const windows = await known([...new Set(keys)], first.request.received_at);
      return subjects.map(({ request, firstEventId }, index) => {
        const key = keys[index]!;
        const { received_at: start, _id: request_id } = request;
        const copy = { eventId: firstEventId, receivedAt: start, window: rule.window };
        const owner = ownerAmong(windows.get(key) ?? [], copy);
        if (owner) return owner;
        const own: WindowOwner = { start, request_id, event_id: firstEventId };
        opened.push({ key, owner: own });
        windows.get(key)?.push(own);
        openedBy.set(key, [...(openedBy.get(key) ?? []), own]);
        return own;
      });
    },
    save: () => store.open(ledger, opened),
  };
}
