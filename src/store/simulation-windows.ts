import type { Collection } from "mongodb";
import type { ClaimDocument, WindowOwner } from "./dedupe-claims.ts";
import type { SimulationRef } from "./documents.ts";
import { insertMissing } from "./insert-each.ts";

/** A window of duplicates that a request opened in a simulation. Its id sorts by key, then by time. */
export interface SimulationWindowDocument extends WindowOwner {
  _id: string;
  team_id: string;
  expires_at: Date;
}

/** Which rules opened the windows. */
export type Side = "draft" | "saved";

/** One side's windows in one simulation. */
export interface Ledger {
  simulation: SimulationRef & { expires_at: Date };
  side: Side;
}

/** A key, and the window that a request opened for it. */
export interface OpenedWindow {
  key: string;
  owner: WindowOwner;
}

/** The windows of duplicates in simulations, beside those that really were. */
export interface SimulationWindows {
  /** Those of each key that were opened by requests from this id on. */
  find: (ledger: Ledger, keys: string[], fromRequest: string) => Promise<Map<string, WindowOwner[]>>;
  /** Safe to repeat. */
  open: (ledger: Ledger, windows: OpenedWindow[]) => Promise<void>;
  /** What routing really claimed for each key. */
  claimed: (teamId: string, connectionId: string, keys: string[]) => Promise<Map<string, WindowOwner[]>>;
  removeAll: (simulation: SimulationRef) => Promise<void>;
}

/** Comes right after the `:` that ends a part of an id. */
const BEHIND = ";";

/** One small document for each window: a window never changes, so it doesn't matter who writes it, and how often. */
export function createSimulationWindows(
  windows: Collection<SimulationWindowDocument>,
  claims: Collection<ClaimDocument>,
): SimulationWindows {
  return {
    async find(ledger, keys, fromRequest) {
      const prefixes = new Map(keys.map((key) => [prefixOf(ledger, key), key]));
      const ranges = [...prefixes.keys()].map((prefix) => ({
        _id: { $gte: `${prefix}:${fromRequest}`, $lt: prefix + BEHIND },
      }));
      const found = new Map<string, WindowOwner[]>();
      if (ranges.length === 0) return found;
      const rows = windows.find({ team_id: ledger.simulation.team_id, $or: ranges });
      for (const { _id, start, request_id, event_id } of await rows.toArray()) {
        const key = prefixes.get(_id.slice(0, _id.lastIndexOf(":")))!;
        found.set(key, [...(found.get(key) ?? []), { start, request_id, event_id }]);
      }
      return found;
    },
    async open(ledger, opened) {
      const { team_id, expires_at } = ledger.simulation;
      const documents = opened.map(({ key, owner }) => {
        const _id = `${prefixOf(ledger, key)}:${owner.request_id}`;
        return { _id, team_id, ...owner, expires_at };
      });
      await insertMissing(windows, documents);
    },
    async claimed(team_id, connectionId, keys) {
      const ids = keys.map((key) => `${connectionId}:${key}`);
      const rows = await claims.find({ _id: { $in: ids }, team_id }).toArray();
      return new Map(rows.map((row) => [row._id.slice(connectionId.length + 1), row.windows]));
    },
    async removeAll({ _id, team_id }) {
      await windows.deleteMany({ team_id, _id: { $gte: `${_id}:`, $lt: _id + BEHIND } });
    },
  };
}

/** 128 bits of the hash tell keys apart. */
function prefixOf({ simulation, side }: Ledger, key: string): string {
  return `${simulation._id}:${side}:${key.slice(0, 32)}`;
}
