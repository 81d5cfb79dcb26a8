import type { Scope } from "../../../resources/api-key.ts";
import { read } from "../api.ts";
import { createCell, useCell } from "../cell.ts";
import type { Wire } from "../wire.ts";

type OwnKey = Wire["team"]["api_key"];

/** Each with what stands before it. */
const SCOPES: readonly Scope[] = ["read", "write", "admin"];

/** The key that the session goes by, as the API knows it; null until it has told. */
const ownKey = createCell<OwnKey | null>(null);

/** Asks what the session's key may do. Unanswered, everything is offered: the API refuses by itself. */
export async function learnOwnKey(): Promise<void> {
  const team = await read<Wire["team"]>("/team").catch(() => null);
  ownKey.set(team?.api_key ?? null);
}

/** Forgets the key: it belongs to a session. */
export const forgetOwnKey = (): void => ownKey.set(null);

/** The session's key, or null. */
export const useOwnKey = (): OwnKey | null => useCell(ownKey);

/** Why the session's key may not do what takes that scope; null where it may. */
export function useRefusal(needed: Scope): string | null {
  const key = useOwnKey();
  const enough = SCOPES.slice(SCOPES.indexOf(needed));
  if (!key || key.scopes.some((scope) => enough.includes(scope))) return null;
  return `This takes a key with the scope ${needed}; ${key.name} has ${key.scopes.join(", ")}.`;
}
