import { createHash } from "node:crypto";
import type { Collection } from "mongodb";
import { z } from "zod";
import { Secret } from "../resources/wire.ts";
import { isDuplicateKey } from "./faults.ts";
import type { Vault } from "./secrets.ts";

const Answer = z.object({
  status: z.int(),
  headers: z.record(z.string(), z.string()),
  // Some answers show a secret, once: all are sealed.
  body: Secret(z.string()),
});
/** An answer that can be given again as it was. */
export type KeptAnswer = z.output<typeof Answer>;

/** Which fields of a record are secret. */
export const IdempotencyRecord = z.object({ answer: Answer.nullable() });

/** What is known of an Idempotency-Key. */
export interface IdempotencyDocument {
  /** Hash of team and key. */
  _id: string;
  team_id: string;
  /** A keyed digest of the content: a plain one would let short secrets in it be guessed. */
  fingerprint: string;
  /** When the first call with the key came. */
  claimed_at: Date;
  /** Who runs the call, until when others must not; null when it is done. */
  lease: string | null;
  lease_until: Date;
  /** Null while it runs, and where it was too large to be kept. */
  answer: KeptAnswer | null;
  expires_at: Date;
}

/** A call that has an Idempotency-Key. */
export interface KeyedCall {
  teamId: string;
  key: string;
  /** What is called with what, by which calls are told apart that may not share a key. May hold secrets. */
  content: string;
  /** Never used before. */
  lease: string;
  now: Date;
}

/** How a call stands to those that had its key before; `since` is when the first of them came. */
export type Standing =
  | { is: "first"; id: string; since: Date }
  | { is: "under_way"; until: Date }
  | { is: "done"; answer: KeptAnswer | null }
  | { is: "another" };

/** A key that is held for a call. */
export interface HeldKey {
  teamId: string;
  id: string;
  lease: string;
}

/** Which calls were made with which Idempotency-Key, and what they were answered. */
export interface IdempotencyStore {
  /** Holds the key for this call, or tells why not. One whose holder died can be held anew after a minute. */
  claim: (call: KeyedCall) => Promise<Standing>;
  /** Keeps the answer, unless someone else holds the key by now. Null: it is too large. */
  keep: (held: HeldKey, answer: KeptAnswer | null) => Promise<void>;
  /** Lets the same call run again at once, as the same one. */
  release: (held: HeldKey, now: Date) => Promise<void>;
  /** Lets any call have the key: this one came to nothing. */
  forget: (held: HeldKey) => Promise<void>;
}

const KEPT = 86_400_000;
/** Longer than any call runs, in milliseconds: two runs of one call at once do no harm, but each costs. */
const LEASE = 60_000;

/** Answers are sealed, and kept for 24 hours after the first call. `digest` is keyed. */
export function createIdempotencyStore(
  collection: Collection<IdempotencyDocument>,
  vault: Vault,
  digest: (content: string) => string,
): IdempotencyStore {
  const whereHeld = ({ teamId, id, lease }: HeldKey) => ({ _id: id, team_id: teamId, lease });

  async function insert(document: IdempotencyDocument): Promise<Standing | null> {
    try {
      await collection.insertOne(document);
      return { is: "first", id: document._id, since: document.claimed_at };
    } catch (error) {
      if (isDuplicateKey(error)) return null;
      throw error;
    }
  }

  /** Goes on with a call whose holder died. */
  async function takeOver(found: IdempotencyDocument, by: IdempotencyDocument): Promise<Standing> {
    const { _id, team_id, lease } = found;
    const next = { lease: by.lease, lease_until: by.lease_until };
    const { matchedCount } = await collection.updateOne({ _id, team_id, lease }, { $set: next });
    const won = matchedCount === 1;
    return won
      ? { is: "first", id: _id, since: found.claimed_at }
      : { is: "under_way", until: by.lease_until };
  }

  return {
    async claim(call) {
      const { now } = call;
      const first = newRecord(call, digest);
      const { _id, team_id } = first;
      const inserted = await insert(first);
      if (inserted) return inserted;
      const found = await collection.findOne({ _id, team_id });
      if (!found || found.expires_at <= now) {
        // MongoDB removes what expired once a minute only.
        await collection.deleteOne({ _id, team_id, expires_at: { $lte: now } });
        return (await insert(first)) ?? { is: "under_way", until: first.lease_until };
      }
      if (found.fingerprint !== first.fingerprint) return { is: "another" };
      if (found.lease === null) {
        return { is: "done", answer: vault.open(IdempotencyRecord, found, found).answer };
      }
      return found.lease_until > now ? { is: "under_way", until: found.lease_until } : takeOver(found, first);
    },
    async keep(held, answer) {
      const sealed = vault.seal(IdempotencyRecord, { answer }, { team_id: held.teamId, _id: held.id });
      await collection.updateOne(whereHeld(held), { $set: { ...sealed, lease: null } });
    },
    release: async (held, now) =>
      void (await collection.updateOne(whereHeld(held), { $set: { lease_until: now } })),
    forget: async (held) => void (await collection.deleteOne(whereHeld(held))),
  };
}

function newRecord(
  { teamId, key, content, lease, now }: KeyedCall,
  digest: (content: string) => string,
): IdempotencyDocument {
  return {
    _id: createHash("sha256").update(`${teamId}\0${key}`).digest("hex"),
    team_id: teamId,
    fingerprint: digest(content),
    claimed_at: now,
    lease,
    lease_until: new Date(now.getTime() + LEASE),
    answer: null,
    expires_at: new Date(now.getTime() + KEPT),
  };
}
