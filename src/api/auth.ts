import { ApiError } from "../errors.ts";
import type { TeamStore } from "../store/teams.ts";
import type { Authenticate } from "./mount.ts";

/**
 * Bearer keys (RFC 6750). Another team's `x-team-id` is refused in the same words whether that team exists or not.
 */
export function createAuthenticate(teams: Pick<TeamStore, "authenticate">): Authenticate {
  return async (authorization, teamId) => {
    const [, apiKey] = /^Bearer +(\S+)$/i.exec(authorization ?? "") ?? [];
    if (!apiKey) throw new ApiError("UNAUTHORIZED", "Send Authorization: Bearer and an API key.");
    const key = await teams.authenticate(apiKey);
    if (!key) throw new ApiError("UNAUTHORIZED", "This API key is not known.");
    if (teamId !== undefined && teamId !== key.team_id) {
      throw new ApiError("FORBIDDEN", "This API key does not belong to the team in x-team-id.");
    }
    return { teamId: key.team_id, keyId: key._id };
  };
}
