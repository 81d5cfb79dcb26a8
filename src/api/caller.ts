import type { Scope } from "../resources/api-key.ts";

/** Who calls: the team whose objects are meant, and the key. */
export interface Caller {
  teamId: string;
  keyId: string;
  keyName: string;
  /** null: never. */
  keyExpiresAt: Date | null;
  scopes: readonly Scope[];
}
