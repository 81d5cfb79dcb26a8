import { MASK, type Json } from "../resources/wire.ts";

/** A `${NAME}` whose variable is not set: the whole text at `path` then reads as masked. */
export interface Missing {
  path: string;
  variable: string;
}

/** `${NAME}`, or `$${…}` for a text that is to be left as it stands behind the first dollar. */
const REFERENCE = /\$(\$?)\{([A-Za-z_][A-Za-z0-9_]*)\}/g;
/** In JavaScript the same signs mean something else. */
const VERBATIM = new Set(["code"]);

/**
 * A copy with each `${NAME}` in a text replaced by the variable's value. The text of one that is not set becomes the
 * mask, with which the API keeps a secret that it has, and is named in `missing`.
 */
export function resolveReferences(
  value: Json,
  variable: (name: string) => string | undefined,
): { value: Json; missing: Missing[] } {
  const missing: Missing[] = [];
  const resolve = (it: Json, path: string): Json => {
    if (typeof it === "string") return text(it, path);
    if (Array.isArray(it)) return it.map((element, at) => resolve(element, `${path}[${at}]`));
    if (it === null || typeof it !== "object") return it;
    const entries = Object.entries(it).map(([name, inner]) => {
      const at = path ? `${path}.${name}` : name;
      return [name, VERBATIM.has(at) ? inner : resolve(inner, at)];
    });
    return Object.fromEntries(entries) as Json;
  };
  const text = (it: string, path: string): string => {
    let isWhole = true;
    const resolved = it.replace(REFERENCE, (reference: string, escape: string, name: string) => {
      if (escape) return reference.slice(1);
      const found = variable(name);
      if (found !== undefined) return found;
      missing.push({ path, variable: name });
      isWhole = false;
      return "";
    });
    return isWhole ? resolved : MASK;
  };
  return { value: resolve(value, ""), missing };
}

/** A text in which nothing is taken for a reference. */
export function escapeReferences(text: string): string {
  return text.replace(REFERENCE, "$$$&");
}
