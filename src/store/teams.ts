import type { Collections } from "./database.ts";
import type { ApiKeyDocument, TeamDocument } from "./documents.ts";
import { isDuplicateKey } from "./faults.ts";
import type { Vault } from "./secrets.ts";

/** Teams and their API keys; a key is known by its HMAC alone. */
export interface TeamStore {
  /** The key's record, or null where no such key exists. */
  authenticate: (apiKey: string) => Promise<ApiKeyDocument | null>;
  find: (teamId: string) => Promise<TeamDocument | null>;
  /** Whether there is any team. */
  exists: () => Promise<boolean>;
  hasKey: (teamId: string) => Promise<boolean>;
  /** Makes the team and its key where they are missing; whatever else exists is left alone. */
  bootstrap: (team: { id: string; apiKey: string; keyId: string; now: Date }) => Promise<void>;
}

/** Keys are found by their HMAC: the key itself is never stored. */
export function createTeamStore({ teams, api_keys }: Collections, vault: Vault): TeamStore {
  return {
    authenticate: (apiKey) => api_keys.findOne({ digest: vault.digest(apiKey) }),
    find: (teamId) => teams.findOne({ _id: teamId }),
    exists: async () => (await teams.findOne({})) !== null,
    hasKey: async (teamId) => (await api_keys.findOne({ team_id: teamId })) !== null,
    async bootstrap({ id, apiKey, keyId, now }) {
      const upsert = { upsert: true };
      await teams.updateOne({ _id: id }, { $setOnInsert: { name: "default", created_at: now } }, upsert);
      const key = { _id: keyId, team_id: id, name: "bootstrap", created_at: now };
      const digest = vault.digest(apiKey);
      await api_keys.updateOne({ digest }, { $setOnInsert: key }, upsert).catch((error: unknown) => {
        // Two processes that start at once may both find it missing: it exists now.
        if (!isDuplicateKey(error)) throw error;
      });
      const owner = (await api_keys.findOne({ digest }))?.team_id;
      if (owner !== id) throw new Error(`FASTHOOK_API_KEY belongs to another team (${owner}), not to ${id}`);
    },
  };
}
