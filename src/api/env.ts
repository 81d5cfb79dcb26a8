import type { Env, StoredEnv } from "../resources/transformation.ts";
import { MASK } from "../resources/wire.ts";
import { refuseUnknownMasks } from "./unknown-masks.ts";

/**
 * Variables to be stored, from those that were given. A mask keeps the variable that was there, which stays secret.
 * Throws a 422 for a mask with nothing behind it.
 */
export function storedEnv(given: Env, previous: StoredEnv): StoredEnv {
  const unknown: string[] = [];
  const entries = Object.entries(given).map(([name, variable]) => {
    const { value, secret } = typeof variable === "string" ? { value: variable, secret: false } : variable;
    if (value !== MASK) return [name, { value, secret }] as const;
    const kept = Object.hasOwn(previous, name) ? previous[name] : undefined;
    if (!kept) unknown.push(`env.${name}`);
    return [name, { value: kept?.value ?? value, secret: secret || (kept?.secret ?? false) }] as const;
  });
  return refuseUnknownMasks({ value: Object.fromEntries(entries), unknown });
}

/** Variables as answered: the secret ones masked. */
export function shownEnv(stored: StoredEnv): Env {
  const entries = Object.entries(stored).map(([name, { value, secret }]) => [
    name,
    secret ? { value: MASK, secret } : value,
  ]);
  return Object.fromEntries(entries) as Env;
}
