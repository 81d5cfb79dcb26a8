import { newId, randomToken } from "./ids.ts";
import type { Store } from "./store/store.ts";

/** The team and the key that a first start makes. */
export interface Bootstrap {
  teamId: string;
  apiKey: string;
}

/**
 * Makes the bootstrap team and its key where they are missing. Without given ones, a database that has a team is left
 * alone (null), and an empty one gets a team and a key of random letters, which are told only now.
 */
export async function bootstrapTeam(
  teams: Store["teams"],
  given: { id: string | null; apiKey: string | null },
  now: Date,
): Promise<Bootstrap | null> {
  if (!given.id && !given.apiKey && (await teams.exists())) return null;
  const apiKey = given.apiKey ?? `fh_${randomToken()}`;
  const owner = given.apiKey ? (await teams.authenticate(given.apiKey))?.team_id : undefined;
  const teamId = given.id ?? owner ?? newId("team", now);
  if (!given.apiKey && (await teams.hasKey(teamId))) return null;
  await teams.bootstrap({ id: teamId, apiKey, keyId: newId("api_key", now), now });
  return { teamId, apiKey };
}
