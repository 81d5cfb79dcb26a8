import { newId, randomToken } from "./ids.ts";
import type { ApiKeyRecord } from "./store/api-keys.ts";
import type { Store } from "./store/store.ts";

/** The team and the key that a first start makes. */
export interface Bootstrap {
  teamId: string;
  apiKey: string;
}

/**
 * Makes the bootstrap team and its admin key where they are missing. Without given ones, a database that has a team is
 * left alone (null), and an empty one gets a team and a key of random letters, which are told only now. A key that was
 * revoked stays so (null).
 */
export async function bootstrapTeam(
  { teams, apiKeys }: Pick<Store, "teams" | "apiKeys">,
  given: { id: string | null; apiKey: string | null },
  now: Date,
): Promise<Bootstrap | null> {
  if (!given.id && !given.apiKey && (await teams.exists())) return null;
  const apiKey = given.apiKey ?? `fh_${randomToken()}`;
  const owner = given.apiKey ? (await apiKeys.authenticate(given.apiKey))?.team_id : undefined;
  const teamId = given.id ?? owner ?? newId("team", now);
  if (!given.apiKey && (await apiKeys.exists(teamId))) return null;
  await teams.ensure(teamId, now);
  const key = await apiKeys.ensure(bootstrapKey(teamId, now), apiKey);
  if (key.team_id !== teamId) {
    throw new Error(`FASTHOOK_API_KEY belongs to another team (${key.team_id}), not to ${teamId}`);
  }
  return key.revoked_at ? null : { teamId, apiKey };
}

function bootstrapKey(team_id: string, now: Date): ApiKeyRecord {
  return {
    _id: newId("api_key", now),
    team_id,
    name: "bootstrap",
    scopes: ["admin"],
    expires_at: null,
    last_used_at: null,
    revoked_at: null,
    created_at: now,
    updated_at: now,
  };
}
