import type { Collection } from "mongodb";
import type { TeamDocument } from "./documents.ts";

/** The owners of everything else. */
export interface TeamStore {
  find: (teamId: string) => Promise<TeamDocument | null>;
  /** Whether there is any team. */
  exists: () => Promise<boolean>;
  /** Makes the team where it is missing. */
  ensure: (teamId: string, now: Date) => Promise<void>;
}

/** Teams have nothing but a name yet. */
export function createTeamStore(teams: Collection<TeamDocument>): TeamStore {
  return {
    find: (teamId) => teams.findOne({ _id: teamId }),
    exists: async () => (await teams.findOne({})) !== null,
    async ensure(teamId, now) {
      const team = { name: "default", created_at: now };
      await teams.updateOne({ _id: teamId }, { $setOnInsert: team }, { upsert: true });
    },
  };
}
