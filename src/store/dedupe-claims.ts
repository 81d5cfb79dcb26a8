import type { Collection, Document } from "mongodb";

/** The copy of a request that opened a window, on one connection. */
export interface WindowOwner {
  /** When it was received: the window's start. */
  start: Date;
  request_id: string;
  event_id: string;
}

/** The windows of one key, the latest ones. */
export interface ClaimDocument {
  /** Connection and key hash. */
  _id: string;
  team_id: string;
  windows: WindowOwner[];
  expires_at: Date;
}

/** A copy that asks whether it is the first in its window. */
export interface Copy {
  teamId: string;
  connectionId: string;
  /** Hash of what the rule compares. */
  key: string;
  /** Milliseconds. */
  window: number;
  receivedAt: Date;
  requestId: string;
  eventId: string;
}

/** Decides which of several copies of a request is the one to be delivered. */
export interface DedupeClaims {
  /** The owner of the window in which the copy was received: itself, where there was none before it. */
  claim: (copy: Copy) => Promise<WindowOwner>;
}

/** Windows of a key that a new one leaves: only copies routed later than so many newer windows miss theirs. */
const REMEMBERED = 100;
const DAY = 86_400_000;

/**
 * One atomic update for each copy. The times are the requests' own and are compared both ways, so that the order in
 * which copies are routed doesn't matter, and routing the owner again finds its own window.
 */
export function createDedupeClaims(claims: Collection<ClaimDocument>): DedupeClaims {
  return {
    async claim(copy) {
      const _id = `${copy.connectionId}:${copy.key}`;
      const options = { upsert: true, returnDocument: "after" as const };
      const document = await claims.findOneAndUpdate({ _id }, [claimStage(copy)], options);
      const owner = ownerAmong(document?.windows ?? [], copy);
      if (!owner) throw new Error(`no window was claimed for ${_id}`);
      return owner;
    },
  };
}

/** The owner of the window among these in which a copy was received. */
export function ownerAmong(
  windows: readonly WindowOwner[],
  { eventId, receivedAt, window }: Pick<Copy, "eventId" | "receivedAt" | "window">,
): WindowOwner | undefined {
  // Its own first: by a window made longer since, it would lie in an earlier one.
  const own = windows.find((it) => it.event_id === eventId);
  return own ?? windows.find(({ start }) => Math.abs(start.getTime() - receivedAt.getTime()) < window);
}

function claimStage({ teamId, receivedAt, window, requestId, eventId }: Copy): Document {
  const windows = { $ifNull: ["$windows", []] };
  const distance = { $abs: { $subtract: ["$$this.start", receivedAt] } };
  const live = { $filter: { input: windows, cond: { $lt: [distance, window] } } };
  const own = [{ start: receivedAt, request_id: requestId, event_id: eventId }];
  // Its own is among those that are remembered, however late it is routed.
  const remembered = { $concatArrays: [{ $slice: [windows, -REMEMBERED] }, own] };
  const opened = { $sortArray: { input: remembered, sortBy: { start: 1 } } };
  const expiry = new Date(receivedAt.getTime() + window + DAY);
  return {
    $set: {
      team_id: teamId,
      windows: { $cond: [{ $gt: [{ $size: live }, 0] }, windows, opened] },
      expires_at: { $max: ["$expires_at", expiry] },
    },
  };
}
