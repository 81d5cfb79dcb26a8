import { ails, type Condition } from "../rules/lane.ts";
import { createLru } from "./lru.ts";
import { createPlaces, type Places } from "./places.ts";

/** Where an attempt runs: within its workflow's task (quick destinations), or as an activity of its own. */
export type ActivityLane = "local" | "remote";

/** What this process saw of a destination of late; the latency is exponentially weighted. */
export interface DestinationHealth extends Condition {
  inFlight: number;
}

/** How destinations do, as seen by this process alone, in memory. */
export interface HealthTracker {
  /** Notes that an attempt starts; call what it returns once, when the attempt ends: with null if it was given up. */
  begin: (destinationId: string) => (outcome: { latency: number; failed: boolean } | null) => void;
  /** `local` while the latest answers came quickly, and its places on the quick lane are being freed. */
  lane: (destinationId: string) => ActivityLane;
  /**
   * Takes a place on the quick lane, or waits for one: call what it answers once, when the attempt ends. null where that
   * would be in vain. There are fewer places while nothing is known of a destination: it might be one that never answers.
   */
  enterLocal: Places["enter"];
  of: (destinationId: string) => DestinationHealth;
  /** Whether what it is sent is likely to fail, or to take long. */
  ails: (destinationId: string) => boolean;
}

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

  function of(destinationId: string): DestinationHealth {
    const entry = entries.get(destinationId);
    if (!entry) return { inFlight: 0, latency: null, recentFailures: 0 };
    const { inFlight, latency, recentFailures, updatedAt } = entry;
    if (clock() - updatedAt > RECENT) return { inFlight, latency: null, recentFailures: 0 };
    return { inFlight, latency, recentFailures };
  }

  function placesOf(destinationId: string): number {
    const { latency } = of(destinationId);
    if (latency === null) return UNKNOWN_PLACES;
    return latency < QUICK ? QUICK_PLACES : 0;
  }

  const places = createPlaces(placesOf, clock);
  return {
    of,
    ails: (destinationId) => ails(of(destinationId)) || places.isStuck(destinationId),
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
    lane: (destinationId) =>
      placesOf(destinationId) > 0 && !places.isStuck(destinationId) ? "local" : "remote",
    enterLocal: places.enter,
  };
}
