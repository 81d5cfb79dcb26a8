import { createLru } from "./lru.ts";

/** Where an attempt runs: within its workflow's task (quick destinations), or as an activity of its own. */
export type ActivityLane = "local" | "remote";

/** What this process saw of a destination of late. */
export interface DestinationHealth {
  inFlight: number;
  /** Exponentially weighted, in milliseconds; null where nothing recent is known. */
  latency: number | null;
  /** Failures in a row. */
  recentFailures: number;
}

/** How destinations do, as seen by this process alone, in memory. */
export interface HealthTracker {
  /** Notes that an attempt starts; call what it returns once, when the attempt ends: with null if it was given up. */
  begin: (destinationId: string) => (outcome: { latency: number; failed: boolean } | null) => void;
  /** `local` while few attempts are in flight and the latest answers came quickly. */
  lane: (destinationId: string) => ActivityLane;
  /**
   * Takes a place on the quick lane: call what it returns once, when the attempt ends. null where the destination has as
   * many as it may, of which there are fewer while nothing is known of it: it might be one that never answers.
   */
  enterLocal: (destinationId: string) => (() => void) | null;
  of: (destinationId: string) => DestinationHealth;
}

const MAX_LOCAL_IN_FLIGHT = 8;
/** Places on the quick lane: of a destination that answered quickly of late, and of one of which nothing is known. */
const QUICK_PLACES = 24;
const UNKNOWN_PLACES = 8;
/** Milliseconds. */
const QUICK = 1000;
/** The part of the newest latency in the average. */
const WEIGHT = 0.3;
/** A latency older than this says nothing any more, in milliseconds: a destination gets a fresh chance. */
const RECENT = 60_000;
const MAX_DESTINATIONS = 10_000;

interface Entry extends DestinationHealth {
  updatedAt: number;
}

/** `clock` in milliseconds. */
export function createHealthTracker({ clock = () => performance.now() } = {}): HealthTracker {
  const entries = createLru<string, Entry>(MAX_DESTINATIONS);
  const places = new Map<string, number>();

  function of(destinationId: string): DestinationHealth {
    const entry = entries.get(destinationId);
    if (!entry) return { inFlight: 0, latency: null, recentFailures: 0 };
    const { inFlight, latency, recentFailures, updatedAt } = entry;
    if (clock() - updatedAt > RECENT) return { inFlight, latency: null, recentFailures: 0 };
    return { inFlight, latency, recentFailures };
  }

  return {
    of,
    begin(destinationId) {
      const known = entries.get(destinationId);
      const entry = known ?? { inFlight: 0, latency: null, recentFailures: 0, updatedAt: clock() };
      if (!known) entries.set(destinationId, entry);
      entry.inFlight += 1;
      return (outcome) => {
        entry.inFlight -= 1;
        if (!outcome) return;
        const { latency, failed } = outcome;
        const before = of(destinationId);
        entry.latency = before.latency === null ? latency : WEIGHT * latency + (1 - WEIGHT) * before.latency;
        entry.recentFailures = failed ? before.recentFailures + 1 : 0;
        entry.updatedAt = clock();
      };
    },
    lane(destinationId) {
      const { inFlight, latency } = of(destinationId);
      return inFlight < MAX_LOCAL_IN_FLIGHT && (latency ?? 0) < QUICK ? "local" : "remote";
    },
    enterLocal(destinationId) {
      const { latency } = of(destinationId);
      const taken = places.get(destinationId) ?? 0;
      const most = latency === null ? UNKNOWN_PLACES : QUICK_PLACES;
      if (taken >= most || (latency ?? 0) >= QUICK) return null;
      places.set(destinationId, taken + 1);
      return () => {
        const left = (places.get(destinationId) ?? 1) - 1;
        if (left > 0) places.set(destinationId, left);
        else places.delete(destinationId);
      };
    },
  };
}
