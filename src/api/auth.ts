import { ApiError } from "../errors.ts";
import { SCOPES, type Scope } from "../resources/api-key.ts";
import type { ApiKeyStore } from "../store/api-keys.ts";
import type { Caller } from "./caller.ts";

/** Finds out who calls; throws 401 or 403. */
export type Authenticate = (authorization: string | undefined, teamId: string | undefined) => Promise<Caller>;

/** Milliseconds for which a key counts as used just now. */
const USED_FOR = 60_000;

/**
 * Bearer keys (RFC 6750), looked up for each call, so that a revoked one is refused everywhere at once. Another team's
 * `x-team-id` is refused in the same words whether that team exists or not.
 */
export function createAuthenticate(
  keys: Pick<ApiKeyStore, "authenticate" | "used">,
  now: () => Date,
): Authenticate {
  const usedAt = new Map<string, number>();

  /** No call waits for it, and one that is lost is made up for by the next. */
  function noteUse({ teamId, keyId }: Caller, at: Date): void {
    if (at.getTime() - (usedAt.get(keyId) ?? 0) < USED_FOR) return;
    usedAt.set(keyId, at.getTime());
    void keys.used(teamId, keyId, at).catch(() => usedAt.delete(keyId));
  }

  return async (authorization, teamId) => {
    const [, apiKey] = /^Bearer +(\S+)$/i.exec(authorization ?? "") ?? [];
    if (!apiKey) throw new ApiError("UNAUTHORIZED", "Send Authorization: Bearer and an API key.");
    const key = await keys.authenticate(apiKey);
    const at = now();
    if (!key) throw new ApiError("UNAUTHORIZED", "This API key is not known.");
    if (key.revoked_at) throw new ApiError("UNAUTHORIZED", "This API key was revoked.");
    if (key.expires_at && key.expires_at <= at)
      throw new ApiError("UNAUTHORIZED", "This API key has expired.");
    if (teamId !== undefined && teamId !== key.team_id) {
      throw new ApiError("FORBIDDEN", "This API key does not belong to the team in x-team-id.");
    }
    const caller = {
      teamId: key.team_id,
      keyId: key._id,
      keyName: key.name,
      keyExpiresAt: key.expires_at,
      scopes: key.scopes,
    };
    noteUse(caller, at);
    return caller;
  };
}

/** Throws 403, with the scope that is missing, unless the caller's key has it or one that includes it. */
export function requireScope({ scopes }: Caller, needed: Scope): void {
  const enough = SCOPES.slice(SCOPES.indexOf(needed));
  if (scopes.some((scope) => enough.includes(scope))) return;
  const detail = `This needs an API key with the scope ${needed}; this one has ${scopes.join(", ")}.`;
  throw new ApiError("FORBIDDEN", detail, { scope: needed });
}
